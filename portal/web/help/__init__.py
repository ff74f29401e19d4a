"""Keys and components."""
