"""The pages of post-incident reviews: the list, the form in six sections, and what follows from it."""
