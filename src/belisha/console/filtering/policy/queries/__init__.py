"""Questions about the policy in force and its versions."""

from belisha.console.filtering.policy.queries.versions import (
    NotAdoptedError,
    current,
    document,
    ground,
    rules_for,
    settled,
    version_at,
)

__all__ = ["NotAdoptedError", "current", "document", "ground", "rules_for", "settled", "version_at"]
