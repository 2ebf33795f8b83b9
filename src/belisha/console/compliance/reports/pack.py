"""The evidence pack: how a school knows that its filtering works, and every duty with what it rests on.

A page to read, the same as tagged PDF, the rows behind each claim as tables, and the hash of every file; names only
where they are asked for.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES, Role
from belisha.console.audit.models import Link
from belisha.console.compliance.models import Attestation, AttestationFile, DutyStanding, KeptReport, Plan
from belisha.console.compliance.queries import rows
from belisha.console.compliance.reports.audit_events import PACK_MADE
from belisha.console.compliance.reports.naming import nameless
from belisha.console.compliance.reports.papers import paper
from belisha.console.compliance.reports.working import working
from belisha.console.compliance.rules import BASES, COLOURS, STATES
from belisha.console.compliance.standards.queries import standards_at
from belisha.console.compliance.standards.rules import judged
from belisha.console.design.files import defused
from belisha.console.duties.registry import PROOFS, State
from belisha.console.filtering.proof.queries.checks import checks_of
from belisha.console.filtering.proof.queries.states import states_of
from belisha.console.policies.approving.paper import paper_of
from belisha.console.policies.approving.queries.published import published_at, published_context
from belisha.console.reviews.queries import reviews_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.compliance.rules import Row

__all__ = ["DAYS", "make_pack"]

DAYS: Final = 365  # of history
HOUSE: Final = "belisha.console."
Sheet = tuple[list[str], "Iterable[Sequence[object]]"]


def make_pack(*, by: By, school: School, names: bool, now: datetime) -> bytes:
    """The pack of a school as a zip; that it was made goes on record. Raises NotAllowedError.

    Without `names` those of everybody on the register and in posts are taken out of all texts. The policy itself is
    public and goes in as it is published.
    """
    by = by.may(Permission.SEE_CONCERN_FIGURES, school)
    clean: Callable[[str], str] = str if names else nameless(school)
    files = {f"{name}.csv": _sheet(sheet, clean) for name, sheet in _sheets(school, now).items()}
    if published_at(school):
        files["policy.pdf"] = paper_of(published_context(school))
    sent = KeptReport.objects.for_school(school).filter(first__gte=timezone.localdate(now) - timedelta(DAYS))
    # the head's months may name colleagues; what governors were shown names nobody
    for report in sent if names else sent.filter(kind=KeptReport.Kind.TERM):
        files[f"as-sent/{report.kind}-{report.first}.pdf"] = bytes(report.paper)
    context = _context(school, now, sorted(files), clean)
    files["index.html"] = render_to_string("compliance/reports/pack.html", context).encode()
    files["report.pdf"] = paper("compliance/reports/pack_paper.html", context)
    files["manifest.json"] = _manifest(school, now, files, names=names)
    files["sha256sums.txt"] = _sums(files)
    with transaction.atomic():
        by.did(PACK_MADE, to=school, at=school, after={"names": names, "files": sorted(files)})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(name, content)
    return packed.getvalue()


def _sheets(school: School, now: datetime) -> dict[str, Sheet]:
    found = rows(school, now)
    since = now - timedelta(days=DAYS)
    spans = DutyStanding.objects.for_school(school).between(since, now).order_by("duty", "first_asked")
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
                for one in standards_at(school)
                for each in judged(one, {row.duty.id: row for row in found})
            ],
        ),
        **_sheets_of_people(school),
        **_sheets_of_apps(school, since),
    }


def _sheets_of_people(school: School) -> dict[str, Sheet]:
    """What people said and plan."""
    said = Attestation.objects.for_school(school).select_related("by", "countersigned_by").order_by("duty", "-at")
    plans = Plan.objects.for_school(school).select_related("owner")
    return {
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
        "files": (
            [_("Duty"), _("File"), _("Bytes"), _("SHA-256"), _("Added"), _("Virus scan"), _("By")],
            (
                (*(each.attestation.duty, each.name, each.size, each.sha256, each.at), each.state, each.scanner)
                for each in AttestationFile.objects.for_school(school).select_related("attestation")
            ),
        ),
        "plans": (
            [_("Duty"), _("Kind"), _("What"), _("Who"), _("Until"), _("Outcome")],
            ((each.duty, each.kind, each.words, each.owner.name, each.due, each.outcome) for each in plans),
        ),
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


class Claim(NamedTuple):
    """A duty as the pack tells of it: how it stands, why, and the evidence, each piece in words with its file."""

    row: Row
    reason: str
    evidence: list[tuple[str, str]]


def _context(school: School, now: datetime, files: list[str], clean: Callable[[str], str]) -> dict[str, Any]:
    found = rows(school, now)
    return {
        "school": school,
        "now": now,
        "files": files,
        "working": working(school, now),
        "claims": _claims(school, found, now, clean),
        "counts": [(title, sum(row.standing.state == state for row in found)) for state, title in STATES.items()],
        "bases": BASES,
        "colours": COLOURS,
        "state_titles": STATES,
    }


def _claims(school: School, found: list[Row], now: datetime, clean: Callable[[str], str]) -> list[Claim]:
    """Each duty with its evidence; one that has none says so."""
    since = now - timedelta(days=DAYS)
    spans = Counter(DutyStanding.objects.for_school(school).between(since, now).values_list("duty", flat=True))
    said: dict[str, list[Attestation]] = {}
    for each in Attestation.objects.for_school(school).that_count().prefetch_related("files"):
        said.setdefault(each.duty, []).append(each)
    planned = set(Plan.objects.for_school(school).open().values_list("duty", flat=True))
    claims = []
    for row in found:
        evidence = [*_measured(row), *_confirmed(said.get(row.duty.id, []))]
        if spans[row.duty.id]:
            words = ngettext("%(n)s stretch of its year", "%(n)s stretches of its year", spans[row.duty.id])
            evidence.append((words % {"n": spans[row.duty.id]}, "history.csv"))
        if row.duty.id in planned:
            evidence.append((_("what is planned"), "plans.csv"))
        claims.append(Claim(row, clean(row.standing.reason), evidence))
    return claims


def _measured(row: Row) -> Iterator[tuple[str, str]]:
    if row.duty.id in PROOFS and row.standing.state is not State.NOT_KNOWN:
        by = PROOFS[row.duty.id].ask.__module__.removeprefix(HOUSE)
        yield _("asked of live data by the program's %(by)s") % {"by": by}, "duties.csv"


def _confirmed(said: list[Attestation]) -> Iterator[tuple[str, str]]:
    for each in said:
        title = str(ROLES[Role(each.role)].title)
        words = _("confirmed by: %(who)s, %(on)s") % {"who": title, "on": date_format(timezone.localdate(each.at))}
        yield words, "confirmations.csv"
        for file in each.files.all():
            yield _("file %(hash)s…") % {"hash": file.sha256[:16]}, "files.csv"


def _sums(files: dict[str, bytes]) -> bytes:
    """What `sha256sum --check sha256sums.txt` reads."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items()))
    return ("\n".join(lines) + "\n").encode()


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
