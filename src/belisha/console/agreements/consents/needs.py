"""What consents need of somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from belisha.console.access.models import User
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.tasks import Task, tasks
from belisha.console.agreements.consents.queries.choosing import staff_accounts
from belisha.console.agreements.consents.queries.permitting import asked_at
from belisha.console.agreements.consents.queries.shown import own_open_tasks
from belisha.console.agreements.models import ConsentAnswer, TakeDown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School
    from belisha.console.access.tasks import Asking

__all__ = ["late_take_downs", "own_take_downs", "own_work"]

WORK: Final = "work"  # what a pupil may answer


@needs(None)
def own_work(user: User, school: School) -> Iterable[Need]:
    """A child has not said yet whether their work may be shown. Nothing for anybody else."""
    if user.kind != User.Kind.PUPIL or WORK not in asked_at(school):
        return
    if not ConsentAnswer.objects.filter(about__user=user, person__user=user, purpose=WORK).exists():
        yield Need(_("May we show your work?"), reverse("my-work"), Urgency.SOMETIME)


@needs(Permission.SEE_SIGNATURES)
def own_take_downs(user: User, school: School) -> Iterable[Need]:
    """Pictures that this person is to take down."""
    if count := own_open_tasks(user, school):
        text = ngettext("Take down a picture of a child", "Take down pictures of children: %(n)s", count) % {"n": count}
        yield Need(text, reverse("take-downs", args=[school.code]), Urgency.NOW, weight=Weight.CHILD)


@needs(Permission.WRITE_AGREEMENTS)
def late_take_downs(user: User, school: School) -> Iterable[Need]:
    """Pictures that somebody else has not taken down in time."""
    late = TakeDown.objects.for_school(school).open().filter(due_at__lt=timezone.now()).exclude(owner=user).count()
    if late:
        text = _("Pictures that must come down are late: %(n)s") % {"n": late}
        yield Need(text, reverse("take-downs", args=[school.code]), Urgency.NOW, weight=Weight.CHILD)


@tasks(
    "take-downs",
    gettext_lazy("Pictures to take down"),
    Permission.SEE_SIGNATURES,
    others=Permission.WRITE_AGREEMENTS,
    stands_for=(own_take_downs,),
)
def pictures_to_take_down(asking: Asking) -> Iterable[Task]:
    """Each picture, by the place where it is shown; whose it is stands on the page itself."""
    found = TakeDown.objects.for_school(asking.school).open().select_related("shown__publication")
    if asking.of is not None:
        found = found.filter(owner=asking.of)
    every, able = reverse("take-downs", args=[asking.school.code]), staff_accounts(asking.school)
    for each in found.order_by("due_at", "pk"):
        gone = str(each.owner_id) not in able
        link = reverse("take-down-give", args=[asking.school.code, each.pk]) if gone else every
        text = _("Take down a picture of a child: %(where)s") % {"where": each.shown.publication.what}
        due, since = timezone.localdate(each.due_at), timezone.localdate(each.asked_at)
        yield Task(text, link, f"take-down-{each.pk}", due, since, each.owner_id, Weight.CHILD, orphaned=gone)
