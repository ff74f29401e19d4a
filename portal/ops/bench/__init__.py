"""Benches: a portal of its own for each, measured from outside as a person meets it."""
