"""The verbs of the proof that the filter works."""
