"""Pages of the proof that the filter works."""
