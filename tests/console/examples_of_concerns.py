"""What the addresses of pages of concerns take: a function for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.evidence.actions.keeping import put
from belisha.console.concerns.models import Concern, EvidenceFile, Referral, ReportDraft, Subject
from belisha.console.concerns.referrals.actions.answering import begin
from belisha.console.concerns.referrals.actions.directory import add_contact
from belisha.console.concerns.referrals.actions.referring import choose, made
from belisha.console.concerns.reporting.actions.drafts import keep, new_token, send
from belisha.console.concerns.reporting.actions.helping import add_help
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


def help_near(school: School, _member: User) -> dict[str, Any]:
    facts = {"title": "Family hub", "about": "Advice", "phone": "01632 960100", "site": "", "hours": ""}
    row = add_help(by=SYSTEM, school=school, topics=["family"], audience=["parent"], **facts)
    return {"number": row.pk}


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


def a_question(school: School, _member: User) -> dict[str, Any]:
    return {"reference": a_concern(school, "threat").reference, "procedure": "threat"}


def a_body(school: School, _member: User) -> dict[str, Any]:
    return {"reference": a_concern(school).reference, "agency": "social-care"}


def a_referral(school: School, _member: User) -> dict[str, Any]:
    """One that is to be made, with what goes onto its sheet."""
    concern = a_concern(school)
    referral = begin(by=SYSTEM, concern=concern, agency="social-care")
    subject = concern.subjects.get()
    choose(by=SYSTEM, referral=referral, subjects=[subject.pk], entries=[concern.entries.first().pk], summary="Help.")
    return {"reference": concern.reference, "key": referral.key}


def a_made_referral(school: School, member: User) -> dict[str, Any]:
    told = a_referral(school, member)
    referral = Referral.objects.get(key=told["key"])
    made(by=SYSTEM, referral=referral, how="phone", at=timezone.now(), spoke_to="Jo Field", reference="CS 12")
    return told


def a_contact(school: School, _member: User) -> dict[str, Any]:
    contact = add_contact(by=SYSTEM, school=school, agency="lado", name="Office of the LADO", phone="01632 960111")
    return {"number": contact.pk}


REFERRALS = {
    "concern-referrals": of_concern,
    "concern-question": a_question,
    "concern-refer": a_body,
    "concern-referral": a_referral,
    "concern-referral-what": a_referral,
    "concern-referral-sheet": a_referral,
    "concern-referral-paper": a_referral,
    "concern-referral-made": a_referral,
    "concern-referral-not": a_referral,
    "concern-referral-confirmed": a_made_referral,
    "concern-referral-asked": a_made_referral,
    "concern-referral-outcome": a_made_referral,
    "safeguarding-contact-new": lambda _school, _member: {"agency": "lado"},
    "safeguarding-contact": a_contact,
    "safeguarding-contact-right": a_contact,
    "safeguarding-contact-end": a_contact,
}
EVIDENCE = {
    "report-file": a_sent_report,
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
    "report-poster": lambda _school, _member: {"door": "visitors"},
    "report-door": lambda _school, _member: {"door": "parents"},
    "report-door-sent": lambda _school, _member: {"door": "parents"},
    "help-tried": lambda _school, _member: {"item": "childline"},
    "help-end": help_near,
}
CONCERNS = {**REPORTING, **EVIDENCE, **REFERRALS}
