"""The forms of the record of concerns."""
