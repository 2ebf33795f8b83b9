"""Passing a concern on: what goes onto the sheet, that it was made, that it arrived, what came of it, or why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.actions.writing import check_may_work, write
from belisha.console.concerns.models import Answer, Entry, Referral
from belisha.console.concerns.referrals import audit_events
from belisha.console.concerns.referrals.rules.agencies import agency_of
from belisha.console.concerns.referrals.rules.procedures import due, procedure_of
from belisha.console.concerns.working.actions.keeping import acted, taken_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from belisha.console.access.acting import By
    from belisha.console.audit.events import EventKind
    from belisha.console.concerns.models import Concern

__all__ = [
    "chased",
    "choose",
    "confirmed",
    "decided_against",
    "ended",
    "made",
    "move_referrals",
    "move_referrals_back",
    "onto_sheet",
]

SHORTEST = 3  # letters of a name that is looked for in what goes out without names


def choose(
    *, by: By, referral: Referral, subjects: Sequence[int] = (), entries: Sequence[int] = (), summary: str = ""
) -> None:
    """Say what goes onto the sheet: people, entries, words of one's own. Raises NotAllowedError, ValidationError.

    What goes out without names takes a summary alone, in which no name of the concern stands.
    """
    agency = agency_of(referral.agency)
    with transaction.atomic():
        by, held = taken_up(by, referral.concern)
        if agency.nameless:
            subjects, entries = (), ()
            _check_nameless(held, summary)
        known = {"subjects": set(held.subjects.values_list("pk", flat=True)), "entries": set(_pks(held))}
        includes: dict[str, Any] = {
            "subjects": [pk for pk in subjects if pk in known["subjects"]],
            "entries": [pk for pk in entries if pk in known["entries"]],
        }
        if summary.strip():
            entry = _write(by, held, referral, "summary", summary.strip())
            includes["summary"] = entry.pk
        referral.includes = includes
        referral.save(update_fields=["includes"])
        by.did(audit_events.CHOSEN, to=held, at=held, after={"referral": referral.key, **includes})


def _pks(concern: Concern) -> Iterable[int]:
    return concern.entries.filter(erased_at=None).values_list("pk", flat=True)


def _check_nameless(concern: Concern, summary: str) -> None:
    """Raises ValidationError where nothing is said, or somebody of the concern is named."""
    if not summary.strip():
        raise ValidationError({"summary": _("Write a summary without names.")})
    names = [str(subject) for subject in concern.subjects.select_related("person")] + [concern.reporter]
    parts = {part.casefold() for name in names for part in re.findall(r"\w+", name) if len(part) >= SHORTEST}
    found = sorted(parts & {word.casefold() for word in re.findall(r"\w+", summary)})
    if found:
        message = _("This goes out without names. Leave out: %(names)s") % {"names": ", ".join(found)}
        raise ValidationError({"summary": message})


def made(
    *,
    by: By,
    referral: Referral,
    how: str,
    at: datetime,
    spoke_to: str = "",
    reference: str = "",
    words: str = "",
    agency: str = "",
) -> None:
    """Put down that a referral was made, by whom and how; nothing is sent by this. Raises as `answer`.

    `agency`: which of several bodies that will do was told.
    """
    agency = agency or referral.agency
    if agency not in {referral.agency, *referral.instead.split(",")}:
        raise ValidationError({"agency": _("Choose one of these.")})
    if at > timezone.now():
        raise ValidationError({"at": _("That is in the future.")})
    if not spoke_to.strip() and not reference.strip():
        raise ValidationError({"spoke_to": _("Say whom you spoke to, or give their number.")})
    if agency_of(agency).nameless and "summary" not in referral.includes:
        raise ValidationError(_("Write the summary without names first: that alone is passed on."))
    details = {"how": how, "spoke_to": spoke_to.strip(), "reference": reference.strip(), "at": at.isoformat()}
    with transaction.atomic():
        by, held = taken_up(by, referral.concern)
        _check(referral, Referral.State.TO_SEND)
        _write(by, held, referral, "made", words.strip(), details | {"agency": agency}, about=at)
        referral.agency, referral.state = agency, Referral.State.SENT
        referral.sent_at, referral.sent_by, referral.sent_how = at, by.user, how
        referral.reference = reference.strip()
        referral.chase_on = _chase(agency)
        referral.save()
        _did(by, held, referral, audit_events.MADE, how=how, agency=agency)
        acted(held)


def _chase(agency: str) -> date:
    wanted = due(f"{agency_of(agency).chase}w", timezone.now(), timezone.get_default_timezone())
    return timezone.localtime(wanted).date()


def confirmed(*, by: By, referral: Referral, reference: str, words: str = "") -> None:
    """They have it, under this number of theirs. Raises NotAllowedError, ValidationError."""
    if not reference.strip() and agency_of(referral.agency).reference:
        raise ValidationError({"reference": _("Enter the number that they gave.")})
    with transaction.atomic():
        by, held = taken_up(by, referral.concern)
        _check(referral, Referral.State.SENT, Referral.State.RECEIVED)
        _write(by, held, referral, "confirmed", words.strip(), {"reference": reference.strip()})
        referral.state, referral.received_at = Referral.State.RECEIVED, timezone.now()
        referral.reference = reference.strip() or referral.reference
        referral.save(update_fields=["state", "received_at", "reference"])
        _did(by, held, referral, audit_events.CONFIRMED)


def chased(*, by: By, referral: Referral, words: str, again_on: date | None = None) -> None:
    """They were asked what has become of it. Raises NotAllowedError, ValidationError."""
    if not words.strip():
        raise ValidationError({"words": _("Say whom you asked, and what they said.")})
    if again_on and again_on <= timezone.localdate():
        raise ValidationError({"again_on": _("Choose a day to come.")})
    with transaction.atomic():
        by, held = taken_up(by, referral.concern)
        _check(referral, Referral.State.SENT, Referral.State.RECEIVED)
        _write(by, held, referral, "chased", words.strip())
        referral.chase_on = again_on or _chase(referral.agency)
        referral.save(update_fields=["chase_on"])
        _did(by, held, referral, audit_events.CHASED)


def ended(*, by: By, referral: Referral, outcome: str, words: str, spoke_to: str = "") -> None:
    """They have said what comes of it: who, and what they advised. Raises NotAllowedError, ValidationError."""
    if not words.strip():
        raise ValidationError({"words": _("Write down what they said or advised.")})
    if not spoke_to.strip() and agency_of(referral.agency).advice:
        raise ValidationError({"spoke_to": _("Write down who advised it.")})
    with transaction.atomic():
        by, held = taken_up(by, referral.concern)
        _check(referral, Referral.State.SENT, Referral.State.RECEIVED)
        _write(by, held, referral, "ended", words.strip(), {"outcome": outcome, "spoke_to": spoke_to.strip()})
        referral.state, referral.outcome = Referral.State.ENDED, outcome
        referral.ended_at = timezone.now()
        referral.received_at = referral.received_at or referral.ended_at
        referral.chase_on = None
        referral.save(update_fields=["state", "outcome", "ended_at", "received_at", "chase_on"])
        _did(by, held, referral, audit_events.ENDED, outcome=outcome)


def decided_against(*, by: By, referral: Referral, reason: str) -> None:
    """Not to pass it on, and why; where a procedure demands it that cannot be. Raises as `made`."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if not referral.spare:
        raise ValidationError(_("This must be made: the procedure leaves no choice."))
    with transaction.atomic():
        by, held = taken_up(by, referral.concern)
        _check(referral, Referral.State.TO_SEND)
        _check_another(held, referral)
        _write(by, held, referral, "not-made", reason.strip())
        referral.state = Referral.State.NOT_MADE
        referral.save(update_fields=["state"])
        _did(by, held, referral, audit_events.NOT_MADE)
        acted(held)


