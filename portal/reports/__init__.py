"""What is told of an incident: the report in its twelve fields, first, interim and final, issued with a stamp."""
