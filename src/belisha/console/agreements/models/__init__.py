"""What agreements keep. A file for each subject."""

from belisha.console.agreements.models.agreements import Agreement, Signature

__all__ = ["Agreement", "Signature"]
