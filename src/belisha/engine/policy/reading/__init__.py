"""Reads policy.yaml: every fault at once, each with its line.

Apart from the rest of the policy so that what only decides never loads a YAML parser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import msgspec.inspect
import yaml

from belisha.engine.policy.model import Policy, PolicyError
from belisha.engine.policy.reading.calendars import check_calendars
from belisha.engine.policy.reading.marks import FileMarks
from belisha.engine.policy.reading.members import check_members
from belisha.engine.policy.reading.nodes import compose
from belisha.engine.policy.reading.places import check_places
from belisha.engine.policy.reading.profiles import check_profiles
from belisha.engine.policy.reading.rules import check_rules
from belisha.engine.policy.reading.shapes import ShapeReader
from belisha.engine.policy.reading.strictest import check_strictest
from belisha.engine.policy.reading.texts import read_zone

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["read_policy"]

CHECKS: Final = (check_profiles, check_members, check_places, check_rules, check_calendars, check_strictest)
SHAPE: Final = msgspec.inspect.type_info(Policy)
DEFAULT_ZONE: Final = "Europe/London"


def read_policy(
    text: str, categories: Collection[str] | None = None, file_kinds: Collection[str] | None = None
) -> Policy:
    """The policy in a YAML text. Raises PolicyError with all faults, by line.

    `categories` and `file_kinds` are the words that the lists and the gateway know; when absent any word will do.
    """
    root = compose(text)
    reader = ShapeReader(_zone(root), {"category": categories, "file-kind": file_kinds})
    policy = reader.read(root, SHAPE, ())
    faults = list(reader.faults)
    if isinstance(policy, Policy):
        marks = FileMarks(reader)
        faults += [fault for check in CHECKS for fault in check(policy, marks)]
    if faults or not isinstance(policy, Policy):
        raise PolicyError(sorted(set(faults)))
    return policy


def _zone(root: yaml.MappingNode) -> ZoneInfo:
    """The federation's time zone, needed before anything else is read; the usual one when it cannot be read."""
    federation = _child(root, "federation")
    named = _child(federation, "time_zone") if isinstance(federation, yaml.MappingNode) else None
    try:
        return ZoneInfo(read_zone(named.value if isinstance(named, yaml.ScalarNode) else DEFAULT_ZONE))
    except ValueError:
        return ZoneInfo(DEFAULT_ZONE)


def _child(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in node.value if name.value == key), None)
