"""What is kept of concerns; a file for each part."""

from belisha.console.concerns.models.concerns import Concern, Entry, Reader, Subject

__all__ = ["Concern", "Entry", "Reader", "Subject"]
