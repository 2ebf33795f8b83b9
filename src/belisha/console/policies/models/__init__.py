"""What policies keep. A file for each subject."""

from belisha.console.policies.models.policies import ClauseChoice, OwnClause, Policy, Version

__all__ = ["ClauseChoice", "OwnClause", "Policy", "Version"]
