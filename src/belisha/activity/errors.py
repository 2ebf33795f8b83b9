"""What can go wrong with the record in ways that a person can do something about."""


class ActivityError(Exception):
    """The text says what is wrong and what to do."""


def say_error(error: ActivityError | OSError) -> str:
    """The error as a sentence for whoever asked."""
    if isinstance(error, PermissionError):
        return f"{error.filename}: only root and the user that Belisha runs as may look into the record."
    return str(error)
