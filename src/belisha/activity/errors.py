"""What can go wrong with the record in ways that a person can do something about."""


class ActivityError(Exception):
    """The text says what is wrong and what to do."""
