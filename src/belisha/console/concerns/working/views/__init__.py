"""The pages of work on concerns."""
