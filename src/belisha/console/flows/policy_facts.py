"""What the clauses of the policy say of other apps: the filter's levels and managers, bodies outside the school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.remembering import remembered
from belisha.console.concerns.referrals.queries.lists import directory_of
from belisha.console.filtering.changes.queries.steps import manager_rights
from belisha.console.filtering.policy.queries import NotAdoptedError, document
from belisha.console.policies.clauses.registry import Answer, parameter
from belisha.engine.policy.inherit import effective
from belisha.engine.policy.members import find_group, lineage_of, profile_of

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.concerns.referrals.queries.lists import Body

__all__ = ["filter_levels", "filter_managers"]


@parameter("filter-levels", gettext_lazy("Levels of the filter, by year group"))
def filter_levels(school: School) -> Answer:
    """Which profile of the filter each year group has."""
    link = reverse("filter", args=[school.code])
    try:
        policy = remembered(("filter", school.federation_id), lambda: document(school.federation))
    except NotAdoptedError:
        return Answer(_("the filter's own rules are not kept here yet"), link, vacant=True)
    at = policy.schools.get(school.code)
    if at is None or not at.years:
        return Answer(_("no year group has one yet"), link, vacant=True)
    years: dict[str, list[str]] = {}
    for year in at.years:
        profile = effective(profile_of(policy, at, lineage_of(at, [year]), None), policy.profiles)
        member = find_group(at, year)
        years.setdefault(profile.name, []).append(member.group.name if member else year)
    each = [
        _("“%(level)s” for %(years)s") % {"level": level, "years": get_text_list(of, _("and"))}
        for level, of in years.items()
    ]
    return Answer("; ".join(each), link)


@parameter("filter-managers", gettext_lazy("Filter managers"))
def filter_managers(school: School) -> Answer:
    """Who may change the filter today."""
    link = reverse("filter-managers", args=[school.code])
    rights = manager_rights(school).on(timezone.localdate()).select_related("user").order_by("user__name", "user")
    names = list(dict.fromkeys(right.user.name for right in rights))
    return Answer(get_text_list(names, _("and")), link) if names else Answer(_("nobody yet"), link, vacant=True)


# bodies outside the school that a clause may name, as its directory has them (concerns/referrals/agencies.yaml)
BODIES: Final = {
    "lado": gettext_lazy("Designated officer for allegations (LADO)"),
    "social-care": gettext_lazy("Children's social care"),
    "education-safeguarding": gettext_lazy("Education safeguarding team"),
}


def _directory(school: School) -> dict[str, Body]:
    found = remembered(("directory", school.pk), lambda: directory_of(school, timezone.now()))
    return {body.agency.id: body for body in found}


def _declare_body(name: str) -> None:
    @parameter(name, BODIES[name])
    def reached(school: School) -> Answer:
        link = reverse("safeguarding-contacts", args=[school.code])
        contacts = _directory(school)[name].contacts
        ways = [", ".join(filter(None, (each.name, each.phone or each.email or each.link))) for each in contacts]
        return Answer("; ".join(ways), link) if ways else Answer(_("not entered yet"), link, vacant=True)


for _name in BODIES:
    _declare_body(_name)
