"""What shall be different: follow-up actions, each with one person and a real date."""
