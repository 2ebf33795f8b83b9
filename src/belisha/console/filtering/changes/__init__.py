"""Change control: drafts, risk forms, consent, the right to apply, undo, emergency blocks."""
