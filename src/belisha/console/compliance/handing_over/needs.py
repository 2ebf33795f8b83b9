"""Posts that go over, in the list of whoever gives one up and of who follows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.tasks import Task, tasks
from belisha.console.compliance.handing_over.actions import can_accept
from belisha.console.compliance.handing_over.queries import goings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from belisha.console.access.models import School, User
    from belisha.console.access.tasks import Asking
    from belisha.console.compliance.handing_over.queries import Going

__all__ = ["posts_going_over", "posts_to_hand_over"]

IN_TIME: Final = timedelta(days=14)  # after the last day of whoever held the post


@needs(Permission.SEE_DUTIES)
def posts_going_over(user: User, school: School) -> Iterable[Need]:
    """A note to leave, a post to take over."""
    for task, going in _tasks(school):
        if _is_for(user, school, task, going):
            urgency = Urgency.NOW if going.is_red else Urgency.SOON
            yield Need(task.what, task.link, urgency, weight=Weight.DUE)


@tasks(
    "hand-overs",
    gettext_lazy("Posts that go over"),
    Permission.SEE_DUTIES,
    others=Permission.SEE_DUTIES,
    stands_for=(posts_going_over,),
)
def posts_to_hand_over(asking: Asking) -> Iterable[Task]:
    """The same for everybody, with the day by which."""
    for task, going in _tasks(asking.school):
        if asking.of is None or _is_for(asking.of, asking.school, task, going):
            yield task


def _is_for(user: User, school: School, task: Task, going: Going) -> bool:
    return task.holder == user.pk or (task.key.startswith("accept") and can_accept(user, school, going))


def _tasks(school: School) -> Iterator[tuple[Task, Going]]:
    for going in goings(school, timezone.localdate()):
        post, kept = going.post, going.kept
        if post.last is None or (kept and kept.accepted_at):
            continue
        link = reverse("hand-over", args=[school.code, post.pk])
        words = {"post": going.title, "who": post.holder.name}
        if going.notes and not going.is_over and going.open and not (kept and kept.note):
            text = _("Leave a note for who follows you as: %(post)s") % words
            yield Task(text, link, f"note-{post.pk}", post.last, holder=post.holder_id), going
        if going.is_over and (going.open or (kept and kept.note)):
            text = _("Take over from %(who)s: %(post)s") % words
            holder = going.follower.holder_id if going.follower else None
            orphaned = going.follower is None and bool(going.open)
            yield (
                Task(text, link, f"accept-{post.pk}", post.last + IN_TIME, post.last, holder, orphaned=orphaned),
                going,
            )
