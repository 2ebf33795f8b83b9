"""From a consulted draft to a policy in force: technical staff, leaders, governors, two signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.queries import has_factor
from belisha.console.policies.approving import audit_events
from belisha.console.policies.approving.queries.published import house_mark
from belisha.console.policies.approving.queries.steps import lacking, part_for
from belisha.console.policies.approving.rules import PARTS, joined_digest, seal_of
from belisha.console.policies.clauses.queries import compose, digest_of
from belisha.console.policies.clauses.rules import frozen, thawed
from belisha.console.policies.hooks import policy_published
from belisha.console.policies.models import Approval, EarlyCause, FrozenAt, StepWord, Version, VersionSignature
from belisha.console.policies.shelf.rules import in_months
from belisha.console.policies.writing.actions import may_write, place_of, step

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By

__all__ = ["Votes", "approve", "comment_technically", "pass_on", "send_back", "sign", "take_back"]


class Votes(NamedTuple):
    """How governors voted."""

    in_favour: int
    against: int = 0
    abstained: int = 0


def comment_technically(*, by: By, version: Version, school: School, words: str, skipped: bool = False) -> None:
    """What technical staff say of a version; whoever writes may say instead why nobody could be asked.

    Raises NotAllowedError, ValidationError.
    """
    if not words.strip():
        raise ValidationError({"words": _("Write the comment; “nothing to add” is one.")})
    by = may_write(by, version.policy) if skipped else by.may(Permission.ASSESS_TECHNICALLY, school)
    with transaction.atomic():
        _say(by, version, StepWord.Step.TECHNICAL, words, skipped=skipped)
        by.did(audit_events.TECHNICAL_SAID, to=version, at=place_of(version.policy), after={"skipped": skipped})


def _say(by: By, version: Version, step_: StepWord.Step, words: str, *, skipped: bool = False) -> None:
    StepWord.objects.create(
        version=version,
        step=step_,
        words=words.strip(),
        skipped=skipped,
        by=by.user,
        by_name=by.actor.name,
        role=by.role,
        at=timezone.now(),
    )


def pass_on(*, by: By, version: Version, school: School, words: str) -> None:
    """Leaders pass a version on to the governors. Raises ValidationError while something is lacking."""
    by = may_write(by, version.policy)
    if not words.strip():
        raise ValidationError({"words": _("Write what leaders say to governors about it.")})
    with transaction.atomic():
        row = _locked(version)
        step(row, "to-governors")
        if missing := lacking(row, school):
            raise ValidationError([_("Still needed: %(what)s.") % {"what": each.text} for each in missing])
        row.save(update_fields=["state"])
        _say(by, row, StepWord.Step.LEADERS, words)
        by.did(audit_events.LEADERS_SAID, to=row, at=place_of(row.policy))


def _locked(version: Version) -> Version:
    row: Version = Version.objects.select_for_update(of=("self",)).select_related("policy").get(pk=version.pk)
    return row


def send_back(*, by: By, version: Version, words: str) -> None:
    """Governors want it changed: it goes back to the leaders. Raises ValidationError."""
    by = by.may(Permission.APPROVE_POLICIES, version.policy.school)
    if not words.strip():
        raise ValidationError({"words": _("Write what governors want changed.")})
    with transaction.atomic():
        row = _locked(version)
        step(row, "return")
        row.save(update_fields=["state"])
        _say(by, row, StepWord.Step.GOVERNORS, words)
        by.did(audit_events.SENT_BACK, to=row, at=place_of(row.policy), reason=words.strip())


def approve(*, by: By, version: Version, met_on: date, minute: str, votes: Votes) -> None:
    """Enter the governors' vote; the text that they approved is frozen, word for word. Raises ValidationError."""
    by = by.may(Permission.APPROVE_POLICIES, version.policy.school)
    if met_on > timezone.localdate():
        raise ValidationError({"met_on": _("The meeting is still to come: enter its vote after it.")})
    if not minute.strip():
        raise ValidationError({"minute": _("Enter the reference of the minute.")})
    if votes.in_favour <= votes.against:
        raise ValidationError({"votes_for": _("This is no majority. Send the policy back instead.")})
    with transaction.atomic():
        row = _locked(version)
        if not row.wellbeing.strip():
            raise ValidationError(_("Nothing is written about wellbeing: governors cannot approve it without."))
        step(row, "approve")
        _freeze(row)
        row.save(update_fields=["state", "frozen", "digest", "edition"])
        Approval.objects.create(
            version=row,
            digest=row.digest,
            met_on=met_on,
            minute=minute.strip(),
            votes_for=votes.in_favour,
            votes_against=votes.against,
            abstained=votes.abstained,
            entered_by=by.user,
            entered_name=by.actor.name,
            entered_at=timezone.now(),
        )
        told = {"minute": minute.strip(), "met_on": met_on.isoformat(), "votes": list(votes), "digest": row.digest}
        by.did(audit_events.APPROVED, to=row, at=place_of(row.policy), after=told)


