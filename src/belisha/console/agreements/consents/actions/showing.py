"""Where pictures and work are shown, and taking down what nobody permits any more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.consents import audit_events
from belisha.console.agreements.consents.declared import TAKE_DOWN_HOURS
from belisha.console.agreements.consents.hooks import when_withdrawn
from belisha.console.agreements.consents.queries.choosing import staff_accounts
from belisha.console.agreements.consents.queries.permitting import may_use, may_use_many
from belisha.console.agreements.consents.queries.seeing import may_see_child
from belisha.console.agreements.consents.rules import purpose_of
from belisha.console.agreements.models import Publication, Shown, TakeDown
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person

__all__ = ["Entry", "end_publication", "finish_take_down", "give_take_down", "publish", "take_down_where_shown"]


class Entry(NamedTuple):
    """Something to be shown. `already`: it is shown, so that what nobody permits must come down."""

    purpose: str
    what: str
    place: str
    on: date
    owner: User
    already: bool = False


@transaction.atomic
def publish(*, by: By, school: School, entry: Entry, children: Sequence[Person]) -> Publication:
    """Enter where children are shown. Refused while one of them has no permission for it on that day.

    What is shown already is entered all the same, and becomes something to take down at once. Raises RefusedError.
    """
    by = by.may(Permission.TAKE_SIGNATURES, school)
    if not purpose_of(entry.purpose).shown:
        raise RefusedError(_("Nothing is shown for this."), "purpose")
    if not children or any(child.school_id != school.pk for child in children):
        raise RefusedError(_("Choose at least one child."), "children")
    if by.user and not all(may_see_child(by.user, school, child) for child in children):
        raise RefusedError(_("Choose children of your own classes."), "children")
    found = may_use_many(children, [entry.purpose], entry.on)
    refused = [child for child in children if not found[child.pk, entry.purpose].allowed]
    if refused and not entry.already:
        names = ", ".join(child.name for child in refused)
        raise RefusedError(_("No permission for: %(names)s. Choose another picture.") % {"names": names}, "children")
    row = Publication.objects.create(
        school=school,
        purpose=entry.purpose,
        what=entry.what,
        place=entry.place,
        on=entry.on,
        owner=entry.owner,
        by=by.user,
        at=timezone.now(),
    )
    without = {child.pk for child in refused}
    Shown.objects.bulk_create(
        Shown(publication=row, child=child, permitted=child.pk not in without) for child in children
    )
    after = {"purpose": entry.purpose, "place": entry.place, "children": [child.name for child in children]}
    by.did(audit_events.SHOWN, to=row, at=school, after=after)
    for child in refused:
        take_down_where_shown(by, child, entry.purpose)
    return row


@when_withdrawn
def take_down_where_shown(by: By, about: Person, purpose: str) -> None:
    """Make a task of every place where somebody is shown for a purpose; each once while it is open."""
    shown = Shown.objects.filter(child=about, publication__purpose=purpose, publication__ended_on__isnull=True)
    now = timezone.now()
    due = now + timedelta(hours=value_of(about.school, TAKE_DOWN_HOURS))
    for row in shown.select_related("publication__owner", "publication__school").order_by("pk"):
        task, made = TakeDown.objects.get_or_create(
            shown=row, done_at=None, defaults={"owner": row.publication.owner, "asked_at": now, "due_at": due}
        )
        if made:
            after = {"place": row.publication.place, "by": task.owner.name, "until": due.isoformat(timespec="minutes")}
            by.did(audit_events.TAKE_DOWN_ASKED, to=row.publication, at=row.publication.school, after=after)


@transaction.atomic
def finish_take_down(*, by: By, task: TakeDown, outcome: str, words: str) -> None:
    """Say what became of it. Its owner or a leader does; "it may stay" only while permission holds."""
    publication = task.shown.publication
    school = publication.school
    if by.user is None or by.user.pk != task.owner_id:
        by = by.may(Permission.WRITE_AGREEMENTS, school)
    row = TakeDown.objects.select_for_update().get(pk=task.pk)
    if row.done_at is not None:
        raise RefusedError(_("This is done already."))
    if not words.strip():
        raise RefusedError(_("Say in a word what you did, and where you looked."), "words")
    if outcome == TakeDown.Outcome.PERMITTED:
        now_allowed = may_use(task.shown.child, publication.purpose, timezone.localdate())
        if not now_allowed.allowed:
            raise RefusedError(_("It may not stay: %(why)s") % {"why": now_allowed.reason}, "outcome")
    row.done_at, row.done_by, row.outcome, row.words = timezone.now(), by.user, outcome, words.strip()
    row.save()
    by.did(audit_events.TAKEN_DOWN, to=publication, at=school, after={"outcome": outcome, "words": row.words})


@transaction.atomic
def give_take_down(*, by: By, task: TakeDown, to: User) -> None:
    """Give what is to be taken down to another, with what it is shown in: its owner or a leader does.

    What belongs to somebody who is no longer here anybody may take who can. Raises NotAllowedError, RefusedError.
    """
    publication = task.shown.publication
    able = staff_accounts(publication.school)
    row = TakeDown.objects.select_for_update(of=("self",)).select_related("owner").get(pk=task.pk)
    taken = str(row.owner_id) not in able and by.user == to
    if by.user is None or not (taken or by.user.pk == row.owner_id):
        by = by.may(Permission.WRITE_AGREEMENTS, publication.school)
    if row.done_at is not None:
        raise RefusedError(_("This is done already."))
    if str(to.pk) not in able:
        raise RefusedError(_("Choose somebody of this school who can take it down."), "owner")
    before, row.owner = row.owner, to
    row.save(update_fields=["owner"])
    Publication.objects.filter(pk=publication.pk, owner=before).update(owner=to)
    by.did(
        audit_events.TAKE_DOWN_GIVEN,
        to=publication,
        at=publication.school,
        before={"owner": before.name},
        after={"owner": to.name},
    )


@transaction.atomic
def end_publication(*, by: By, publication: Publication, words: str) -> None:
    """Say that something is shown no more: what was to be taken down of it is done with it."""
    if by.user is None or by.user.pk not in {publication.owner_id, publication.by_id}:
        by = by.may(Permission.WRITE_AGREEMENTS, publication.school)
    row = Publication.objects.select_for_update().get(pk=publication.pk)
    if row.ended_on is not None:
        raise RefusedError(_("This is shown no more already."))
    now = timezone.now()
    row.ended_on = timezone.localdate(now)
    row.save(update_fields=["ended_on"])
    tasks = TakeDown.objects.filter(shown__publication=row).open()
    tasks.update(done_at=now, done_by=by.user, outcome=TakeDown.Outcome.DOWN, words=words.strip()[:300])
    by.did(audit_events.SHOWN_NO_MORE, to=row, at=row.school, reason=words.strip())
