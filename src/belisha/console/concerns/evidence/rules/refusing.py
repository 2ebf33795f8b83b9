"""What is raised for a file that is not taken."""

__all__ = ["RefusedError"]


class RefusedError(ValueError):
    """A file is not taken; the text is a sentence for whoever brought it."""
