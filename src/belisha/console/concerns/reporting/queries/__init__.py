"""The questions of reporting."""
