"""What keeps a backup from being made or brought back."""

__all__ = ["BackupError"]


class BackupError(Exception):
    """A backup cannot be made, read or brought back; the text says what is wrong and what to do."""
