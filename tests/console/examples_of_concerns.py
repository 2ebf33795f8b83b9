"""What the addresses of pages of concerns take: a function for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.evidence.actions.keeping import put
from belisha.console.concerns.models import Concern, EvidenceFile, ReportDraft, Subject
from belisha.console.concerns.reporting.actions.drafts import keep, new_token, send
from cast import a_pupil
from files_of_evidence import a_png, upload

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

SYSTEM = By(None, system="tests")


def a_concern(school: School, category: str = "bullying") -> Concern:
    """A concern about a pupil, whose route is the team's."""
    return report(
        by=SYSTEM,
        school=school,
        category=category,
        words="They said: it happened again.",
        subjects=[NewSubject(Subject.Role.HARMED, a_pupil(school))],
        told=Told(Concern.Origin.STAFF),
    )


def of_concern(school: School, _member: User) -> dict[str, Any]:
    return {"reference": a_concern(school).reference}


def a_fresh_report(_school: School, _member: User) -> dict[str, Any]:
    return {"token": new_token()}


def a_draft(school: School, member: User) -> dict[str, Any]:
    """A report whose first screen is filled in."""
    token, child = new_token(), a_pupil(school, "Amy Hill")
    typed = {"danger": "no", "words": "She said: my arm hurts.", "names": f"{child.name}, Jo", "category": "bullying"}
    keep(by=By(member), school=school, token=token, typed=typed)
    return {"token": token}


def a_sent_report(school: School, member: User) -> dict[str, Any]:
    token = a_draft(school, member)["token"]
    draft = ReportDraft.objects.get(token=token)
    send(by=By(member), draft=draft, category="bullying", words="Again.", subjects=(), told=Told(Concern.Origin.STAFF))
    return {"token": token}


def a_file(school: School, _member: User) -> dict[str, Any]:
    """A picture that was scanned."""
    concern = a_concern(school)
    kept = put(by=SYSTEM, concern=concern, upload=upload(a_png()), shows="screenshot", about="Sent on Friday")
    EvidenceFile.objects.filter(pk=kept.pk).update(state="clean", scanned_at=timezone.now(), scanner="ClamAV 1/2/3")
    return {"reference": concern.reference, "key": kept.key}


EVIDENCE = {
    "concern-files": of_concern,
    "concern-file-add": of_concern,
    "concern-words-only": of_concern,
    "concern-file": a_file,
    "concern-file-picture": a_file,
    "concern-file-original": a_file,
}
REPORTING = {
    "report-what": a_draft,
    "report-who": a_draft,
    "report-keep": a_fresh_report,
    "report-sent": a_sent_report,
    "report-drop": a_draft,
}
CONCERNS = {**REPORTING, **EVIDENCE}
