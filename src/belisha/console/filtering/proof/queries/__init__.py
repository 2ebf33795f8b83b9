"""Questions about the proof that the filter works."""
