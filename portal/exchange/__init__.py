"""Taking knowledge in and out."""
