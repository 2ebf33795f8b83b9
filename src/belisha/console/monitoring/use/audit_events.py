"""What is recorded of looks at internet use."""

from belisha.console.audit.events import deed

__all__ = ["LOOKED", "PLAN_BEGUN", "PLAN_ENDED", "READ"]

LOOKED = deed("use.looked", "looked at internet use")
PLAN_BEGUN = deed("use.plan-begun", "set up a weekly report of internet use")
PLAN_ENDED = deed("use.plan-ended", "ended a weekly report of internet use")
READ = deed("use.read", "read a weekly report of internet use")
