"""Reports of unsuitable pages: blocked at once unless somebody has to look first; answered; raised with others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.calendars.clocks import due, one_day
from belisha.console.access.models import School, User
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import value_of
from belisha.console.filtering.asks import audit_events as events
from belisha.console.filtering.asks.actions.letters import tell
from belisha.console.filtering.asks.answers import answers_changed
from belisha.console.filtering.asks.declared import REPORTS_A_DAY
from belisha.console.filtering.asks.hooks import page_reported
from belisha.console.filtering.asks.queries.asks import times_of
from belisha.console.filtering.asks.queries.people import able
from belisha.console.filtering.asks.queries.reports import (
    is_opened_by_rule,
    never_blocked_here,
    reported_today,
    stays_open_by_list,
)
from belisha.console.filtering.asks.queries.whose import Whose
from belisha.console.filtering.asks.rules.sites import LONGEST, Site, must_stay_open, read_site
from belisha.console.filtering.changes.actions import block_at_once, review, undo
from belisha.console.filtering.models import Asker, Change, ManagerRight, PageReport, StepTaken
from belisha.console.filtering.policy.queries import current

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.filtering.asks.actions.asking import Sent
    from belisha.console.people.models import Person

__all__ = ["bring_report", "keep_blocked", "leave_open", "may_be_illegal", "raise_report", "read_report", "report_page"]

WORDS: Final = 4000
BLOCKING: Final = By(None, system="report of a page")


def report_page(
    *, by: By, school: School, address: str, words: str = "", whole_site: bool = False, practice: bool = False
) -> PageReport:
    """Somebody who is signed in reports a page. Raises ValidationError by field."""
    site = read_site(address)
    if site.fault:
        raise ValidationError(
            {"address": _("This is not the address of a page: %(fault)s.") % {"fault": site.fault.rstrip(".")}}
        )
    whole = whole_site and by.user is not None and by.user.kind == User.Kind.STAFF
    whose = Whose(_person(by.user), Asker.Known.SIGNED_IN, "", school)
    with transaction.atomic():
        report = _new(school, Site(site.host, site.host) if whole else site, address, words, whose, timezone.now())
        report.user, report.practice = by.user, practice
        _settle(by, report, Site(report.address, site.host))
    return report


def bring_report(sent: Sent, whose: Whose, school: School) -> PageReport | None:
    """Bring one report in from the gateway; None where it is here already. What cannot be read waits for a person."""
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        if PageReport.objects.filter(number=sent.number).exists():
            return None
        site = read_site(sent.text("address"))
        report = _new(school, site, sent.text("address"), sent.text("text"), whose, sent.at)
        report.number, report.said = sent.number, sent.said
        report.user = whose.person.user if whose.person else None
        report.practice = sent.said.get("practice") == ["yes"]
        _settle(By(None, system="gateway"), report, site)
    return report


def _person(user: User | None) -> Person | None:
    return getattr(user, "person", None) if user else None


def _new(school: School, site: Site, written: str, words: str, whose: Whose, at: datetime) -> PageReport:
    times = times_of(school)
    return PageReport(
        school=school, address=site.address[:LONGEST] or "?", host=site.host, written=written[:WORDS],
        words=words[:WORDS], person=whose.person, known=whose.known, device=whose.device[:80], at=at,
        due_at=due(times, at, one_day(times)),
    )  # fmt: skip


def _settle(by: By, report: PageReport, site: Site) -> None:
    """Keep a report: practice does nothing; else the page is blocked, or somebody has to look first."""
    if report.practice:
        report.state = PageReport.State.PRACTICE
        report.answered_at = report.at
        report.save()
        by.did(events.PRACTISED, to=report, at=report.school)
        return
    report.held = _why_held(report, site)
    report.state = PageReport.State.WAITING
    if not report.held:
        _block(report, site)
    report.save()
    after = {"state": report.state, "held": report.held, "number": report.number or ""}
    by.did(events.REPORTED, to=report, at=report.school, reason=report.words, after=after)
    page_reported(report)
    link = reverse("filter-report", args=[report.school.code, report.pk])
    answering = able(report.school, Permission.ANSWER_REPORTS)
    tell(answering, _("A page was reported as unsuitable"), "page_reported", school=report.school, link=link)
    answers_changed()


def _why_held(report: PageReport, site: Site) -> str:
    """Why a report does not block by itself; "" where it does."""
    school, held = report.school, PageReport.Held
    if site.fault:
        return held.UNREADABLE
    if current(school.federation) is None:
        return held.NO_POLICY
    if must_stay_open(site.host, never_blocked_here(school)) or stays_open_by_list(settings.HOME, site):
        return held.MUST_STAY_OPEN
    if is_opened_by_rule(school.federation, site, report.at):
        return held.OPENED_BY_RULE
    blocked = reported_today(school, report.user, report.device, report.at)
    return held.TOO_MANY if blocked >= value_of(school, REPORTS_A_DAY) else ""


def _block(report: PageReport, site: Site) -> None:
    """One rule at the school: nobody who is not known, and no class before a whiteboard, is left out."""
    try:
        with transaction.atomic():
            reason = _("Reported as unsuitable; to be looked at")
            report.change = block_at_once(by=BLOCKING, place=report.school, addresses=[site.address], reason=reason)
    except ValidationError:
        report.held = PageReport.Held.REFUSED
    else:
        report.state = PageReport.State.BLOCKED


def read_report(*, by: By, report: PageReport) -> None:
    """Note who of those who answer read a report first. Raises NotAllowedError."""
    by = by.may(Permission.ANSWER_REPORTS, report.school)
    if report.opened_at is None:
        with transaction.atomic():
            report.opened_at = timezone.now()
            report.save(update_fields=["opened_at"])
            by.did(events.REPORT_READ, to=report, at=report.school)


def keep_blocked(*, by: By, report: PageReport, words: str) -> None:
    """The page stays blocked, or is blocked now; its block becomes an ordinary rule of the school.

    Raises ValidationError, NotAllowedError.
    """
    by = by.may(Permission.ANSWER_REPORTS, report.school)
    with transaction.atomic():
        _check_waits(report, words)
        if report.change is None:
            reason = _("Reported as unsuitable: %(words)s") % {"words": words.strip()}
            report.change = block_at_once(by=by, place=report.school, addresses=[report.address], reason=reason)
        elif report.change.state == Change.State.APPLIED and report.change.reviewed_at is None:
            review(by=by, change=report.change, words=words)
        _answer(by, report, PageReport.State.KEPT, words)
        by.did(events.KEPT_BLOCKED, to=report, at=report.school, reason=report.answer_words)


def leave_open(*, by: By, report: PageReport, words: str) -> None:
    """The page is all right: where the report blocked it, that is taken back, which a filter manager alone can do.

    Raises ValidationError, NotAllowedError.
    """
    by = by.may(Permission.ANSWER_REPORTS, report.school)
    with transaction.atomic():
        _check_waits(report, words)
        if report.change is not None and report.change.state == Change.State.APPLIED:
            _take_back(by, report.change, words)
        _answer(by, report, PageReport.State.OPEN, words)
        by.did(events.LEFT_OPEN, to=report, at=report.school, reason=report.answer_words)


def _take_back(by: By, change: Change, words: str) -> None:
    try:
        undo(by=by, change=change, reason=words)
    except NotAllowedError:
        managers = ManagerRight.objects.on(timezone.localdate()).filter(federation=change.federation)
        names = ", ".join(sorted({right.user.name for right in managers.select_related("user")}))
        raise ValidationError(
            _("Only a filter manager can take the block back: %(names)s.") % {"names": names or _("there is none now")}
        ) from None


def _check_waits(report: PageReport, words: str) -> None:
    PageReport.objects.select_for_update().get(pk=report.pk)
    report.refresh_from_db(fields=["answered_at", "state"])
    if report.answered_at is not None:
        raise ValidationError(_("Somebody has answered this report meanwhile."))
    if not words.strip():
        raise ValidationError({"words": _("Say why, in a few words.")})


def _answer(by: By, report: PageReport, state: PageReport.State, words: str) -> None:
    report.state, report.answered_by, report.answered_at = state, by.user, timezone.now()
    report.answer_words = words.strip()[:1000]
    report.save(update_fields=["state", "answered_by", "answered_at", "answer_words", "change"])
    answers_changed()


def may_be_illegal(*, by: By, report: PageReport, illegal: bool) -> None:
    """Say whether it may be against the law, so that the page says whom to call. Raises NotAllowedError."""
    by = by.may(Permission.ANSWER_REPORTS, report.school)
    with transaction.atomic():
        before, report.illegal = report.illegal, illegal
        report.save(update_fields=["illegal"])
        was, became = {"illegal": before}, {"illegal": illegal}
        by.did(events.MAY_BE_ILLEGAL, to=report, at=report.school, before=was, after=became)


def raise_report(*, by: By, report: PageReport, step: str, ticket: str = "", words: str = "") -> StepTaken:
    """Tick that a report was raised elsewhere, with the number that it has there. Raises NotAllowedError."""
    by = by.may(Permission.ANSWER_REPORTS, report.school)
    with transaction.atomic():
        taken: StepTaken = StepTaken.objects.create(
            report=report, step=StepTaken.Step(step), at=timezone.now(), by=by.user, ticket=ticket.strip()[:80],
            words=words.strip()[:400],
        )  # fmt: skip
        after = {"step": step, "ticket": taken.ticket}
        by.did(events.RAISED, to=report, at=report.school, reason=taken.words, after=after)
    return taken
