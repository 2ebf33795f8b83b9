"""What the induction of new staff proves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.agreements.induction.queries import starters
from belisha.console.agreements.signing.queries.standing import standings
from belisha.console.agreements.texts.queries import in_force
from belisha.console.duties.registry import Standing, State, proves
from belisha.console.people.rules.forms_of_staff import GRACE

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["induction_pack"]

POLICY: Final = "policy-read"


@proves("people.induction-pack")
def induction_pack(school: School, now: datetime) -> Standing:
    """Everybody who joined the staff within ninety days has read the policy in force, within their first two weeks."""
    today = timezone.localdate(now)
    link = reverse("agreements-starters", args=[school.code])
    if POLICY not in in_force(school):
        reason = _("“I have read the online-safety policy” is not issued, so no starter is given the policy to read.")
        return Standing(State.BREACHED, reason, link=reverse("agreements", args=[school.code]))
    new = starters(school, today)
    if not new:
        return Standing(State.NOT_KNOWN, _("Nobody has joined the staff within ninety days."), link=link)
    lines = standings(school, new, today)
    read = {one.pk for one in new if any(line.kind.id == POLICY and line.is_done for line in lines[one.pk])}
    late = sum(one.pk not in read and one.joined + GRACE < today for one in new)
    counted = {"all": len(new), "read": len(read), "late": late}
    if late:
        reason = _("%(late)s of %(all)s who joined the staff lately have not read the policy within two weeks.")
        return Standing(State.BREACHED, reason % counted, link=link)
    if len(read) < len(new):
        reason = _("%(read)s of %(all)s who joined the staff lately have read the policy; the others have time left.")
        return Standing(State.AT_RISK, reason % counted, link=link)
    reason = _("All %(all)s who joined the staff within ninety days have read the policy that is in force.")
    return Standing(State.MET, reason % counted, link=link)
