"""Incidents at the desk: the list, one incident with its timeline, and every deed on it."""
