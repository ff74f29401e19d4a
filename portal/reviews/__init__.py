"""What happened, why, and what shall be different: post-incident reviews without blame."""
