"""What the risk register needs of somebody now: a decision, the data officer's word, another look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.compliance.risks.queries import late, waiting_for
from belisha.console.compliance.risks.rules import ASSESSING, DECIDING
from belisha.console.reviews.queries import roles_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["technology"]


@needs(Permission.SEE_DUTIES)
def technology(user: User, school: School) -> Iterable[Need]:
    """Leaders decide, the data officer says a word, those who keep the register assess and look again."""
    roles = roles_at(user, school)
    link = reverse("risks", args=[school.code])
    waiting = waiting_for(school, user)
    if roles & DECIDING and waiting.decision:
        text = ngettext("Decide on %(n)s technology", "Decide on %(n)s technologies", waiting.decision)
        yield Need(text % {"n": waiting.decision}, f"{link}?state=wanting", weight=Weight.DUE)
    if Role.DPO in roles and waiting.data:
        text = ngettext(
            "Say what %(n)s technology takes of people", "Say what %(n)s technologies take of people", waiting.data
        )
        yield Need(text % {"n": waiting.data}, f"{link}?state=wanting", weight=Weight.DUE)
    if roles & (ASSESSING - {Role.DPO}) and waiting.assessment:
        text = ngettext("Assess %(n)s new technology", "Assess %(n)s new technologies", waiting.assessment)
        yield Need(text % {"n": waiting.assessment}, f"{link}?state=wanting", Urgency.SOMETIME, weight=Weight.DUE)
    if roles & DECIDING and (count := late(school, timezone.localdate()).count()):
        text = ngettext("Look anew at %(n)s technology", "Look anew at %(n)s technologies", count)
        yield Need(text % {"n": count}, f"{link}?state=late", Urgency.NOW, weight=Weight.DUE)
