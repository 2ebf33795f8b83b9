"""What the register of posts proves: duties of governance about who holds which role."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.posts.flags import FlagKind, flags_of
from belisha.console.access.posts.queries import board_of
from belisha.console.access.roles import ROLES, Role
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.access.posts.flags import Board, Flag, Held

__all__: list[str] = []

# what is wrong with a post but leaves it filled: the duty is at risk, not breached
RISKS: Final = frozenset({FlagKind.ENDING, FlagKind.NO_COVER})
ENDS_SOON: Final = 30  # days


@proves("governance.dsl-named")
def dsl_named(school: School, now: datetime) -> Standing:
    """Exactly one current DSL, on the leadership team, here or covered for."""
    return _filled(school, now, Role.DSL)


@proves("governance.deputy-dsl")
def deputy_dsl(school: School, now: datetime) -> Standing:
    """At least one deputy."""
    return _filled(school, now, Role.DEPUTY_DSL)


@proves("governance.governor-lead")
def governor_lead(school: School, now: datetime) -> Standing:
    """One safeguarding governor, with the minute that named them."""
    return _filled(school, now, Role.SAFEGUARDING_GOVERNOR)


@proves("governance.accountable-lead")
def accountable_lead(school: School, now: datetime) -> Standing:
    """A head: the accountable lead, who cannot be unset because the post must be filled."""
    return _filled(school, now, Role.HEAD)


@proves("governance.roles-register")
def roles_register(school: School, now: datetime) -> Standing:
    """Every post that must be filled has a holder."""
    board, today = _board(school, now)
    vacant = [str(ROLES[flag.role].title) for flag in flags_of(board, today) if flag.kind is FlagKind.VACANT]
    if vacant:
        return _standing(school, State.BREACHED, _("Vacant: %(posts)s.") % {"posts": ", ".join(vacant)})
    since = max(post.first for role, rule in ROLES.items() if rule.must_be_filled for post in board.now(role, today))
    return _standing(school, State.MET, _("Every post that must be filled has a holder."), since)


@proves("governance.technical-security-lead")
def technical_security_lead(school: School, now: datetime) -> Standing:
    """One network manager, and a leader who is told of what is wrong: the head."""
    technical = _filled(school, now, Role.NETWORK_MANAGER)
    if technical.state is not State.MET:
        return technical
    leader = _filled(school, now, Role.HEAD)
    if leader.state is State.BREACHED:
        return leader
    reason = _("%(technical)s Reports to: %(leader)s") % {"technical": technical.reason, "leader": leader.reason}
    return technical._replace(reason=reason)


@proves("governance.head-answers-for-child-data")
def head_answers_for_child_data(school: School, now: datetime) -> Standing:
    """One head, who is the final owner of every store of child data by being head: nobody can choose another."""
    return _filled(school, now, Role.HEAD)


@proves("governance.technical-support-agreed")
def technical_support_agreed(school: School, now: datetime) -> Standing:
    """A technician of a named supplier whose agreement has not ended, or else a network manager of the school's own."""
    board, today = _board(school, now)
    technicians = board.now(Role.TECHNICIAN, today)
    unnamed = [post for post in technicians if not (post.supplier and post.last)]
    if unnamed:
        text = _("%(name)s has no supplier's name or no end of the agreement.") % {"name": unnamed[0].name}
        return _standing(school, State.BREACHED, text, basis=Basis.RECORDED)
    if technicians:
        return _agreed(school, technicians, today)
    own = board.now(Role.NETWORK_MANAGER, today)
    if own:
        text = _("Support is given by the school's own %(name)s.") % {"name": own[0].name}
        return _standing(school, State.MET, text, own[0].first, Basis.RECORDED)
    text = _("No supplier's agreement is current, and nobody is network manager.")
    return _standing(school, State.BREACHED, text, basis=Basis.RECORDED)


def _agreed(school: School, technicians: Collection[Held], today: date) -> Standing:
    last = max(post.last for post in technicians if post.last)
    suppliers = ", ".join(sorted({post.supplier for post in technicians}))
    ending = (last - today).days <= ENDS_SOON
    text = _("%(suppliers)s, agreed until %(day)s.") % {"suppliers": suppliers, "day": date_format(last, "j F Y")}
    state = State.AT_RISK if ending else State.MET
    return _standing(school, state, text, min(post.first for post in technicians), Basis.RECORDED)


def _filled(school: School, now: datetime, role: Role) -> Standing:
    """Whether a post is filled as it should be: breached by what is wrong with it, at risk by what soon will be."""
    board, today = _board(school, now)
    flags = [flag for flag in flags_of(board, today) if flag.role is role and _counts(flag)]
    wrong = [flag for flag in flags if flag.kind not in RISKS]
    if wrong or flags:
        state = State.BREACHED if wrong else State.AT_RISK
        return _standing(school, state, (wrong or flags)[0].text)
    held = board.now(role, today)
    names = ", ".join(post.name for post in held)
    text = _("%(role)s: %(names)s.") % {"role": ROLES[role].title, "names": names}
    return _standing(school, State.MET, text, min((post.first for post in held), default=None))


def _counts(flag: Flag) -> bool:
    """A role that must not meet another is flagged on the first of the two: it does not leave this post empty."""
    return flag.kind is not FlagKind.APART


def _board(school: School, now: datetime) -> tuple[Board, date]:
    today = timezone.localdate(now)
    return board_of(school, today), today


def _standing(
    school: School, state: State, reason: str, since: date | None = None, basis: Basis = Basis.MEASURED
) -> Standing:
    began = timezone.make_aware(datetime.combine(since, time.min)) if since else None
    return Standing(state, reason, basis, began, reverse("posts", args=[school.code]))
