"""What can break, and in which ways: services and categories."""
