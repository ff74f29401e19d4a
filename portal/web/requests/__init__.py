"""What one has reported oneself: how it stands, and what was said."""
