"""The evidence pack: a zip with every duty and what it rests on, with hashes; names only where asked for."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import Post
from belisha.console.access.permissions import Permission
from belisha.console.audit.models import Link
from belisha.console.compliance.models import Attestation, DutyStanding, Plan
from belisha.console.compliance.queries import rows
from belisha.console.compliance.reports.audit_events import PACK_MADE
from belisha.console.compliance.rules import BASES, COLOURS, STATES
from belisha.console.compliance.standards.rules import judged, standards
from belisha.console.design.tables import defused
from belisha.console.filtering.proof.queries.checks import checks_of
from belisha.console.filtering.proof.queries.states import states_of
from belisha.console.people.models import Person
from belisha.console.policies.approving.paper import paper_of
from belisha.console.policies.approving.queries.published import published_at, published_context
from belisha.console.reviews.queries import reviews_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["DAYS", "make_pack"]

DAYS: Final = 365  # of history
NAMELESS: Final = "[…]"
Sheet = tuple[list[str], "Iterable[Sequence[object]]"]


def make_pack(*, by: By, school: School, names: bool, now: datetime) -> bytes:
    """The pack of a school as a zip; that it was made goes on record. Raises NotAllowedError.

    Without `names` those of everybody on the register and in posts are taken out of all texts. The policy itself is
    public and goes in as it is published.
    """
    by = by.may(Permission.SEE_CONCERN_FIGURES, school)
    clean: Callable[[str], str] = str if names else _cleaner(school)
    files = {f"{name}.csv": _sheet(sheet, clean) for name, sheet in _sheets(school, now).items()}
    if published_at(school):
        files["policy.pdf"] = paper_of(published_context(school))
    files["index.html"] = _index(school, now, sorted(files), clean)
    files["manifest.json"] = _manifest(school, now, files, names=names)
    by.did(PACK_MADE, to=school, at=school, after={"names": names, "files": sorted(files)})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(name, content)
    return packed.getvalue()


def _cleaner(school: School) -> Callable[[str], str]:
    people = Person.objects.for_school(school).values_list("given", "family", "known_as")
    names = {f"{known or given} {family}".strip() for given, family, known in people}
    names |= {f"{given} {family}".strip() for given, family, _known in people}
    names |= set(Post.objects.for_school(school).values_list("holder__name", flat=True))
    wanted = sorted({name for name in names if len(name) > 2}, key=len, reverse=True)  # the longest first
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in wanted)) if wanted else None
    return lambda text: pattern.sub(NAMELESS, text) if pattern else text


def _sheets(school: School, now: datetime) -> dict[str, Sheet]:
    found = rows(school, now)
    since = now - timedelta(days=DAYS)
    spans = DutyStanding.objects.for_school(school).between(since, now).order_by("duty", "first_asked")
    said = Attestation.objects.for_school(school).select_related("by", "countersigned_by").order_by("duty", "-at")
    plans = Plan.objects.for_school(school).select_related("owner")
    return {
        "duties": (
            [_("Duty"), _("Wording"), _("State"), _("Why"), _("Basis"), _("Since")],
            [
                (each.duty.id, each.duty.printed(), *each.standing[:2], each.standing.basis, each.standing.since)
                for each in found
            ],
        ),
        "history": (
            [_("Duty"), _("State"), _("Basis"), _("Why"), _("From"), _("To")],
            ((each.duty, each.state, each.basis, each.reason, each.first_asked, each.last_asked) for each in spans),
        ),
        "standards": (
            [_("Standard"), _("Edition"), _("Point"), _("Asks"), _("State"), _("Duties")],
            [
                (one.title, one.edition, each.point.id, each.point.text, each.state or "", " ".join(each.point.duties))
                for one in standards()
                for each in judged(one, {row.duty.id: row for row in found})
            ],
        ),
        "confirmations": (
            [
                *(_("Duty"), _("Kept"), _("Words"), _("Evidence"), _("By")),
                *(_("On"), _("Until"), _("Signed by"), _("Counts")),
            ],
            (
                (
                    *(each.duty, each.kept, each.words, each.evidence, each.by.name, each.at, each.until),
                    *(each.countersigned_by.name if each.countersigned_by else "", each.current),
                )
                for each in said
            ),
        ),
        "plans": (
            [_("Duty"), _("Kind"), _("What"), _("Who"), _("Until"), _("Outcome")],
            ((each.duty, each.kind, each.words, each.owner.name, each.due, each.outcome) for each in plans),
        ),
        **_sheets_of_apps(school, since),
    }


def _sheets_of_apps(school: School, since: datetime) -> dict[str, Sheet]:
    checks = checks_of(school).filter(at__gte=since)
    signed = reviews_of(school).filter(signed_at__gte=since)
    return {
        "filter-tests": (
            [_("Level"), _("Network"), _("Kind"), _("Category"), _("Address"), _("Outcome"), _("At"), _("Since")],
            (
                (each.profile, each.network, each.kind, each.category, each.name, each.outcome, each.at, each.since)
                for each in states_of(school)
            ),
        ),
        "filter-checks": (
            [_("Signed"), _("By"), _("Suits"), _("Words"), _("To be done")],
            ((each.at, each.by.name, each.suits, each.words, each.action) for each in checks),
        ),
        "reviews": (
            [_("Review"), _("Signed"), _("By")],
            (
                (each.kind, each.signed_at, "; ".join(f"{one.by.name} ({one.role})" for one in each.signatures.all()))
                for each in signed
            ),
        ),
    }


def _sheet(sheet: Sheet, clean: Callable[[str], str]) -> bytes:
    heads, lines = sheet
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    for line in lines:
        writer.writerow([defused(clean(_text(cell))) for cell in line])
    return ("\ufeff" + written.getvalue()).encode()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    moment: Any = getattr(cell, "isoformat", None)
    return str(moment()) if moment else str(cell)


def _index(school: School, now: datetime, files: list[str], clean: Callable[[str], str]) -> bytes:
    found = rows(school, now)
    context = {
        "school": school,
        "now": now,
        "files": files,
        "rows": found,
        "counts": [(title, sum(row.standing.state == state for row in found)) for state, title in STATES.items()],
        "bases": BASES,
        "colours": COLOURS,
    }
    return clean(render_to_string("compliance/reports/pack.html", context)).encode()


def _manifest(school: School, now: datetime, files: dict[str, bytes], *, names: bool) -> bytes:
    last = Link.objects.filter(chain=school.chain).order_by("-number").values("number", "digest").first()
    told = {
        "form": "belisha evidence pack 1",
        "school": school.code,
        "made": timezone.localtime(now).isoformat(),
        "names": names,
        "record": {"chain": school.chain, **(last or {})},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    return json.dumps(told, indent=1, ensure_ascii=False).encode()
