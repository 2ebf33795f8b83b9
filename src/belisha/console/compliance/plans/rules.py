"""Who may plan, and who may bear a risk. No database."""

from __future__ import annotations

from typing import Final

from belisha.console.access.roles import Role

__all__ = ["LONGEST_RISK", "PLANNING", "RISK_BEARING"]

PLANNING: Final = frozenset(
    {
        *(Role.HEAD, Role.EXECUTIVE_HEAD, Role.SLT, Role.DSL, Role.DEPUTY_DSL),
        *(Role.COMPUTING_LEAD, Role.NETWORK_MANAGER, Role.DATA_MANAGER),
    }
)
RISK_BEARING: Final = frozenset({Role.HEAD, Role.EXECUTIVE_HEAD, Role.CHAIR})
LONGEST_RISK: Final = 365  # days: then somebody looks at it anew
