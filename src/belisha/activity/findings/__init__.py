"""Findings: what searches and addresses say about a child's welfare, put together, weighed, kept and handed on."""

from belisha.activity.findings.asking import find, findings, told
from belisha.activity.findings.context import (
    Frozen,
    context,
    every_event,
    find_frozen,
    freeze,
    frozen,
    frozen_of,
    read_frozen,
    thaw,
)
from belisha.activity.findings.keeping import HeldDay, delete_days, held_days
from belisha.activity.findings.model import Finding, Hours, Kind, Seen, Sighting, Told
from belisha.activity.findings.spool import Alert

__all__ = [
    "Alert",
    "Finding",
    "Frozen",
    "HeldDay",
    "Hours",
    "Kind",
    "Seen",
    "Sighting",
    "Told",
    "context",
    "delete_days",
    "every_event",
    "find",
    "find_frozen",
    "findings",
    "freeze",
    "frozen",
    "frozen_of",
    "held_days",
    "read_frozen",
    "thaw",
    "told",
]
