"""A service is not as it should be, and someone puts it right: from the report to the close, in seven steps (ITIL)."""
