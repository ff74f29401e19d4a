"""How good the search is: questions whose answers are known, asked of the product's own suggestions."""
