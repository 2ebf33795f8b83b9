"""Keeping no longer than promised: whole days go, by school and kind, shown before and after, and on record."""
