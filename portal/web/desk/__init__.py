"""The queue: what waits to be taken, and what each does."""
