"""What clauses say of a school from its own register: who holds each post, and how the school is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.posts.queries import post_holder_names
from belisha.console.access.posts.rules import EVERYDAY, NAMED
from belisha.console.access.remembering import remembered
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.settings.queries import value_of
from belisha.console.policies.clauses.declared import LEAD
from belisha.console.policies.clauses.registry import Answer, parameter

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["of_post"]


def of_post(school: School, role: Role) -> Answer:
    """Who holds a post at a school today. One query for all posts."""
    names = remembered(("policy-posts", school.pk), lambda: post_holder_names(school))
    link = reverse("posts", args=[school.code])
    return Answer(names[role], link) if names.get(role) else Answer(_("nobody yet"), link, vacant=True)


def _declare_post(role: Role) -> None:
    @parameter(role.value, ROLES[role].title)
    def holder(school: School) -> Answer:
        return of_post(school, role)


for _role in NAMED:
    if _role not in EVERYDAY:
        _declare_post(_role)


@parameter("online-safety-lead", gettext_lazy("Online safety lead"))
def online_safety_lead(school: School) -> Answer:
    """Whoever holds the post that this school has made its online safety lead."""
    return of_post(school, Role(value_of(school, LEAD)))


_DETAILS: Final = {
    "school-address": ("address", gettext_lazy("Address of the school")),
    "school-phone": ("phone", gettext_lazy("Telephone of the school")),
    "school-email": ("email", gettext_lazy("E-mail address of the office")),
    "school-website": ("website", gettext_lazy("Website of the school")),
    "dfe-number": ("dfe_written", gettext_lazy("DfE number")),
}


def _declare_detail(name: str) -> None:
    field, title = _DETAILS[name]

    @parameter(name, title)
    def detail(school: School) -> Answer:
        text = ", ".join(str(getattr(school, field)).split("\n"))
        link = reverse("school-change", args=[school.code])
        return Answer(text, link) if text else Answer(_("not entered yet"), link, vacant=True)


for _name in _DETAILS:
    _declare_detail(_name)


@parameter("school", gettext_lazy("Name of the school"))
def school_name(school: School) -> Answer:
    """What the school is called."""
    return Answer(school.name, reverse("school-change", args=[school.code]))


@parameter("federation", gettext_lazy("Name of the federation or trust"))
def federation_name(school: School) -> Answer:
    """What holds the school and its sisters together."""
    return Answer(school.federation.name, reverse("schools"))
