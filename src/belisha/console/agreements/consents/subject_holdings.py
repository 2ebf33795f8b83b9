"""What agreements and consents hold of somebody, for a request to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.agreements.models import ConsentAnswer, Decline, Restriction, Shown, Signature
from belisha.console.people.subject_access import Held, Other, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.people.models import Person

__all__ = ["agreed_and_permitted"]


@holds("agreements", gettext_lazy("Agreements and consents"))
def agreed_and_permitted(person: Person) -> Iterator[Held]:
    """What they signed, or was signed for them; what they or others for them permit; where they are shown."""
    theirs = Q(person=person) | Q(child=person)
    for row in Signature.objects.filter(theirs).select_related("agreement", "person").order_by("at", "pk"):
        others: tuple[Other, ...] = () if row.person_id == person.pk else (Other(row.name, "family"),)
        words = f"{row.agreement.kind} {row.agreement.number}, {row.name}, {row.get_way_display()}"
        lines = [words, *(f"{key}: {value}" for key, value in sorted(row.answers.items())), row.withdrawn_reason]
        yield Held(f"signed-{row.pk}", _("A signature"), row.at, "\n".join(filter(None, lines)), others=others)
    answers = ConsentAnswer.objects.filter(Q(person=person) | Q(about=person)).select_related("person", "about")
    for answer in answers.order_by("at", "pk"):
        names = {(one.name, one.kind) for one in (answer.person, answer.about) if one.pk != person.pk}
        others = tuple(Other(name, "child" if kind == "pupil" else "family") for name, kind in sorted(names))
        said = _("yes") if answer.yes else _("no")
        text = f"{answer.person}: {answer.about}, {answer.purpose}: {said}. {answer.note}".strip()
        yield Held(f"consent-{answer.pk}", _("A consent"), answer.at, text, others=others)
    yield from _shown_and_declined(person)


def _shown_and_declined(person: Person) -> Iterator[Held]:
    for shown in Shown.objects.filter(child=person).select_related("publication").order_by("pk"):
        one = shown.publication
        yield Held(f"shown-{shown.pk}", _("They are shown"), one.at, f"{one.what}\n{one.place}")
    for declined in Decline.objects.filter(person=person).select_related("agreement").order_by("at", "pk"):
        text = f"{declined.agreement.kind}: {declined.reason}\n{declined.conversation}".strip()
        yield Held(f"declined-{declined.pk}", _("They did not sign"), declined.at, text)
    for row in Restriction.objects.filter(person=person).order_by("since", "pk"):
        yield Held(f"restricted-{row.pk}", _("Their internet was restricted"), row.since, row.because)
