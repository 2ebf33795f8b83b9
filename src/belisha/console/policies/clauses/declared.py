"""Points on which schools' policies differ and that no other app has a setting for: differences.yaml has all."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.roles import ROLES, Role
from belisha.console.access.settings.registry import Subject

__all__ = ["LEAD"]

setting = Subject(_("What our policy says"))

LEAD: Final = setting(
    "online-safety-lead",
    default=Role.DSL.value,
    kind=str,
    title=_("Who leads on online safety"),
    help=_("Keeping Children Safe in Education gives this to the designated safeguarding lead."),
    choices=tuple((role.value, ROLES[role].title) for role in (Role.DSL, Role.HEAD, Role.COMPUTING_LEAD)),
)
setting(
    "social-networks",
    default="blocked",
    kind=str,
    title=_("Social networks and chat at school"),
    help=_("What the policy says. The levels of the filter make it so."),
    choices=(("blocked", _("Blocked for everybody")), ("decided", _("As the school decides for each group"))),
)
setting(
    "downloads-and-shops",
    default="blocked",
    kind=str,
    title=_("Music and video downloads, and shops, for pupils"),
    choices=(("blocked", _("Blocked, but for sites approved for education")), ("unsaid", _("The policy says nothing"))),
)
setting(
    "personal-webmail",
    default="blocked",
    kind=str,
    title=_("Personal e-mail at school"),
    choices=(("separate", _("Allowed, kept apart from school mail")), ("blocked", _("Blocked"))),
)
setting(
    "pupils-search",
    default="tool",
    kind=str,
    title=_("How pupils search the internet"),
    choices=(
        ("chosen-sites", _("From websites that the teacher chose; open searching is avoided")),
        ("tool", _("With a search tool for their age, chosen after a risk assessment")),
    ),
)
setting(
    "adult-conduct-first",
    default="head",
    kind=str,
    title=_("Who is told first of an adult's behaviour"),
    help=_("Either way Belisha opens such a concern to the head alone, and one about the head to the chair."),
    choices=(("dsl", _("The safeguarding lead, who goes to the head at once")), ("head", _("The head"))),
)
setting(
    "personal-data-mail",
    default="encrypted",
    kind=str,
    title=_("Personal data by e-mail"),
    choices=(("never", _("Never")), ("encrypted", _("Encrypted, and in no other way"))),
)
setting(
    "pupil-mail",
    default="school",
    kind=str,
    title=_("E-mail for pupils"),
    choices=(
        ("closed", _("Learned in a closed system that only looks like e-mail")),
        ("school", _("School accounts, for learning alone")),
    ),
)
setting(
    "portable-media",
    default="encrypted",
    kind=str,
    title=_("Memory sticks and other portable media"),
    choices=(
        ("encrypted", _("Only sticks that encrypt by themselves")),
        ("leave", _("Only with leave, and scanned first")),
    ),
)
setting(
    "photo-permission",
    default="both",
    kind=str,
    title=_("When parents are asked about pictures of their child"),
    choices=(
        ("joining", _("Once, when the child joins")),
        ("publishing", _("In writing, before anything is published")),
        ("both", _("When the child joins, and in writing before anything is published")),
    ),
)
setting(
    "pupil-images-kept",
    default="year-end",
    kind=str,
    title=_("How long pictures of pupils are kept"),
    choices=(("year-end", _("Until the end of the school year")), ("image-policy", _("As the image policy says"))),
)
setting(
    "pupil-agreement",
    default="both",
    kind=str,
    title=_("The agreement that pupils sign"),
    choices=(
        ("two", _("A simple one for infants, a fuller one for juniors")),
        ("one", _("One, in forms that suit each child")),
        ("both", _("One for infants and one for juniors, each in forms that suit the child")),
    ),
)
