"""The whole chain that an incident, a problem or an article stands in, on one page."""
