"""What pages and interface share."""
