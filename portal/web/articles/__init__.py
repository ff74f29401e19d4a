"""Read, write, compare, flag."""
