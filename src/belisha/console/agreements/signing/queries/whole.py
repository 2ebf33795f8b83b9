"""Whether what was issued and signed is whole: texts, seals, and what the record said when they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.agreements.models import Agreement, Signature
from belisha.console.agreements.signing.audit_events import SIGNED
from belisha.console.agreements.signing.rules import fault_of, form_digests
from belisha.console.agreements.texts.audit_events import ISSUED
from belisha.console.agreements.texts.rules import DRESSED, digest_of
from belisha.console.audit.models import Body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School

__all__ = ["Broken", "broken"]


class Broken(NamedTuple):
    """Something that is not as it was issued or signed."""

    what: str
    fault: str


def broken(school: School) -> list[Broken]:
    """What of a school is not as it was: an agreement, or a signature. Each agreement's rows are read in turn.

    The record of who did what holds every digest and seal, and is chained: who writes all of the tables anew is found.
    """
    recorded = _recorded(school)
    found = [
        fault
        for agreement in Agreement.objects.for_school(school).order_by("pk").iterator()
        for fault in _faults(agreement, recorded)
    ]
    return [*found, *_gone(school, recorded)]


def _gone(school: School, recorded: dict[str, str]) -> Iterator[Broken]:
    """Signatures of which the record tells and that are not there; of those let go the record tells nothing more."""
    there = {f"signature:{pk}" for pk in Signature.objects.for_school(school).values_list("pk", flat=True)}
    for name in recorded:
        if name.startswith("signature:") and name not in there:
            yield Broken(name, "it is gone, and nobody has let it go")


def _faults(agreement: Agreement, recorded: dict[str, str]) -> Iterator[Broken]:
    digest = digest_of(agreement.forms)
    if digest != agreement.digest or digest != recorded.get(f"agreement:{agreement.pk}", digest):
        yield Broken(str(agreement), "its text is not the one that was issued")
    digests = form_digests(agreement.forms, {*agreement.forms, *DRESSED})
    for row in Signature.objects.filter(agreement=agreement).order_by("pk").iterator():
        fault = fault_of(row, digests, agreement.digest)
        if not fault and row.seal != recorded.get(f"signature:{row.pk}", row.seal):
            fault = "its seal is not the one in the record of who did what"
        if fault:
            yield Broken(f"{agreement}, signature {row.pk}", fault)


def _recorded(school: School) -> dict[str, str]:
    """Digests and seals as they were recorded, by what they are of; what was shredded since is left out."""
    kept = {ISSUED.code: "digest", SIGNED.code: "seal"}
    bodies = Body.objects.filter(link__chain=school.chain, link__event__in=kept).select_related("link")
    return {
        body.link.about: body.content["after"][kept[body.link.event]] for body in bodies.order_by("link").iterator()
    }
