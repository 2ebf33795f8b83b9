"""The verbs of work on concerns; other parts of concerns take them from here."""

from belisha.console.concerns.working.actions.closing import close, reopen
from belisha.console.concerns.working.actions.finding import debrief, find, mark, set_level, tell_parents
from belisha.console.concerns.working.actions.keeping import acted
from belisha.console.concerns.working.actions.taking import acknowledge, assign, set_review, step_done
from belisha.console.concerns.working.actions.tasks import add_task, finish_task

__all__ = [
    "acknowledge",
    "acted",
    "add_task",
    "assign",
    "close",
    "debrief",
    "find",
    "finish_task",
    "mark",
    "reopen",
    "set_level",
    "set_review",
    "step_done",
    "tell_parents",
]
