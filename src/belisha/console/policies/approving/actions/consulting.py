"""Consultations: opened, answered, closed; why a group said nothing; what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.policies.approving import audit_events
from belisha.console.policies.approving.queries.rounds import (
    audience_of,
    may_take_hands,
    silent_audiences,
    team_of,
)
from belisha.console.policies.approving.rules import ANSWERS, CONSULTED, new_token, questions
from belisha.console.policies.models import Outcome, Response, Round, Silence, Version
from belisha.console.policies.writing.actions import may_write, place_of, step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.people.models import Group

__all__ = ["close", "give_reason", "note_outcome", "open_round", "respond", "respond_by_link", "respond_class"]

LONGEST: Final = 4000
MOST_HANDS: Final = 60  # of a class
HOUR: Final = 3600
MOST_AN_HOUR: Final = 40  # answers by link from one address: a school's own Wi-Fi at a parents' evening
SALT: Final = "policies.consultation"


def open_round(*, by: By, version: Version, closes: date, asks: str = "") -> Round:
    """Ask staff, pupils and parents about a draft, until the end of a day. Raises ValidationError."""
    by = may_write(by, version.policy)
    if closes <= timezone.localdate():
        raise ValidationError({"closes": _("Choose a day that is still to come: people need time to answer.")})
    with transaction.atomic():
        row = Version.objects.select_for_update().get(pk=version.pk)
        step(row, "consult")
        row.save(update_fields=["state"])
        number = (row.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
        made = Round.objects.create(
            version=row,
            number=number,
            token=new_token(),
            asks=asks.strip(),
            opened_by=by.user,
            opened_at=timezone.now(),
            closes=closes,
        )
        by.did(audit_events.ROUND_OPENED, to=made, at=place_of(row.policy), after={"closes": closes.isoformat()})
    return made


def respond(*, by: By, round_: Round, school: School, answers: Mapping[str, str], words: str) -> Response:
    """Answer for oneself, or change one's answer while the round is open. Raises NotAllowedError, ValidationError."""
    if by.user is None or by.behind is not None or not (audience := audience_of(by.user)):
        raise NotAllowedError(_("This consultation is for staff, pupils and parents themselves."))
    given = _checked(audience, answers, words)
    with transaction.atomic():
        _locked_open(round_)
        made, _new = Response.objects.update_or_create(
            round=round_,
            by=by.user,
            school=school,
            defaults={
                "audience": audience,
                "answers": given,
                "words": words.strip(),
                "team": team_of(by.user, school) if audience == "staff" else "",
                "at": timezone.now(),
            },
        )
        # that they answered, not what: nobody answers freely where it stands in the record
        by.did(audit_events.RESPONDED, to=round_, at=school, after={"audience": audience})
    return made


def respond_by_link(
    *, round_: Round, school: School, answers: Mapping[str, str], words: str, address: str, mark: str
) -> None:
    """Answer as a parent with the link. The same page sent twice is one answer; no address is kept.

    Raises ValidationError, also after too many from one place within an hour.
    """
    given = _checked("parents", answers, words)
    sent = f"policy-answer:{salted_hmac(SALT, f'{round_.pk}:{mark}').hexdigest()}"
    if not cache.add(sent, 1, 24 * HOUR):
        return
    try:
        _count(round_, address)
        _keep_answer(round_, school, given, words)
    except ValidationError:
        cache.delete(sent)  # it was not kept: the same page can be sent again
        raise


def _keep_answer(round_: Round, school: School, given: Mapping[str, str], words: str) -> None:
    with transaction.atomic():
        _locked_open(round_)
        Response.objects.create(
            round=round_, school=school, audience="parents", answers=given, words=words.strip(), at=timezone.now()
        )
        somebody = By(None, system=_("a parent with the link"))
        somebody.did(audit_events.RESPONDED, to=round_, at=school, after={"audience": "parents"})


def _count(round_: Round, address: str) -> None:
    """How many came from one place in this hour; the place is kept as a mark that says nothing, for that hour."""
    hour = int(timezone.now().timestamp()) // HOUR
    key = f"policy-answers:{salted_hmac(SALT, f'{round_.pk}:{hour}:{address}').hexdigest()}"
    number = int(cache.get(key, 0)) + 1
    if number > MOST_AN_HOUR:
        raise ValidationError(_("Very many answers came from here in this hour. Please send yours in an hour."))
    cache.set(key, number, HOUR)