def _check_another(concern: Concern, referral: Referral) -> None:
    """Where a yes asks for at least one of several, the last one stays. Raises ValidationError."""
    choose = procedure_of(referral.procedure).choose if referral.procedure else ()
    if referral.agency not in choose:
        return
    others = concern.referrals.filter(procedure=referral.procedure, agency__in=choose).exclude(pk=referral.pk)
    if not others.exclude(state=Referral.State.NOT_MADE).exists():
        raise ValidationError(_("At least one of those who may be told must be. Begin another first, or answer no."))


def onto_sheet(*, by: By, referral: Referral) -> By:
    """Put on record that somebody had the sheet made. Raises NotAllowedError."""
    by = check_may_work(by, referral.concern)
    with transaction.atomic():
        _did(by, referral.concern, referral, audit_events.SHEET)
    return by


def _check(referral: Referral, *states: str) -> None:
    """The referral is still where it was when the page was shown. Raises ValidationError."""
    if Referral.objects.select_for_update().get(pk=referral.pk).state not in states:
        raise ValidationError(_("Somebody else was quicker: look at the referral again."))


def _write(
    by: By,
    concern: Concern,
    referral: Referral,
    event: str,
    words: str,
    details: dict[str, Any] | None = None,
    about: datetime | None = None,
) -> Entry:
    told = {"referral": referral.key, "agency": referral.agency, "event": event} | (details or {})
    return write(by, concern, Entry.Kind.REFERRAL, words, details=told, about=about)


def _did(by: By, concern: Concern, referral: Referral, event: EventKind, **after: object) -> None:
    by.did(event, to=concern, at=concern, after={"referral": referral.key, **after})


def move_referrals(by: By, source: Concern, target: Concern) -> dict[str, list[int]]:
    """Referrals and answers go on in the concern that another was put into, in the transaction of the merging."""
    del by
    referrals = list(Referral.objects.filter(concern=source).order_by("pk").values_list("pk", flat=True))
    answers = list(Answer.objects.filter(concern=source).order_by("pk").values_list("pk", flat=True))
    Referral.objects.filter(pk__in=referrals).update(concern=target)
    Answer.objects.filter(pk__in=answers).update(concern=target)
    return {"referrals": referrals, "answers": answers}


def move_referrals_back(by: By, source: Concern, target: Concern, moved: Mapping[str, Sequence[int]]) -> None:
    """They go on where they began, as far as they are by now."""
    del by
    Referral.objects.filter(pk__in=moved.get("referrals", ()), concern=target).update(concern=source)
    Answer.objects.filter(pk__in=moved.get("answers", ()), concern=target).update(concern=source)
