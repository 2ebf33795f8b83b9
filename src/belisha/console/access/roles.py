"""The roles of a school and what each may do. Roles are code: a change to them is a reviewed change of the product."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = ["ROLES", "Role", "RoleRule", "rule_of"]


class Role(StrEnum):
    """A post that somebody can hold, or what somebody is by being on the register (pupil, parent, visitor)."""

    EXECUTIVE_HEAD = "executive-head"
    HEAD = "head"
    DSL = "dsl"
    DEPUTY_DSL = "deputy-dsl"
    SLT = "slt"
    COMPUTING_LEAD = "computing-lead"
    NETWORK_MANAGER = "network-manager"
    TECHNICIAN = "technician"
    DATA_MANAGER = "data-manager"
    DPO = "dpo"
    SENCO = "senco"
    SAFEGUARDING_GOVERNOR = "safeguarding-governor"
    CHAIR = "chair"
    GOVERNOR = "governor"
    TEACHER = "teacher"
    SUPPORT_STAFF = "support-staff"
    OFFICE = "office"
    PUPIL = "pupil"
    PARENT = "parent"
    VISITOR = "visitor"


class RoleRule(NamedTuple):
    """What holds for a role. `leads`: on the leadership team by itself. `sensitive`: needs a second factor."""

    title: StrPromise
    permissions: frozenset[Permission]
    only_one: bool = False
    must_be_filled: bool = False
    leads: bool = False
    sensitive: bool = False
    ends: bool = False  # must have an end date (suppliers)
    federation: bool = False  # may be held for the whole federation


def _rights(*permissions: Permission) -> frozenset[Permission]:
    return frozenset(permissions)


_STAFF: Final = _rights(
    Permission.SEE_SCHOOL,
    Permission.SEE_POSTS,
    Permission.SEE_PEOPLE,
    Permission.SET_CLASS_PASSWORDS,
    Permission.ASK_FOR_PAGES,
)
_SIGNATURES: Final = _rights(Permission.SEE_SIGNATURES, Permission.TAKE_SIGNATURES)
# the filter, from the side of education: the half of a risk form that is about children
_FILTER_EDUCATION: Final = _rights(
    Permission.SEE_FILTER,
    Permission.DRAFT_FILTER_CHANGES,
    Permission.ASSESS_FOR_LEARNING,
    Permission.BLOCK_AT_ONCE,
    Permission.ANSWER_ASKS,
    Permission.ANSWER_REPORTS,
    Permission.SEE_WHY,
)
_FILTER_LEADERS: Final = _rights(
    Permission.CONSENT_TO_FILTER_CHANGES, Permission.SIGN_FILTER_CHECKS, Permission.SEE_FILTER, Permission.SEE_WHY
)
# … and from that of the machines: nobody is on both sides
_FILTER_TECHNICAL: Final = _rights(
    Permission.SEE_FILTER,
    Permission.DRAFT_FILTER_CHANGES,
    Permission.ASSESS_TECHNICALLY,
    Permission.APPLY_FILTER_CHANGES,
    Permission.BLOCK_AT_ONCE,
    Permission.ASK_FOR_PAGES,  # who answers asks sees them on the same pages as who asks
    Permission.ANSWER_ASKS,
    Permission.ANSWER_REPORTS,
    Permission.SEE_WHY,
    Permission.CHANGE_LISTS,
    Permission.CHANGE_GATEWAYS,
)
_LEADERS: Final = _STAFF | _rights(
    Permission.SEE_FAMILIES,
    Permission.SEE_NEEDS,
    Permission.LEAD_STAFF,
    Permission.SEE_ACCOUNTS,
    Permission.REVIEW_ACCESS,
    Permission.ASK_STAND_IN,
    Permission.SEE_DEVICES,
    Permission.SEE_DUTIES,
    Permission.WALK_SCHOOL,
    Permission.RUN_SURVEYS,
    Permission.SEE_CONCERN_FIGURES,
    Permission.WRITE_POLICIES,
    Permission.WRITE_AGREEMENTS,
    *_SIGNATURES,
)
_REGISTER: Final = _rights(
    Permission.SEE_FAMILIES,
    Permission.SEE_NEEDS,
    Permission.CHANGE_PEOPLE,
    Permission.IMPORT_PEOPLE,
    Permission.RECEIVE_VISITORS,
    *_SIGNATURES,
)
_ACCOUNTS: Final = _rights(
    Permission.SEE_ACCOUNTS,
    Permission.CHANGE_ACCOUNTS,
    Permission.SET_CLASS_PASSWORDS,  # whoever opens accounts also hands out the first passwords
    Permission.SEE_DEVICES,
    Permission.CHANGE_DEVICES,
)
# what was found of somebody, and what somebody did: for those who protect them
_ALERTS: Final = _rights(Permission.SEE_ALERTS, Permission.HANDLE_ALERTS, Permission.SEE_INTERNET_USE)
_HEAD: Final = (
    _LEADERS
    | _REGISTER
    | _rights(
        Permission.CHANGE_SCHOOL,
        Permission.CHANGE_POSTS,
        Permission.CHANGE_NEEDS,
        Permission.SEE_DECLARATIONS,
        Permission.SEE_STAFF_CHECKS,
        Permission.CHANGE_STAFF_CHECKS,
        Permission.CHANGE_ACCOUNTS,
        Permission.APPROVE_STAND_IN,
        Permission.SEE_AUDIT,
        Permission.GIVE_FILTER_RIGHT,
        Permission.SEE_LOOKS,
        Permission.WORK_CONCERNS,
        Permission.WORK_STAFF_CONCERNS,
        Permission.WORK_DATA_CONCERNS,
        Permission.DECIDE_KEEPING,
        Permission.HOLD_CONCERNS,
        Permission.MANAGE_ACCESS_REQUESTS,
        Permission.PREPARE_PACKS,
    )
    | _FILTER_EDUCATION
    | _FILTER_LEADERS
    | _ALERTS
)
_GOVERNORS: Final = _rights(
    Permission.SEE_SCHOOL,
    Permission.SEE_POSTS,
    Permission.SEE_DUTIES,
    Permission.WALK_SCHOOL,
    Permission.SEE_CONCERN_FIGURES,
)
_TECHNICAL: Final = (
    _rights(
        Permission.SEE_SCHOOL,
        Permission.SEE_POSTS,
        Permission.SEE_PEOPLE,
        Permission.ASK_STAND_IN,
        Permission.RUN_SYSTEM,
        Permission.SEE_DUTIES,
    )
    | _ACCOUNTS
    | _FILTER_TECHNICAL
)

ROLES: Final[dict[Role, RoleRule]] = {
    Role.EXECUTIVE_HEAD: RoleRule(
        _("Executive head"),
        _HEAD | _rights(Permission.ADD_SCHOOLS),
        only_one=True,
        leads=True,
        sensitive=True,
        federation=True,
    ),
    Role.HEAD: RoleRule(_("Head"), _HEAD, only_one=True, must_be_filled=True, leads=True, sensitive=True),
    Role.DSL: RoleRule(
        _("Designated safeguarding lead (DSL)"),
        _LEADERS
        | _rights(
            Permission.CHANGE_NEEDS,
            Permission.SEE_DECLARATIONS,
            Permission.APPROVE_STAND_IN,
            Permission.SEE_AUDIT,
            Permission.SIGN_DIGEST,
            Permission.WORK_CONCERNS,
            Permission.DECIDE_KEEPING,
            Permission.PREPARE_PACKS,
        )
        | _FILTER_EDUCATION
        | _FILTER_LEADERS
        | _ALERTS,
        only_one=True,
        must_be_filled=True,
        sensitive=True,
    ),
    Role.DEPUTY_DSL: RoleRule(
        _("Deputy DSL"),
        _LEADERS
        | _FILTER_EDUCATION
        | _ALERTS
        | _rights(Permission.SIGN_DIGEST, Permission.CHANGE_NEEDS, Permission.WORK_CONCERNS, Permission.PREPARE_PACKS),
        must_be_filled=True,
        sensitive=True,
    ),
    Role.SLT: RoleRule(
        _("Senior leader (SLT)"), _LEADERS | _FILTER_LEADERS, leads=True, sensitive=True, federation=True
    ),
    # a filter manager may be from either side: sensitive, for the right needs a second factor
    Role.COMPUTING_LEAD: RoleRule(
        _("Computing lead"),
        _STAFF
        | _FILTER_EDUCATION
        | _rights(
            Permission.SEE_DEVICES,
            Permission.SEE_DUTIES,
            Permission.WALK_SCHOOL,
            Permission.RUN_SURVEYS,
            Permission.APPLY_FILTER_CHANGES,
            Permission.OPEN_FOR_LESSON,
            Permission.SEE_CONCERN_FIGURES,  # what is to be taught because of them
        ),
        sensitive=True,
    ),
    Role.NETWORK_MANAGER: RoleRule(
        _("Network manager"),
        _TECHNICAL | _rights(Permission.FILL_HEADSHIP, Permission.SEE_INTERNET_USE),
        only_one=True,
        must_be_filled=True,
        sensitive=True,
        federation=True,
    ),
    Role.TECHNICIAN: RoleRule(_("Technician"), _TECHNICAL, sensitive=True, ends=True, federation=True),
    Role.DATA_MANAGER: RoleRule(
        _("Data manager"),
        _STAFF
        | _REGISTER
        | _ACCOUNTS
        | _rights(Permission.SEE_STAFF_CHECKS, Permission.CHANGE_STAFF_CHECKS, Permission.SEE_DUTIES),
        must_be_filled=True,
        sensitive=True,
        federation=True,
    ),
    Role.DPO: RoleRule(
        _("Data protection officer (DPO)"),
        _rights(
            Permission.SEE_SCHOOL,
            Permission.SEE_POSTS,
            Permission.SEE_ACCOUNTS,
            Permission.SEE_AUDIT,
            Permission.SHRED_AUDIT,
            Permission.SEE_DUTIES,
            Permission.SEE_LOOKS,
            Permission.WORK_DATA_CONCERNS,
            Permission.ERASE_CONCERN_WORDS,
            Permission.DECIDE_KEEPING,
            Permission.HOLD_CONCERNS,
            Permission.MANAGE_ACCESS_REQUESTS,
            Permission.PREPARE_PACKS,
            Permission.SEE_SIGNATURES,
        ),
        only_one=True,
        must_be_filled=True,
        sensitive=True,
        federation=True,
    ),
    Role.SENCO: RoleRule(
        _("Special needs co-ordinator (SENCO)"),
        _STAFF | _rights(Permission.SEE_FAMILIES, Permission.SEE_NEEDS, Permission.CHANGE_NEEDS),
    ),
    Role.SAFEGUARDING_GOVERNOR: RoleRule(
        _("Safeguarding governor"), _GOVERNORS, only_one=True, must_be_filled=True, federation=True
    ),
    Role.CHAIR: RoleRule(
        _("Chair of governors"),
        _GOVERNORS
        | _rights(
            Permission.FILL_HEADSHIP,
            Permission.SEE_ALERTS,
            Permission.HANDLE_ALERTS,
            Permission.WORK_HEAD_CONCERNS,
            Permission.APPROVE_POLICIES,
        ),
        only_one=True,
        must_be_filled=True,
        sensitive=True,  # concerns about the head are theirs
        federation=True,
    ),
    Role.GOVERNOR: RoleRule(_("Governor"), _GOVERNORS, federation=True),
    Role.TEACHER: RoleRule(_("Teacher"), _STAFF | _SIGNATURES | _rights(Permission.OPEN_FOR_LESSON)),
    Role.SUPPORT_STAFF: RoleRule(_("Support staff"), _STAFF),
    Role.OFFICE: RoleRule(_("Office"), _STAFF | _REGISTER | _rights(Permission.SEE_ACCOUNTS), sensitive=True),
    Role.PUPIL: RoleRule(_("Pupil"), frozenset()),
    Role.PARENT: RoleRule(_("Parent or carer"), frozenset()),
    Role.VISITOR: RoleRule(_("Visitor"), frozenset()),
}


def rule_of(role: str) -> RoleRule:
    """The rule of a role by its stored value. Raises ValueError for a word that is no role."""
    return ROLES[Role(role)]
