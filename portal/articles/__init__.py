"""What is known, in the words of those who asked."""
