"""What is done to the policy. Pages never come here: they put edits into a change, which `changes` applies."""

from belisha.console.filtering.policy.actions.adopting import adopt
from belisha.console.filtering.policy.actions.writing import write
from belisha.engine.policy.checking import check

__all__ = ["adopt", "check", "write"]