def _freeze(row: Version) -> None:
    """Keep what the version says now: of a federation's, what it says at each of its schools as well."""
    sections = compose(row)
    digests = {"": digest_of(sections)}
    row.frozen, row.edition = frozen(sections), house_mark()
    at: list[FrozenAt] = []
    if row.policy.school_id is None:
        for school in School.objects.filter(federation=row.policy.federation_id).select_related("federation"):
            here = compose(row, school)
            digests[school.code] = digest_of(here)
            at.append(FrozenAt(version=row, school=school, sections=frozen(here)))
    row.digest = joined_digest(digests)
    for each in at:
        each.digest = row.digest
    FrozenAt.objects.bulk_create(at, ignore_conflicts=True)  # approved again, word for word the same


def is_whole(version: Version) -> bool:
    """Whether what is kept of a version is still what its digest was made of."""
    digests = {"": digest_of(thawed(version.frozen or []))}
    for each in FrozenAt.objects.filter(version=version, digest=version.digest).select_related("school"):
        digests[each.school.code] = digest_of(thawed(each.sections))
    return joined_digest(digests) == version.digest


def take_back(*, by: By, version: Version, reason: str) -> None:
    """Take an approved version back before both have signed: a fault was found. Raises ValidationError."""
    by = may_write(by, version.policy)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what was found.")})
    with transaction.atomic():
        row = _locked(version)
        step(row, "unsign")
        row.frozen, row.digest = None, ""
        row.save(update_fields=["state", "frozen", "digest"])
        by.did(audit_events.TAKEN_BACK, to=row, at=place_of(row.policy), reason=reason.strip())


def sign(*, by: By, version: Version) -> bool:
    """Sign as head or chair; with the second signature it is adopted and in force. Returns whether it is.

    Raises NotAllowedError, ValidationError.
    """
    policy = version.policy
    signer = by.user if by.behind is None else None
    able = part_for(signer, place_of(policy)) if signer else None
    if signer is None or able is None:
        raise NotAllowedError(_("The headteacher and the chair of governors sign, each for themselves."))
    if not has_factor(signer):
        raise NotAllowedError(_("A signature needs your second factor: set one up on the page of your account."))
    part, role = able
    by = by._replace(role=role.value)
    with transaction.atomic():
        row = _locked(version)
        if row.state != Version.State.SIGNING:
            raise ValidationError(_("This version does not wait for signatures."))
        if not is_whole(row):
            raise ValidationError(_("The text is not the one that governors approved. Tell whoever runs Belisha."))
        given = list(row.signatures.filter(digest=row.digest))
        if part in {each.part for each in given}:
            raise ValidationError(_("It is signed already by: %(part)s.") % {"part": PARTS[part]})
        if signer.pk in {each.by_id for each in given}:
            raise ValidationError(_("You have signed already: another person signs the other part."))
        now = timezone.now()
        VersionSignature.objects.create(
            version=row,
            digest=row.digest,
            part=part,
            by=signer,
            name=signer.name,
            role=role.value,
            at=now,
            seal=seal_of(row.pk, row.digest, part, signer.pk, signer.name, role.value, now.isoformat()),
        )
        by.did(audit_events.SIGNED, to=row, at=place_of(row.policy), after={"part": part, "digest": row.digest})
        if len(given) + 1 < len(PARTS):
            return False
        _publish(by, row)
    return True


def _publish(by: By, row: Version) -> None:
    """The last signature stamps the day of adoption; the version before it stays to be read."""
    today, now, place = timezone.localdate(), timezone.now(), place_of(row.policy)
    before = row.policy.versions.published().first()
    if before is not None:
        step(before, "supersede")
        before.ended_at = now
        before.save(update_fields=["state", "ended_at"])
        by.did(audit_events.SUPERSEDED, to=before, at=place)
    step(row, "publish")
    row.adopted, row.review_due = today, in_months(today, row.policy.review_months)
    row.save(update_fields=["state", "adopted", "review_due"])
    wanted = row.policy.causes.filter(decision__in=["", EarlyCause.Decision.REVIEW.value], decided_at__isnull=True)
    wanted.update(
        decision=EarlyCause.Decision.REVIEW.value,
        decided_words=_("Version %(n)s came into force.") % {"n": row.number},
        decided_by=by.user,
        decided_at=now,
    )
    by.did(audit_events.PUBLISHED, to=row, at=place, after={"adopted": today.isoformat(), "digest": row.digest})
    policy_published(row)
