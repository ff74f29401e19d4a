"""One box, all kinds; and the jump list."""
