"""Two entries of one person become one: everything of the second goes to the first, and can go back for 30 days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from belisha.console.access.models import Post, User
from belisha.console.access.permissions import Permission
from belisha.console.access.posts.actions.appointing import can_appoint
from belisha.console.access.roles import Role
from belisha.console.people import audit_events
from belisha.console.people.actions.facts import plain
from belisha.console.people.models import Distinct, Merge, Person, Relationship
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from belisha.console.access.acting import By

__all__ = ["FILLED", "UNDO_WITHIN", "merge", "moving_rows", "tell_apart", "undo_merge"]

UNDO_WITHIN: Final = timedelta(days=30)
# What the entry that stays takes over where it has nothing itself.
FILLED: Final = ("known_as", "born", "upn", "mis_id", "year", "job", "organisation", "email", "phone", "language")
_LINKS: Final = ("adult", "child")


def moving_rows(gone: Person) -> Iterator[tuple[str, str, Model]]:
    """Every row of any app that points at somebody: model label, name of the field, row. Merges themselves stay."""
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model in {Merge, Distinct, Person}:
            continue
        for row in model._base_manager.filter(**{relation.field.name: gone}).order_by("pk"):
            yield model._meta.label, relation.field.name, row


def merge(*, by: By, kept: Person, gone: Person) -> Merge:
    """Make one entry of two: rows that point at `gone` point at `kept`, gaps of `kept` are filled, `gone` disappears.

    A row that both have stays behind with `gone`; an order of no contact always comes along. Posts go to the account
    that is kept, where `by` could appoint to them; the other account is closed. Raises RefusedError, NotAllowedError.
    """
    by = by.may(Permission.CHANGE_PEOPLE, kept.school)
    with transaction.atomic():
        kept = Person.objects.select_for_update().get(pk=kept.pk)
        gone = Person.objects.select_for_update().get(pk=gone.pk)
        _refuse(kept, gone)
        _refuse_powers(by, kept, gone)
        before = _before(kept, gone)
        moved = [(label, field, row.pk) for label, field, row in moving_rows(gone) if _moved(row, field, kept, before)]
        moved += [("access.Post", "holder", pk) for pk in _move_posts(gone, kept)]
        _fill(kept, gone)
        now = timezone.now()
        User.objects.filter(pk=gone.user_id, opened_at__isnull=False, closed_at__isnull=True).update(closed_at=now)
        record = Merge.objects.create(
            kept=kept, gone=gone, by=by.user, at=now, moved=[list(row) for row in moved], before=before
        )
        after = {"kept": kept.name, "gone": gone.name, "moved": len(moved)}
        by.did(audit_events.MERGED, to=kept, at=kept.school, before=before["gone"], after=after)
    return record


def undo_merge(*, by: By, record: Merge) -> None:
    """Part what was merged, as it was. Raises RefusedError after 30 days, or when it is undone already."""
    by = by.may(Permission.CHANGE_PEOPLE, record.kept.school)
    with transaction.atomic():
        record = Merge.objects.select_for_update(of=("self",)).select_related("kept__school", "gone").get(pk=record.pk)
        if record.undone or timezone.now() > record.at + UNDO_WITHIN:
            raise RefusedError(_("A merge can be undone once, for 30 days."))
        for label, field, pk in record.moved:
            owner = record.gone.user_id if label == "access.Post" else record.gone_id
            apps.get_model(label)._base_manager.filter(pk=pk).update(**{f"{field}_id": owner})
        for pk in record.before["no_contact"]:
            Relationship.objects.filter(pk=pk).update(no_contact=False)
        _restore(record)
        record.undone = timezone.now()
        record.save()
        by.did(audit_events.MERGE_UNDONE, to=record.kept, at=record.kept.school, after={"back": record.gone.name})


def tell_apart(*, by: By, one: Person, other: Person) -> None:
    """Record that two entries that look alike are two people: they are not suggested again."""
    by = by.may(Permission.CHANGE_PEOPLE, one.school)
    first, second = sorted((one, other), key=lambda person: person.pk)
    if one.school_id != other.school_id or one.pk == other.pk:
        raise RefusedError(_("These are not two entries of one school."))
    with transaction.atomic():
        if Distinct.objects.get_or_create(first=first, second=second)[1]:
            by.did(audit_events.TOLD_APART, to=first, at=one.school, after={"other": second.name})


def _refuse(kept: Person, gone: Person) -> None:
    if kept.pk == gone.pk or kept.school_id != gone.school_id or kept.merged_into_id or gone.merged_into_id:
        raise RefusedError(_("These are not two entries of one school."))
    if any(one.user.joined_to_id or one.user.stands_for.exists() for one in (kept, gone)):
        raise RefusedError(
            _("One of them signs in by one account for several schools: ask the executive head to part it.")
        )
    if (kept.kind == User.Kind.PUPIL) != (gone.kind == User.Kind.PUPIL):
        raise RefusedError(_("A pupil and an adult are two people."))
    if kept.born and gone.born and kept.born != gone.born:
        raise RefusedError(_("Their dates of birth differ: correct one of them first, if they are one person."))


def _refuse_powers(by: By, kept: Person, gone: Person) -> None:
    """Nobody becomes head by keeping the register: with the entry its posts would go to another account."""
    if by.user and by.user.pk in {kept.user_id, gone.user_id}:
        raise RefusedError(_("One of them is you: ask somebody else to merge your entries."))
    for post in Post.objects.filter(holder=gone.user_id).not_over_on(timezone.localdate()).order_by("pk"):
        if not can_appoint(by, post.school or post.federation, Role(post.role)):
            raise RefusedError(
                _("The entry that goes holds a post. Swap the two, or ask whoever appoints to posts to merge them.")
            )


def _before(kept: Person, gone: Person) -> dict[str, Any]:
    fields = (*FILLED, "joined", "left")
    closed = gone.user.closed_at
    return {
        "kept": {field: plain(getattr(kept, field)) for field in fields},
        "gone": {field: plain(getattr(gone, field)) for field in fields},
        "gone_closed": plain(closed),
        "no_contact": [],
    }


def _moved(row: Model, field: str, kept: Person, before: dict[str, Any]) -> bool:
    """Point a row at the one who is kept; False where that one has such a row already, or would be their own parent."""
    if isinstance(row, Relationship) and _same_link(row, field, kept, before):
        return False
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field: kept})
    except IntegrityError:
        return False
    return True


def _same_link(row: Relationship, field: str, kept: Person, before: dict[str, Any]) -> bool:
    other = _LINKS[1 - _LINKS.index(field)]
    twin = Relationship.objects.filter(**{field: kept, other: getattr(row, other)}).first()
    if twin is None:
        return False
    if row.no_contact and not twin.no_contact:
        Relationship.objects.filter(pk=twin.pk).update(no_contact=True)
        before["no_contact"].append(twin.pk)
    return True


def _move_posts(gone: Person, kept: Person) -> list[int]:
    posts = list(Post.objects.filter(holder=gone.user_id).order_by("pk").values_list("pk", flat=True))
    Post.objects.filter(pk__in=posts).update(holder=kept.user_id)
    return posts


def _fill(kept: Person, gone: Person) -> None:
    taken = {field: getattr(gone, field) for field in FILLED if not getattr(kept, field)}
    # the row that goes gives up what can be only one's
    gone.upn, gone.mis_id, gone.merged_into = "", "", kept
    gone.save()
    for field, value in taken.items():
        setattr(kept, field, value)
    kept.joined = min(kept.joined, gone.joined)
    kept.left = None if kept.left is None or gone.left is None else max(kept.left, gone.left)
    kept.save()


def _value_of(field: str, kept: Any) -> Any:
    return parse_date(kept) if kept and field in {"born", "joined", "left"} else kept


def _restore(record: Merge) -> None:
    for person, fields in ((record.kept, record.before["kept"]), (record.gone, record.before["gone"])):
        for field, value in fields.items():
            setattr(person, field, _value_of(field, value))
    record.gone.merged_into = None
    # first the one that gives back, so that a UPN is never two people's
    record.kept.save()
    record.gone.save()
    if record.before["gone_closed"] is None:
        User.objects.filter(pk=record.gone.user_id).update(closed_at=None)
