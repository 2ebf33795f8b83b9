"""Drafting a change: edits go in and out, it is handed in, taken back, withdrawn, made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Federation, School
from belisha.console.access.permissions import Permission
from belisha.console.filtering.changes import audit_events as events
from belisha.console.filtering.changes.actions.taking import (
    as_role,
    check_fit,
    federation_of,
    hold,
    policy_under,
    take_step,
)
from belisha.console.filtering.changes.hooks import change_ended
from belisha.console.filtering.changes.impact.jobs import ask_impact
from belisha.console.filtering.changes.queries.steps import human
from belisha.console.filtering.changes.rules.edits import MOST_EDITS, joined, without
from belisha.console.filtering.changes.rules.steps import Step
from belisha.console.filtering.models import Change
from belisha.engine.policy.edits import EditError, apply, dump_edits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.acting import By
    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

__all__ = ["drop", "make_anew", "put", "rework", "submit", "withdraw"]

TITLE: int = Change._meta.get_field("title").max_length or 0
REASON: int = Change._meta.get_field("reason").max_length or 0


def put(
    *,
    by: By,
    place: School | Federation,
    edits: Iterable[Edit],
    change: Change | None = None,
    title: str = "",
    reason: str = "",
) -> Change:
    """Put edits into a draft: the one given, else the person's newest open one of that place, else a new one.

    Raises ValidationError where they do not fit the policy or the draft is closed; NotAllowedError.
    """
    by = as_role(by, [Permission.DRAFT_FILTER_CHANGES], place)
    with transaction.atomic():
        Federation.objects.select_for_update().get(pk=federation_of(place).pk)
        draft = _draft(by, place, change)
        all_of_it = joined(draft.what, edits)
        if len(all_of_it) > MOST_EDITS:
            raise ValidationError(
                _("A change can do %(most)s things at most: apply this one first.") % {"most": MOST_EDITS}
            )
        check_fit(place, all_of_it)
        draft.edits = dump_edits(all_of_it)
        draft.title = (draft.title or title.strip())[:TITLE]
        draft.reason = (draft.reason or reason.strip())[:REASON]
        draft.save()
    return draft


def _draft(by: By, place: School | Federation, change: Change | None) -> Change:
    if change is None:
        drafts = Change.objects.at(place).filter(made_by=human(by), state=Change.State.DRAFT)
        found: Change | None = drafts.order_by("-made_at", "-pk").first()
        return found or Change(
            federation=federation_of(place),
            school=place if isinstance(place, School) else None,
            made_by=human(by),
            made_at=timezone.now(),
        )
    held = hold(change)
    if held.place != place:
        message = "a change is put into at the place that it is for"
        raise ValueError(message)
    _check_own_draft(by, held)
    return held


def _check_own_draft(by: By, change: Change) -> None:
    if change.state != Change.State.DRAFT:
        raise ValidationError(
            _("“%(title)s” has been handed in: whoever drafted it takes it back before it can be changed.")
            % {"title": change.title}
        )
    if by.user is not None and change.made_by_id not in {None, (human(by) or by.user).pk}:
        raise NotAllowedError(_("Only whoever drafted a change can write it."))


def drop(*, by: By, change: Change, index: int) -> Change:
    """Take one edit out of a draft, by its place from 0. A draft that is empty then stays. Raises ValidationError."""
    by = as_role(by, [Permission.DRAFT_FILTER_CHANGES], change.place)
    with transaction.atomic():
        change = hold(change)
        _check_own_draft(by, change)
        if not 0 <= index < len(change.what):
            raise ValidationError(_("It is not in the draft any more."))
        change.edits = dump_edits(without(change.what, index))
        change.save(update_fields=["edits"])
    return change


def submit(*, by: By, change: Change, title: str, reason: str) -> Change:
    """Hand a draft in: from then on its edits stand. Raises ValidationError by field; NotAllowedError."""
    with transaction.atomic():
        change = hold(change)
        by = take_step(by, change, Step.SUBMIT)
        title, reason = title.strip(), reason.strip()
        faults = {
            "title": _("Give it a title.") if not title else "",
            "reason": _("Say why: those who assess it need to know.") if not reason else "",
        }
        if any(faults.values()):
            raise ValidationError({name: text for name, text in faults.items() if text})
        if not change.what:
            raise ValidationError(_("There is nothing in it yet."))
        check_fit(change.place, change.what)
        change.title, change.reason = title[:TITLE], reason[:REASON]
        change.state, change.submitted_at = Change.State.ASSESSING, timezone.now()
        change.save(update_fields=["title", "reason", "state", "submitted_at"])
        by.did(events.SUBMITTED, to=change, at=change.place, reason=change.reason, after={"edits": len(change.what)})
        ask_impact(by=by, change=change, at=change.school)  # for those who are to judge it
    return change


def rework(*, by: By, change: Change, reason: str = "") -> Change:
    """Take a change back to a draft. Halves of its risk form count again only if the edits end up the same."""
    with transaction.atomic():
        change = hold(change)
        by = take_step(by, change, Step.REWORK)
        _forget_consent(change)
        change.state, change.submitted_at, change.score = Change.State.DRAFT, None, None
        change.save()
        by.did(events.REWORKED, to=change, at=change.place, reason=reason)
    return change


def _forget_consent(change: Change) -> None:
    change.consent_by = change.consent_at = None
    change.consent_words = ""


def withdraw(*, by: By, change: Change, reason: str) -> Change:
    """Give a change up before it is applied; how a leader refuses. Raises ValidationError, NotAllowedError."""
    with transaction.atomic():
        change = hold(change)
        by = take_step(by, change, Step.WITHDRAW)
        if not reason.strip() and change.state != Change.State.DRAFT:
            raise ValidationError({"reason": _("Say why it is withdrawn.")})
        before = {"state": change.state}
        change.state, change.closed_at = Change.State.WITHDRAWN, timezone.now()
        change.save(update_fields=["state", "closed_at"])
        by.did(
            events.WITHDRAWN,
            to=change,
            at=change.place,
            reason=reason.strip(),
            before=before,
            after={"state": change.state},
        )
        change_ended(change)
    return change


def make_anew(*, by: By, change: Change) -> Change:
    """Begin a new draft with what still fits of a change that was undone, withdrawn, or does not fit any more.

    Raises ValidationError where nothing of it fits; NotAllowedError.
    """
    by = as_role(by, [Permission.DRAFT_FILTER_CHANGES], change.place)
    with transaction.atomic():
        fitting = _fitting(policy_under(change.federation, change.what), change.what)
        if not fitting:
            raise ValidationError(_("Nothing of it fits the policy of today: there is nothing to make anew."))
        check_fit(change.place, fitting)
        return _begun(by, change, fitting)


def _fitting(policy: Policy, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Those of some edits that still fit a policy, and would do something there."""
    found = []
    for edit in edits:
        try:
            after = apply(policy, [edit])
        except EditError:
            continue
        if after != policy:
            found.append(edit)
            policy = after
    return tuple(found)


def _begun(by: By, change: Change, edits: tuple[Edit, ...]) -> Change:
    begun: Change = Change.objects.create(
        federation=change.federation,
        school=change.school,
        title=change.title,
        reason=change.reason,
        edits=dump_edits(edits),
        made_by=human(by),
        made_at=timezone.now(),
    )
    return begun
