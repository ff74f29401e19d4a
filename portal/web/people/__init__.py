"""People, teams and role bundles."""
