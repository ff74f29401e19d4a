"""The public questions and answers."""
