"""What holds for posts: who may hold which, which two must not meet, and what is wrong with an appointment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.roles import ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django_stubs_ext import StrPromise

__all__ = ["APART", "EVERYDAY", "MINUTED", "NAMED", "Apart", "Draft", "faults_of", "meeting"]

# what somebody is by being on the register: nobody is appointed to it
IMPLIED: Final = frozenset({Role.PUPIL, Role.PARENT, Role.VISITOR})
NAMED: Final = tuple(role for role in Role if role not in IMPLIED)
# held by many at once: counted on the page of posts, not listed there
EVERYDAY: Final = frozenset({Role.TEACHER, Role.SUPPORT_STAFF})
GOVERNORS: Final = frozenset({Role.SAFEGUARDING_GOVERNOR, Role.CHAIR, Role.GOVERNOR})
# the governing body appoints these, so its minutes say so
MINUTED: Final = GOVERNORS
# kinds of accounts, as access.User knows them
STAFF: Final = frozenset({"staff", "contractor", "volunteer"})
# a chair may be a parent, and a member of staff a governor
GOVERNING: Final = STAFF | {"governor", "parent"}


class Apart(NamedTuple):
    """Two roles that one person must not hold at the same school, and why."""

    one: Role
    other: Role
    why: StrPromise


_CHECKS_DSL: Final = gettext_lazy("the safeguarding governor checks the work of the safeguarding leads")
_CHECKS_HEAD: Final = gettext_lazy("the governors hold the head to account")
# School Governance (Roles, Procedures and Allowances) (England) Regulations 2013: who works at the school cannot chair
_NO_STAFF_CHAIR: Final = gettext_lazy("by law a chair of governors is not employed at the school")
# UK GDPR, article 38(6): no other task of the officer may lead to a conflict of interests
_OWN_WORK: Final = gettext_lazy("a data protection officer must not judge decisions of their own")
# Keeping Children Safe in Education: the DSL leads on filtering and monitoring; whoever runs the system answers to them
_RUNS_FILTER: Final = gettext_lazy("whoever runs the filter is supervised by the safeguarding lead")

APART: Final[tuple[Apart, ...]] = (
    Apart(Role.DSL, Role.SAFEGUARDING_GOVERNOR, _CHECKS_DSL),
    Apart(Role.DEPUTY_DSL, Role.SAFEGUARDING_GOVERNOR, _CHECKS_DSL),
    Apart(Role.HEAD, Role.SAFEGUARDING_GOVERNOR, _CHECKS_HEAD),
    Apart(Role.EXECUTIVE_HEAD, Role.SAFEGUARDING_GOVERNOR, _CHECKS_HEAD),
    *(
        Apart(role, Role.CHAIR, _CHECKS_HEAD if role in {Role.HEAD, Role.EXECUTIVE_HEAD} else _NO_STAFF_CHAIR)
        for role in (
            Role.HEAD,
            Role.EXECUTIVE_HEAD,
            Role.DSL,
            Role.DEPUTY_DSL,
            Role.SLT,
            Role.COMPUTING_LEAD,
            Role.NETWORK_MANAGER,
            Role.DATA_MANAGER,
            Role.SENCO,
            Role.TEACHER,
            Role.SUPPORT_STAFF,
            Role.OFFICE,
        )
    ),
    *(
        Apart(role, Role.DPO, _OWN_WORK)
        for role in (
            Role.HEAD,
            Role.EXECUTIVE_HEAD,
            Role.NETWORK_MANAGER,
            Role.TECHNICIAN,
            Role.DATA_MANAGER,
            Role.CHAIR,
        )
    ),
    Apart(Role.DSL, Role.NETWORK_MANAGER, _RUNS_FILTER),
    Apart(Role.DSL, Role.TECHNICIAN, _RUNS_FILTER),
)


def meeting(roles: Iterable[Role]) -> list[Apart]:
    """Those pairs that must not meet and do in somebody who has these roles."""
    found = set(roles)
    return [apart for apart in APART if apart.one in found and apart.other in found]


class Draft(NamedTuple):
    """An appointment that somebody wants to make."""

    role: Role
    kind: str  # of the holder's account
    everywhere: bool  # for the whole federation
    first: date
    last: date | None
    leads: bool
    supplier: str
    reason: str
    others: frozenset[Role]  # what the holder has there already


def faults_of(draft: Draft) -> dict[str, str]:
    """What is wrong with an appointment, by the field of the form that mends it."""
    rule = ROLES[draft.role]
    checks = {
        "role": _fault_of_role(draft),
        "holder": _fault_of_holder(draft),
        "last": _fault_of_end(draft, must_end=rule.ends),
        "supplier": _("Say which company the technician is from.")
        if draft.role is Role.TECHNICIAN and not draft.supplier
        else "",
        "leads": _("The safeguarding lead must be on the leadership team.")
        if draft.role is Role.DSL and not draft.leads
        else "",
        "reason": _fault_of_meeting(draft),
    }
    return {field: text for field, text in checks.items() if text}


def _fault_of_role(draft: Draft) -> str:
    if draft.role in IMPLIED:
        return _("Nobody is appointed to this: it follows from the register.")
    if draft.everywhere and not ROLES[draft.role].federation:
        return _("This post is held at one school, not for the whole federation.")
    if draft.role is Role.EXECUTIVE_HEAD and not draft.everywhere:
        return _("An executive head is one for the whole federation, not for one school.")
    return ""


def _fault_of_holder(draft: Draft) -> str:
    able = GOVERNING if draft.role in GOVERNORS else STAFF
    if draft.role in NAMED and draft.kind not in able:
        return _("Somebody registered as a %(kind)s cannot hold this post.") % {"kind": draft.kind}
    return ""


def _fault_of_end(draft: Draft, *, must_end: bool) -> str:
    if draft.last and draft.last < draft.first:
        return _("The last day lies before the first day.")
    if must_end and not draft.last:
        return _("A technician of a supplier needs a last day: that of the contract, or earlier.")
    return ""


def _fault_of_meeting(draft: Draft) -> str:
    new = [apart for apart in meeting(draft.others | {draft.role}) if draft.role in {apart.one, apart.other}]
    if not new or draft.reason:
        return ""
    other = new[0].other if new[0].one is draft.role else new[0].one
    return _(
        "They are also %(other)s, and %(why)s. Choose somebody else; or, if it must be for now, say why: it stays"
        " flagged until it is mended."
    ) % {"other": ROLES[other].title, "why": new[0].why}
