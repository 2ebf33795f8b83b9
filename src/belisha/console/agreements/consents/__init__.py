"""Consents: what parents permit for their child, and adults for themselves; and what follows when they say no."""
