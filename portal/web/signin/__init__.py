"""Coming in and going out; a forgotten password."""
