"""The verbs of rosters: take a file in, apply it, undo it, set the feed."""

from belisha.console.people.roster.actions.applying import apply_import
from belisha.console.people.roster.actions.choosing import choose, discard, hold, set_aside, set_mapping
from belisha.console.people.roster.actions.feeds import make_key, report_exposed_key, revoke_key, set_feed
from belisha.console.people.roster.actions.sweeping import sweep_rosters
from belisha.console.people.roster.actions.taking import Taken, take_in
from belisha.console.people.roster.actions.undoing import undo_import

__all__ = [
    "Taken",
    "apply_import",
    "choose",
    "discard",
    "hold",
    "make_key",
    "report_exposed_key",
    "revoke_key",
    "set_aside",
    "set_feed",
    "set_mapping",
    "sweep_rosters",
    "take_in",
    "undo_import",
]
