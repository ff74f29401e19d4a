"""Records become documents, and questions become records again."""
