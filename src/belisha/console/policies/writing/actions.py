"""The verbs of writing: begin a draft, leave out, reword, add, give up. The words before and after are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import Federation
from belisha.console.access.permissions import Permission
from belisha.console.policies.clauses.house import chapters, clauses, edition
from belisha.console.policies.clauses.registry import what_is_wrong
from belisha.console.policies.models import ClauseChoice, Edit, OwnClause, Policy, Version
from belisha.console.policies.shelf.rules import kind_of
from belisha.console.policies.writing import audit_events
from belisha.console.policies.writing.rules import EDITABLE, MAKING, STATES, State, step_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = [
    "abandon",
    "add_own",
    "begin",
    "change_own",
    "leave_out",
    "may_write",
    "note_wellbeing",
    "own_words",
    "place_of",
    "policy_for",
    "put_back",
    "remove_own",
    "set_details",
    "step",
]


def place_of(policy: Policy) -> School | Federation:
    """Whose record tells of a policy."""
    return policy.school or policy.federation


def may_write(by: By, policy: Policy) -> By:
    """Whoever may write a policy: of a federation's, somebody who may for all of it. Raises NotAllowedError."""
    return by.may(Permission.WRITE_POLICIES, policy.school)


def policy_for(place: School | Federation, kind: str) -> Policy:
    """The policy of a kind at a place, made where there is none yet."""
    about = kind_of(kind)
    school, federation = (None, place) if isinstance(place, Federation) else (place, place.federation)
    defaults = {"title": about.title, "owner": about.owner.value, "review_months": about.months}
    return Policy.objects.get_or_create(federation=federation, school=school, kind=kind, defaults=defaults)[0]


def begin(*, by: By, place: School | Federation, kind: str) -> Version:
    """Begin a draft: from the version in force with all that it says otherwise, else from the clauses alone.

    Raises ValidationError while another one is in the making.
    """
    by = by.may(Permission.WRITE_POLICIES, None if isinstance(place, Federation) else place)
    with transaction.atomic():
        policy = policy_for(place, kind)
        Policy.objects.select_for_update().get(pk=policy.pk)
        if policy.versions.filter(state__in=MAKING).exists():
            raise ValidationError(_("A version of this policy is being made already: go on with that one."))
        before = policy.versions.published().first()
        last = policy.versions.aggregate(last=Max("number"))["last"] or 0
        made = Version.objects.create(
            policy=policy,
            number=last + 1,
            edition=edition(),
            template=before.template if before else "",
            reviewer=before.reviewer if before else policy.owner,
            begun_by=by.user,
            begun_at=timezone.now(),
        )
        if before is not None:
            _copy(before, made)
        _note(by, made, Edit.Kind.BEGUN, after=_("from version %(n)s") % {"n": before.number} if before else "")
        by.did(audit_events.BEGUN, to=made, at=place, after={"number": made.number})
    return made


def _copy(before: Version, made: Version) -> None:
    """What the version in force says otherwise, except for clauses that are no more."""
    known = clauses()
    ClauseChoice.objects.bulk_create(
        ClauseChoice(version=made, clause=each.clause, off=each.off, reason=each.reason, words=each.words)
        for each in before.choices.all()
        if each.clause in known
    )
    OwnClause.objects.bulk_create(
        OwnClause(
            version=made,
            key=each.key,
            section=each.section,
            position=each.position,
            words=each.words,
            duties=each.duties,
        )
        for each in before.own_clauses.all()
    )


def _note(
    by: By, version: Version, kind: Edit.Kind, *, subject: str = "", before: str = "", after: str = "", reason: str = ""
) -> None:
    Edit.objects.create(
        version=version,
        kind=kind,
        subject=subject,
        before=before,
        after=after,
        reason=reason,
        by=by.user,
        by_name=by.actor.name,
        at=timezone.now(),
    )
    done = {"kind": kind.value, "subject": subject}
    place = place_of(version.policy)
    by.did(
        audit_events.CHANGED,
        to=version,
        at=place,
        reason=reason,
        before={"words": before},
        after={**done, "words": after},
    )


def _open(by: By, version: Version) -> tuple[By, Version]:
    """The draft, locked for a change. Raises NotAllowedError, ValidationError."""
    by = may_write(by, version.policy)
    row = Version.objects.select_for_update().defer("frozen").get(pk=version.pk)
    if row.state not in EDITABLE:
        state = STATES[State(row.state)]
        raise ValidationError(_("This version is %(state)s: its text stands still.") % {"state": state})
    row.policy = version.policy
    return by, row


def _choice(row: Version, clause: str) -> ClauseChoice:
    if clause not in clauses():
        raise ValidationError(_("There is no such clause."))
    return ClauseChoice.objects.filter(version=row, clause=clause).first() or ClauseChoice(version=row, clause=clause)


def leave_out(*, by: By, version: Version, clause: str, reason: str) -> None:
    """Leave a clause of the house out; governors see the reason. Raises ValidationError."""
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: governors read it before they approve.")})
    with transaction.atomic():
        by, row = _open(by, version)
        choice = _choice(row, clause)
        before = choice.words or clauses()[clause].text
        choice.off, choice.reason, choice.words = True, reason, ""
        choice.save()
        _note(by, row, Edit.Kind.LEFT_OUT, subject=clause, before=before, reason=reason)


