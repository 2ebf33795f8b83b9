"""What a school decided: people, profiles, rules and calendar, as a readable file and as a compiled rulebook.

`read_policy` reads policy.yaml with every fault and its line; `dump` and `load` are the published form; `Rulebook`
answers who somebody is and what decides for them.
"""

from belisha.engine.policy.calendar import Slot
from belisha.engine.policy.model import Fault, Policy, PolicyError, SiteRule, SlotKind, Tls
from belisha.engine.policy.openings import PlacedOpening
from belisha.engine.policy.rulebook import Rulebook, Setting, Table, slot
from belisha.engine.policy.site_rules import Found, PlacedRule
from belisha.engine.policy.store import dump, load
from belisha.engine.policy.who import How, Standing, Who

__all__ = [
    "Fault",
    "Found",
    "How",
    "PlacedOpening",
    "PlacedRule",
    "Policy",
    "PolicyError",
    "Rulebook",
    "Setting",
    "SiteRule",
    "Slot",
    "SlotKind",
    "Standing",
    "Table",
    "Tls",
    "Who",
    "dump",
    "load",
    "slot",
]
