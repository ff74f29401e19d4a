"""Services and categories."""
