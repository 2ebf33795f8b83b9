"""Answering an ask: a teacher passes it on or says no, filter managers say no or begin a change that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError, has_permission
from belisha.console.access.calendars.clocks import lesson_minutes
from belisha.console.access.permissions import Permission
from belisha.console.filtering.asks import audit_events as events
from belisha.console.filtering.asks.actions.asking import join, tell_answerers
from belisha.console.filtering.asks.answers import answers_changed
from belisha.console.filtering.asks.queries.asks import due_at, is_for, times_of
from belisha.console.filtering.asks.rules.sites import read_site
from belisha.console.filtering.asks.rules.states import KIND_SENTENCES, Step, StepError, check_step
from belisha.console.filtering.changes.actions import put
from belisha.console.filtering.models import Ask, Change
from belisha.engine.policy.edits import AddRule, Holder, HolderKind
from belisha.engine.policy.model import SiteRule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.filtering.asks.queries.people import Audience

__all__ = ["begin_change", "decline", "end_with", "hand_on", "may_answer", "see_answers", "set_clocks"]

SYSTEM = By(None, system="changes of the filter")


def may_answer(by: By, ask: Ask) -> By:
    """Themselves, where they are the teacher whom an ask waits for, or a filter manager. Raises NotAllowedError."""
    if by.user and not has_permission(by.user, Permission.ANSWER_ASKS, ask.school) and is_for(by.user, ask):
        if ask.state != Ask.State.TEACHER:
            raise NotAllowedError(_("It is with the filter managers now."))
        return by.may(Permission.ASK_FOR_PAGES, ask.school)
    return by.may(Permission.ANSWER_ASKS, ask.school)


def hand_on(*, by: By, ask: Ask, address: str, words: str, audience: Audience, until: datetime | None) -> Ask:
    """A teacher passes a pupil's ask on to the filter managers, with their own reason. Returns the ask that it is now.

    Raises ValidationError by field, NotAllowedError.
    """
    with transaction.atomic():
        ask = _held(ask)
        by, state, now, site = may_answer(by, ask), _step(ask, Step.HAND_ON), timezone.now(), read_site(address)
        faults = {
            "address": _("This is not the address of a page.") if site.fault else "",
            "words": "" if words.strip() else _("Say what your class needs it for."),
            "until": _("Choose a day that is still to come.") if until and until <= now else "",
        }
        _refuse(faults)
        ask.address, ask.host, ask.readable = site.address, site.host.removeprefix("www."), True
        ask = join(ask, audience)
        # what it is joined to may be further on already
        ask.state = state if ask.state == Ask.State.TEACHER else ask.state
        ask.passed_by, ask.passed_at, ask.pass_words = by.user, now, words.strip()[:1000]
        ask.until = max(filter(None, (ask.until, until)), default=None)
        ask.save()
        by.did(events.HANDED_ON, to=ask, at=ask.school, reason=ask.pass_words, after={"for": audience.name})
        tell_answerers(ask)
        answers_changed()
    return ask


def decline(*, by: By, ask: Ask, code: str, words: str) -> Ask:
    """Answer no: with a kind sentence for pupils, and a reason for staff. Raises ValidationError, NotAllowedError."""
    with transaction.atomic():
        ask = _held(ask)
        by, state = may_answer(by, ask), _step(ask, Step.DECLINE)
        _refuse(
            {
                "code": "" if code in KIND_SENTENCES else _("Choose a sentence."),
                "words": "" if words.strip() else _("Say why, in a few words."),
            }
        )
        _answer(ask, state, by)
        ask.answer_code, ask.answer_words = code, words.strip()[:1000]
        ask.save()
        by.did(events.DECLINED, to=ask, at=ask.school, reason=ask.answer_words, after={"sentence": code})
        answers_changed()
    return ask


def begin_change(*, by: By, ask: Ask, address: str, audience: Audience, until: datetime | None, reason: str) -> Change:
    """Put a rule that opens the site into one's draft of a change; its end answers the ask.

    Raises ValidationError by field, NotAllowedError.
    """
    with transaction.atomic():
        ask = _held(ask)
        by, state, site = by.may(Permission.ANSWER_ASKS, ask.school), _step(ask, Step.CHANGE), read_site(address)
        _refuse(
            {
                "address": _("This is not the address of a page.") if site.fault else "",
                "until": "" if until and until > timezone.now() else _("Choose a day that is still to come."),
                "reason": "" if reason.strip() else _("Say why."),
            }
        )
        owner = ask.passed_by or by.user
        edit = AddRule(
            holder=Holder(
                kind=HolderKind(audience.kind), school=ask.school.code, id=audience.id
            ),
            rule=SiteRule(
                id=f"ask-{ask.pk}", address=site.address, verdict="allow", reason=reason.strip()[:400],
                owner=owner.name if owner else "", until=until,
            ),
        )  # fmt: skip
        title = _("Open %(site)s for %(whom)s") % {"site": site.host, "whom": audience.name}
        ask.change = put(by=by, place=ask.school, edits=[edit], title=title[:120], reason=reason.strip())
        ask.state, ask.until = state, until
        ask.save(update_fields=["change", "state", "until"])
        by.did(events.TAKEN_UP, to=ask, at=ask.school, reason=reason.strip(), after={"change": ask.change.pk})
        answers_changed()
    return ask.change


def end_with(change: Change) -> None:
    """A change was applied, withdrawn or undone: answer the asks that it was for."""
    asks = Ask.objects.filter(change=change).select_related("school__federation")
    for ask in asks.select_for_update(of=("self",)).order_by("pk"):
        step = _step_of(change, ask)
        if step is None:
            continue
        try:
            state = check_step(ask.state, step)
        except StepError:
            continue  # somebody has answered it meanwhile
        if step is Step.LEFT_OUT:
            ask.change, ask.state = None, state
        elif step is Step.UNDONE:
            ask.state = state
        else:
            _answer(ask, state, SYSTEM)
            ask.answered_by = change.applied_by
            ask.answer_code = "" if step is Step.APPLIED else "unsafe"
        ask.save()
        SYSTEM.did(events.ENDED, to=ask, at=ask.school, after={"change": change.pk, "state": state})
        answers_changed()


def _step_of(change: Change, ask: Ask) -> Step | None:
    if change.state == Change.State.WITHDRAWN:
        return Step.WITHDRAWN
    if change.state == Change.State.UNDONE:
        return Step.UNDONE
    if change.state != Change.State.APPLIED:
        return None
    opened = any(isinstance(edit, AddRule) and edit.rule.id == f"ask-{ask.pk}" for edit in change.what)
    return Step.APPLIED if opened else Step.LEFT_OUT


def see_answers(*, by: By, now: datetime) -> None:
    """Note that somebody has seen the answers to what they asked for and reported. Their own act; nothing to record."""
    if by.user is None:
        return
    by.user.asks.filter(ask__answered_at__isnull=False, seen_at__isnull=True).update(seen_at=now)
    by.user.page_reports.filter(answered_at__isnull=False, seen_at__isnull=True).update(seen_at=now)


def set_clocks(schools: Iterable[School]) -> int:
    """Work out anew when what waits is late, for a calendar may have changed; how many have another time now."""
    changed = 0
    for school in schools:
        for ask in Ask.objects.for_school(school).waiting().order_by("pk"):
            wanted = due_at(school, ask.asked_at)
            if wanted != ask.due_at:
                with transaction.atomic():
                    SYSTEM.did(events.CLOCK_SET, to=ask, at=school, after={"due": wanted.isoformat()})
                    ask.due_at = wanted
                    ask.save(update_fields=["due_at"])
                changed += 1
    return changed


def _held(ask: Ask) -> Ask:
    """The ask as it is now, held until the transaction ends."""
    held: Ask = (
        Ask.objects.select_for_update(of=("self",)).select_related("school__federation", "in_class").get(pk=ask.pk)
    )
    return held


def _step(ask: Ask, step: Step) -> Ask.State:
    try:
        return Ask.State(check_step(ask.state, step))
    except StepError as error:
        raise ValidationError(str(error)) from error


def _answer(ask: Ask, state: str, by: By) -> None:
    now = timezone.now()
    ask.state, ask.answered_at, ask.answered_by = state, now, by.user
    ask.minutes = lesson_minutes(times_of(ask.school), ask.asked_at, now)


def _refuse(faults: dict[str, str]) -> None:
    if found := {name: text for name, text in faults.items() if text}:
        raise ValidationError(found)
