"""The questions about work on concerns."""
