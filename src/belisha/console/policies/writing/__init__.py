"""Drafts: begun, reworded, compared; the steps that a version takes until it is in force."""
