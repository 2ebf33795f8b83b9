"""What parents with an account are asked for, on their first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import User
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.agreements.home.queries.entering import family_of_user
from belisha.console.agreements.home.queries.front import front_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School

__all__ = ["open_questions"]


@needs(None)
def open_questions(user: User, school: School) -> Iterable[Need]:
    """What a parent has not answered or signed about a child at a school. Nothing for anybody else."""
    if user.kind != User.Kind.PARENT:
        return
    today = timezone.localdate()
    family = family_of_user(user, today)
    if family is None:
        return
    here = family._replace(children=[link for link in family.children if link.child.school_id == school.pk])
    for child in front_of(here, today).children:
        name = child.link.child.name
        if child.sign:
            link = reverse("family-child", args=[child.link.child_id])
            yield Need(_("Sign for %(name)s") % {"name": name}, link, Urgency.SOON, weight=Weight.DUE)
        if child.answer:
            link = reverse("family-consents", args=[child.link.child_id])
            text = _("Say what we may do with pictures and data of %(name)s") % {"name": name}
            yield Need(text, link, Urgency.SOMETIME, weight=Weight.DUE)
