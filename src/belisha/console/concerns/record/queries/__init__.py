"""The questions about the record of concerns."""
