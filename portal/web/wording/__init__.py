"""The words of the house: synonyms, words kept whole, stop words."""
