"""What the shelf proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.duties.registry import Standing, State, proves
from belisha.console.policies.clauses.house import chapters
from belisha.console.policies.shelf.queries import is_red, shelf_of
from belisha.console.policies.shelf.rules import Standing as Stands
from belisha.console.policies.shelf.rules import linked_to

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__: list[str] = []


@proves("governance.linked-policies")
def linked_policies(school: School, now: datetime) -> Standing:
    """Every sister policy that a section is read beside, and that every school has, is there and in date."""
    linked = {kind.id for chapter in chapters() for kind in linked_to(chapter.section)}
    shelf = [each for each in shelf_of(school, timezone.localdate(now)) if each.kind.id in linked]
    red = [each.title for each in shelf if each.standing in {Stands.LATE, Stands.MISSING}]
    link = reverse("policy-shelf", args=[school.code])
    if red:
        words = _("Missing or past their date: %(titles)s.") % {"titles": ", ".join(red)}
        return Standing(State.BREACHED, words, link=link)
    words = _("The %(n)s policies that it is read beside are there and in date.") % {"n": len(shelf)}
    return Standing(State.MET, words, link=link)


@proves("governance.policies-maintained")
def policies_maintained(school: School, now: datetime) -> Standing:
    """No policy is missing, past its date, or nobody's; amber while one is due within sixty days."""
    shelf = shelf_of(school, timezone.localdate(now))
    link = reverse("policy-shelf", args=[school.code])
    if red := [each.title for each in shelf if is_red(each)]:
        words = _("Missing, past their date, or nobody's: %(titles)s.") % {"titles": ", ".join(red)}
        return Standing(State.BREACHED, words, link=link)
    if soon := [each.title for each in shelf if each.standing is Stands.SOON]:
        words = _("Due for review within 60 days: %(titles)s.") % {"titles": ", ".join(soon)}
        return Standing(State.AT_RISK, words, link=link)
    return Standing(State.MET, _("%(n)s policies, each with an owner and in date.") % {"n": len(shelf)}, link=link)