def respond_class(
    *, by: By, round_: Round, school: School, group: Group, hands: Mapping[str, Mapping[str, int]], words: str
) -> Response:
    """Count the hands of a class; counted again it takes the place of the first. Raises NotAllowedError."""
    by = by.may(Permission.TAKE_SIGNATURES, school)
    writes = by.user is None or _writes(by, school)
    if by.user is not None and not may_take_hands(by.user, group, writes=writes):
        raise NotAllowedError(_("A class is counted by its own teachers."))
    counts = _counted(hands)
    with transaction.atomic():
        _locked_open(round_)
        made, _new = Response.objects.update_or_create(
            round=round_,
            klass=group,
            defaults={
                "school": school,
                "audience": "pupils",
                "answers": counts,
                "hands": max(sum(each.values()) for each in counts.values()),
                "words": words.strip()[:LONGEST],
                "at": timezone.now(),
            },
        )
        by.did(audit_events.RESPONDED, to=round_, at=school, after={"audience": "pupils", "class": group.code})
    return made


def _writes(by: By, school: School) -> bool:
    try:
        by.may(Permission.WRITE_POLICIES, school)
    except NotAllowedError:
        return False
    return True


def _counted(hands: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Hands by question and answer. Raises ValidationError where none was raised, or more than a class has."""
    known = {one.id for one in questions("pupils")}
    counts = {
        name: {word: int(given.get(word, 0) or 0) for word in ANSWERS} for name, given in hands.items() if name in known
    }
    totals = [sum(each.values()) for each in counts.values()]
    if not any(totals):
        raise ValidationError(_("Count at least one question: how many hands for yes, not sure and no."))
    if max(totals) > MOST_HANDS or any(number < 0 for each in counts.values() for number in each.values()):
        raise ValidationError(_("A question has more hands than a class has children. Look at the numbers again."))
    return counts


def _checked(audience: str, answers: Mapping[str, str], words: str) -> dict[str, str]:
    """The answers to questions that were asked. Raises ValidationError where nothing was said at all."""
    known = {one.id for one in questions(audience)}
    given = {name: answer for name, answer in answers.items() if name in known and answer in ANSWERS}
    if not given and not words.strip():
        raise ValidationError(_("Answer at least one question, or write something."))
    if len(words) > LONGEST:
        raise ValidationError({"words": _("This is too long. Keep it to a page.")})
    return given


def _locked_open(round_: Round) -> Round:
    row = Round.objects.select_for_update().get(pk=round_.pk)
    if row.closed_at is not None or row.closes < timezone.localdate():
        raise ValidationError(_("This consultation has closed."))
    return row


def give_reason(*, by: By, round_: Round, audience: str, reason: str) -> None:
    """Note why a group did not answer. Raises ValidationError."""
    by = may_write(by, round_.version.policy)
    if audience not in CONSULTED or not reason.strip():
        raise ValidationError({"reason": _("Say why nobody of this group answered.")})
    with transaction.atomic():
        if round_.responses.filter(audience=audience).exists():
            raise ValidationError(_("This group has answered: no reason is needed."))
        Silence.objects.update_or_create(
            round=round_,
            audience=audience,
            defaults={"reason": reason.strip(), "by": by.user, "at": timezone.now()},
        )
        by.did(
            audit_events.SILENCE,
            to=round_,
            at=place_of(round_.version.policy),
            reason=reason.strip(),
            after={"audience": audience},
        )


def close(*, by: By, round_: Round) -> None:
    """Close a consultation: each group has answered, or a reason is on record why not. Raises ValidationError."""
    by = may_write(by, round_.version.policy)
    with transaction.atomic():
        row = Round.objects.select_for_update().get(pk=round_.pk)
        if row.closed_at is not None:
            raise ValidationError(_("This consultation has closed already."))
        if silent := silent_audiences(row):
            groups = ", ".join(str(CONSULTED[each]) for each in silent)
            raise ValidationError(
                _("Nobody has answered for: %(groups)s. Ask again, or say why they did not answer.")
                % {"groups": groups}
            )
        version = Version.objects.select_for_update().get(pk=row.version_id)
        step(version, "close-round")
        version.save(update_fields=["state"])
        row.closed_at, row.closed_by = timezone.now(), by.user
        row.save(update_fields=["closed_at", "closed_by"])
        by.did(audit_events.ROUND_CLOSED, to=row, at=place_of(round_.version.policy))


def note_outcome(*, by: By, round_: Round, audience: str, said: str, did: str) -> None:
    """You said, we did: everybody who was asked reads it. Raises ValidationError."""
    by = may_write(by, round_.version.policy)
    if audience not in CONSULTED:
        raise ValidationError({"audience": _("Choose whose answer it was.")})
    if not said.strip() or not did.strip():
        raise ValidationError(_("Write both: what was said, and what was done about it."))
    with transaction.atomic():
        Outcome.objects.create(
            round=round_, audience=audience, said=said.strip(), did=did.strip(), by=by.user, at=timezone.now()
        )
        by.did(audit_events.OUTCOME, to=round_, at=place_of(round_.version.policy), after={"audience": audience})