def put_back(*, by: By, version: Version, clause: str) -> None:
    """Go back to the clause of the house: neither left out nor reworded."""
    with transaction.atomic():
        by, row = _open(by, version)
        choice = _choice(row, clause)
        if choice._state.adding:  # the clause stands as it is
            return
        kind = Edit.Kind.PUT_BACK if choice.off else Edit.Kind.OUR_WORDS
        _note(by, row, kind, subject=clause, before=choice.words or choice.reason, after=clauses()[clause].text)
        choice.delete()


def own_words(*, by: By, version: Version, clause: str, words: str) -> None:
    """Say a clause in words of the school's own; they may hold parameters. Raises ValidationError."""
    words = _usable(words)
    with transaction.atomic():
        by, row = _open(by, version)
        choice = _choice(row, clause)
        before = choice.words or clauses()[clause].text
        if words == before:
            return
        choice.off, choice.reason, choice.words = False, "", words
        choice.save()
        _note(by, row, Edit.Kind.OWN_WORDS, subject=clause, before=before, after=words)


def _usable(words: str) -> str:
    words = "\n".join(line.strip() for line in words.strip().splitlines())
    if not words:
        raise ValidationError({"words": _("Write what the paragraph says.")})
    if faults := what_is_wrong(words):
        raise ValidationError({"words": faults})
    return words


def add_own(*, by: By, version: Version, section: str, words: str, duties: Sequence[str] = ()) -> OwnClause:
    """Add a paragraph of the school's own at the end of a section. Raises ValidationError."""
    words = _usable(words)
    if section not in {chapter.section for chapter in chapters()}:
        raise ValidationError(_("There is no such section."))
    with transaction.atomic():
        by, row = _open(by, version)
        last = row.own_clauses.filter(section=section).aggregate(last=Max("position"))["last"]
        place = 0 if last is None else last + 1
        made = OwnClause.objects.create(
            version=row, section=section, position=place, words=words, duties=sorted(set(duties))
        )
        _note(by, row, Edit.Kind.ADDED, subject=section, after=words)
    return made


def change_own(*, by: By, version: Version, clause: OwnClause, words: str, duties: Sequence[str] = ()) -> None:
    """Change a paragraph of the school's own. Raises ValidationError."""
    words = _usable(words)
    with transaction.atomic():
        by, row = _open(by, version)
        before, stated = clause.words, sorted(set(duties))
        if (words, stated) == (before, clause.duties):
            return
        clause.words, clause.duties = words, stated
        clause.save(update_fields=["words", "duties"])
        _note(by, row, Edit.Kind.CHANGED, subject=clause.section, before=before, after=words)


def remove_own(*, by: By, version: Version, clause: OwnClause) -> None:
    """Take a paragraph of the school's own out; its words stay in the history."""
    with transaction.atomic():
        by, row = _open(by, version)
        _note(by, row, Edit.Kind.REMOVED, subject=clause.section, before=clause.words)
        clause.delete()


def note_wellbeing(*, by: By, version: Version, words: str) -> None:
    """Write what a version means for everybody's wellbeing; without it governors cannot approve."""
    words = words.strip()
    if not words:
        raise ValidationError({"words": _("Write what it means for the wellbeing of children and adults.")})
    with transaction.atomic():
        by, row = _open(by, version)
        before, row.wellbeing = row.wellbeing, words
        row.save(update_fields=["wellbeing"])
        _note(by, row, Edit.Kind.WELLBEING, before=before, after=words)


def set_details(*, by: By, version: Version, template: str, advice: str, reviewer: str) -> None:
    """Say which template it was begun from, who advised, and which role reviews it next."""
    with transaction.atomic():
        by, row = _open(by, version)
        before = "\n".join((row.template, row.advice, row.reviewer))
        row.template, row.advice, row.reviewer = template.strip(), advice.strip(), reviewer
        row.save(update_fields=["template", "advice", "reviewer"])
        _note(by, row, Edit.Kind.DETAILS, before=before, after="\n".join((row.template, row.advice, row.reviewer)))


def step(row: Version, name: str) -> None:
    """Take a locked version one step on, in the transaction of whoever takes it. Raises ValidationError."""
    found = step_of(name)
    if row.state not in found.sources:
        words = {"step": found.title, "state": STATES[State(row.state)]}
        raise ValidationError(_("This version is %(state)s: “%(step)s” is not what comes next.") % words)
    row.state = found.to.value


def abandon(*, by: By, version: Version, reason: str) -> None:
    """Give a version up that is not in force. It stays to be read. Raises ValidationError."""
    by = may_write(by, version.policy)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is given up.")})
    with transaction.atomic():
        row = Version.objects.select_for_update().get(pk=version.pk)
        step(row, "abandon")
        row.ended_at = timezone.now()
        row.save(update_fields=["state", "ended_at"])
        row.rounds.filter(closed_at__isnull=True).update(closed_at=row.ended_at, closed_by=by.user)
        by.did(audit_events.ABANDONED, to=row, at=place_of(row.policy), reason=reason.strip())
