"""What referrals register with the other parts: a concern is not closed while somebody still has to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.concerns.record.hooks import goes_with_concern
from belisha.console.concerns.referrals.actions.referring import move_referrals, move_referrals_back
from belisha.console.concerns.referrals.queries.standing import missing, standing_now
from belisha.console.concerns.working.hooks import blocks_closing

if TYPE_CHECKING:
    from belisha.console.concerns.models import Concern
    from belisha.console.concerns.working.rules.closing import Missing

__all__ = ["who_is_to_be_told"]


@blocks_closing
def who_is_to_be_told(concern: Concern) -> list[Missing]:
    """Questions without an answer, referrals that were not made or have no number. Two queries."""
    return missing(standing_now(concern))


goes_with_concern("referrals", there=move_referrals, back=move_referrals_back)
