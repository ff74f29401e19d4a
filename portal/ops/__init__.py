"""Running a portal: serving, working, checking, measuring."""
