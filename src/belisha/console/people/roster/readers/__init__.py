"""Readers of roster files: pure, without database or clock. Each makes a Roster of a Bundle, or raises RosterError."""

from belisha.console.people.roster.readers.detect import read_roster
from belisha.console.people.roster.readers.files import Bundle, bundle_of, bundle_of_path
from belisha.console.people.roster.readers.shapes import BadRow, MappingNeededError, Roster, RosterError

__all__ = [
    "BadRow",
    "Bundle",
    "MappingNeededError",
    "Roster",
    "RosterError",
    "bundle_of",
    "bundle_of_path",
    "read_roster",
]
