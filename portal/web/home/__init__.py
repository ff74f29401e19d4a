"""Where one begins, by role; and the first steps of an empty portal."""
