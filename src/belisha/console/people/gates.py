"""What must be so of somebody on the register before their account opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.accounts.gates import gate
from belisha.console.people.queries.record import without_dbs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from belisha.console.access.models import School, User

__all__ = ["dbs_seen"]


@gate("dbs", gettext_lazy("Enhanced DBS check seen"), kinds=("staff",))
def dbs_seen(users: Sequence[User], school: School) -> Mapping[int, str]:
    """Staff whose enhanced DBS was not seen, or has run out."""
    why = _("No enhanced DBS check that counts is in the single central record.")
    return dict.fromkeys(without_dbs(school, users), why)
