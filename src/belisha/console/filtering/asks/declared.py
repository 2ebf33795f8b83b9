"""The settings of asks and reports: how soon, who is told of a failure, and whom one calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.roles import ROLES, Role
from belisha.console.access.settings.registry import Subject

if TYPE_CHECKING:
    from belisha.console.access.settings.registry import Setting

__all__ = [
    "ANSWER_DAYS",
    "AUTHORITY",
    "CLOCK",
    "FAILURE_HOURS",
    "FAILURE_MINUTES",
    "FIRST_ROLE",
    "IWF",
    "KEPT_MONTHS",
    "NOT_BY_ITSELF",
    "POLICE",
    "REPORTS_A_DAY",
    "SECOND_ROLE",
    "SUPPLIER",
    "SUPPLIER_HOURS",
]

setting = Subject(_("Filter"))

ANSWERING: Final = (
    Role.DSL,
    Role.DEPUTY_DSL,
    Role.HEAD,
    Role.SLT,
    Role.NETWORK_MANAGER,
    Role.TECHNICIAN,
    Role.COMPUTING_LEAD,
    Role.DATA_MANAGER,
    Role.OFFICE,
)
_ROLES: Final = tuple((role.value, ROLES[role].title) for role in ANSWERING)

ANSWER_DAYS: Final = setting(
    "asks-answered-within-days",
    default=1,
    kind=int,
    title=_("School days within which a request for a page is answered"),
    help=_("Only lesson time counts. A request that waits longer turns red."),
    limits=(1, 5),
    unit=_("school days"),
    unit_of_one=_("school day"),
)
REPORTS_A_DAY: Final = setting(
    "page-reports-a-day",
    default=5,
    kind=int,
    title=_("Reports of one person a day that block a page by themselves"),
    help=_("Further ones wait for somebody to look. With 0, every report waits."),
    limits=(0, 50),
)
NOT_BY_ITSELF: Final = setting(
    "page-reports-never-block",
    default="",
    kind=str,
    title=_("Sites that a report alone never blocks"),
    help=_(
        "Names with commas: maths.example, reading.example. Government, schools, search engines and what nearly every"
        " primary school teaches with are on the list already."
    ),
)
FIRST_ROLE: Final = setting(
    "filter-failure-first",
    default=Role.DSL.value,
    kind=str,
    title=_("Who is told when the filter fails: first"),
    choices=_ROLES,
)
SECOND_ROLE: Final = setting(
    "filter-failure-second",
    default=Role.NETWORK_MANAGER.value,
    kind=str,
    title=_("Who is told when the filter fails: second"),
    choices=_ROLES,
)
FAILURE_MINUTES: Final = setting(
    "filter-failure-minutes",
    default=60,
    kind=int,
    title=_("Minutes within which one of the two opens a report that the filter fails"),
    limits=(10, 240),
    unit=_("minutes"),
)
FAILURE_HOURS: Final = setting(
    "filter-failure-hours",
    default=6,
    kind=int,
    title=_("Hours within which a failure of the filter is over, or passed on to the supplier"),
    help=_("By the clock that is chosen for failures. A school day has five or six hours of lessons."),
    limits=(1, 120),
    unit=_("hours"),
)
CLOCK: Final = setting(
    "filter-failure-clock",
    default="school",
    kind=str,
    title=_("Which time counts while the filter fails"),
    choices=(("school", _("Lesson time alone")), ("always", _("Every hour of every day"))),
)
SUPPLIER: Final = setting(
    "filter-supplier",
    default="",
    kind=str,
    title=_("Who supplies or supports the filter, and how to reach them"),
    help=_("For example: Northbridge IT, 01632 960180, help@northbridge.example"),
)
SUPPLIER_HOURS: Final = setting(
    "filter-supplier-hours",
    default="",
    kind=str,
    title=_("When the supplier of the filter answers, and how soon"),
    help=_("For example: Monday to Friday 8am to 6pm, within 4 hours"),
)
IWF: Final[Setting[str]] = setting(
    "report-to-iwf",
    default="report.iwf.org.uk, at any time, no name needed. They take the address alone.",
    kind=str,
    title=_("How to report sexual images of children (Internet Watch Foundation)"),
)
POLICE: Final[Setting[str]] = setting(
    "report-to-police",
    default="101, or 999 if somebody is in danger. Terrorist material: act.campaign.gov.uk",
    kind=str,
    title=_("How to report what is against the law (police)"),
)
AUTHORITY: Final[Setting[str]] = setting(
    "report-to-authority",
    default="",
    kind=str,
    title=_("Whom to tell at the local authority or trust"),
)
KEPT_MONTHS: Final = setting(
    "filter-asks-kept-months",
    default=24,
    kind=int,
    title=_("Months for which requests, reports of pages and of failures, and lesson openings are kept"),
    help=_("After they are settled. Those that may be about something against the law are kept for seven years."),
    limits=(12, 84),
    unit=_("months"),
)
