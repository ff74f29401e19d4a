"""Overview of what to set up, rules and the audit log."""
