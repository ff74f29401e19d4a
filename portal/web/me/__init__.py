"""My profile, password and devices."""
