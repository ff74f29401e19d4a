"""Reporting a problem, or finding its answer while one writes."""
