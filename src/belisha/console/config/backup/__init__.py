"""Backups: one encrypted file that holds all that cannot be made again, and bringing one back."""
