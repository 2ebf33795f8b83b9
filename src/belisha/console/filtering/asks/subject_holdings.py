"""What the filter holds of somebody: pages that they asked for or reported, and rules for them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.filtering.models import Asker, PageReport, PersonProfile, RemoteGrant, SiteRule
from belisha.console.people.subject_access import Held, Other, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.people.models import Person

__all__ = ["asked_and_reported"]


@holds("filter", gettext_lazy("The filter: requests, reports, rules for them alone"))
def asked_and_reported(person: Person) -> Iterator[Held]:
    """Each with what they wrote, and how it was answered."""
    theirs = Q(person=person) | Q(user=person.user_id)
    for row in Asker.objects.filter(theirs).select_related("ask").order_by("at", "pk"):
        text = f"{row.address}\n{row.reason}\n{row.ask.get_state_display()}".strip()
        yield Held(f"ask-{row.pk}", _("They asked for a page"), row.at, text)
    for report in PageReport.objects.filter(theirs).order_by("at", "pk"):
        text = f"{report.written}\n{report.words}\n{report.answer_words}".strip()
        yield Held(f"report-{report.pk}", _("They reported a page"), report.at, text)
    for rule in SiteRule.objects.filter(person=person).order_by("added_at", "pk"):
        others = (Other(rule.owner_name, "staff"),) if rule.owner_name else ()
        text = f"{rule.address}: {rule.get_verdict_display()}\n{rule.reason}\n{rule.owner_name}".strip()
        yield Held(f"rule-{rule.pk}", _("A rule for them alone"), rule.added_at, text, others=others)
    for seen in RemoteGrant.objects.filter(children=person).order_by("asked_at", "pk"):
        text = f"{seen}\n{seen.scope}\n{seen.first} to {seen.last}"
        yield Held(f"remote-{seen.pk}", _("Somebody outside might see their data from afar"), seen.asked_at, text)
    for own in PersonProfile.objects.filter(person=person).order_by("since", "pk"):
        yield Held(f"profile-{own.pk}", _("A profile of their own"), own.since, f"{own.profile}: {own.reason}")
