"""The verbs of gateways: what people do with them, and what they do themselves by their token."""

from belisha.console.filtering.gateways.actions.machines import (
    CodeRefusedError,
    Report,
    join_gateway,
    note_local,
    take_report,
    tell,
)
from belisha.console.filtering.gateways.actions.people import add_gateway, make_code, rename_gateway, take_out

__all__ = [
    "CodeRefusedError",
    "Report",
    "add_gateway",
    "join_gateway",
    "make_code",
    "note_local",
    "rename_gateway",
    "take_out",
    "take_report",
    "tell",
]
