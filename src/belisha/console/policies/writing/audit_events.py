"""What is recorded of drafts."""

from belisha.console.audit.events import deed

__all__ = ["ABANDONED", "BEGUN", "CHANGED"]

BEGUN = deed("policy.begun", "began a version of a policy")
CHANGED = deed("policy.changed", "changed a draft of a policy")
ABANDONED = deed("policy.abandoned", "gave up a version of a policy")
