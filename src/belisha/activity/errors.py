"""What can go wrong with the record in ways that a person can do something about."""

from errno import ENOSPC


class ActivityError(Exception):
    """The text says what is wrong and what to do."""


def say_error(error: ActivityError | OSError) -> str:
    """The error as a sentence for whoever asked."""
    if isinstance(error, PermissionError):
        return f"{error.filename}: only root and the user that Belisha runs as may look into the record."
    if isinstance(error, OSError) and error.errno == ENOSPC:
        return f"The disk is full{_of(error)}. Make room, then do it again: nothing that was on record is lost."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}{_of(error)}."
    return str(error)


def _of(error: OSError) -> str:
    return f": {error.filename}" if error.filename else ""
