"""What the register can prove. Not here: what needs the agreement (conduct out of work, personal views), and what needs
lists of other apps (induction pack, contact after leaving, official contact only)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.duties.registry import Basis, Standing, State, proves
from belisha.console.people.models import StaffCheck
from belisha.console.people.queries.needs import current_needs
from belisha.console.people.queries.record import record_of
from belisha.console.people.queries.staff import contacts_of, declarations_of, open_ties, starters_of
from belisha.console.people.rules.checks import CheckState
from belisha.console.people.rules.forms_of_staff import GRACE, form_of, staff_forms, starter_steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from belisha.console.access.models import School
    from belisha.console.people.queries.staff import FormState

__all__: list[str] = []

ANSWER_WITHIN: Final = timedelta(days=7)  # advice on a tie, a word on a request
CONFIRM_WITHIN: Final = timedelta(days=28)


def _standing(state: State, reason: str, basis: Basis, page: str, school: School) -> Standing:
    return Standing(state, reason, basis, link=reverse(page, args=[school.code]))


@proves("people.dbs-checked")
def dbs_checked(school: School, now: datetime) -> Standing:
    """Whether an enhanced DBS check of every member of staff has been seen and holds."""
    lines = record_of(school, kind="staff", day=timezone.localdate(now))
    cells = [cell for line in lines for cell in line.cells if cell.check == StaffCheck.Kind.DBS]
    gaps = sum(cell.state in {CheckState.MISSING, CheckState.EXPIRED} for cell in cells)
    due = sum(cell.state is CheckState.DUE_SOON for cell in cells)
    if not cells:
        state, reason = State.NOT_KNOWN, _("No staff are on the register.")
    elif gaps:
        state, reason = (
            State.BREACHED,
            ngettext(
                "%(number)s member of staff has no DBS check that counts.",
                "%(number)s members of staff have no DBS check that counts.",
                gaps,
            ),
        )
    elif due:
        state, reason = (
            State.AT_RISK,
            ngettext(
                "%(number)s DBS check is to be renewed within 30 days.",
                "%(number)s DBS checks are to be renewed within 30 days.",
                due,
            ),
        )
    else:
        state, reason = (
            State.MET,
            ngettext(
                "The DBS check of %(number)s member of staff was seen.",
                "The DBS checks of all %(number)s members of staff were seen.",
                len(cells),
            ),
        )
    return _standing(state, reason % {"number": gaps or due or len(cells)}, Basis.RECORDED, "record", school)


@proves("people.single-central-record")
def single_central_record(school: School, now: datetime) -> Standing:
    """Whether every check of every adult is recorded, or marked as not needed, and holds."""
    lines = record_of(school, day=timezone.localdate(now))
    gaps = sum(1 for line in lines if line.gaps)
    due = sum(1 for line in lines if line.due)
    counted = {"gaps": gaps, "due": due, "people": len(lines)}
    if not lines:
        state, reason = State.NOT_KNOWN, _("No adults are on the register.")
    elif gaps:
        state, reason = State.BREACHED, _("%(gaps)s of %(people)s people have gaps in their checks.")
    elif due:
        state, reason = State.AT_RISK, _("%(due)s of %(people)s people have a check to be renewed within 30 days.")
    else:
        state, reason = State.MET, _("The checks of all %(people)s people are recorded.")
    return _standing(state, reason % counted, Basis.RECORDED, "record", school)


@proves("people.vulnerable-pupils")
def vulnerable_pupils(school: School, now: datetime) -> Standing:
    """Whether pupils who are more at risk are recorded, each with a review that is not late."""
    day = timezone.localdate(now)
    flagged = list(current_needs(school, day).filter(at_risk=True))
    late = sum(1 for need in flagged if need.review < day)
    pupils = len({need.person_id for need in flagged})
    if not flagged:
        state, reason = State.NOT_KNOWN, _("No pupil is recorded as more at risk online: has anybody looked?")
    elif late:
        state, reason = State.BREACHED, _("%(late)s reviews of pupils who are more at risk are late.")
    else:
        state, reason = State.MET, _("Pupils recorded as more at risk: %(pupils)s; no review is late.")
    return _standing(state, reason % {"late": late, "pupils": pupils}, Basis.RECORDED, "needs", school)


def _late_forms(states: list[FormState], day: date) -> list[FormState]:
    return [one for one in states if one.due and (one.last is not None or one.person.joined + GRACE < day)]


def _unconfirmed_since(state: FormState, now: datetime) -> timedelta:
    return now - state.last.made_at if state.last and state.unconfirmed else timedelta(0)


def _of_form(school: School, now: datetime, code: str) -> tuple[State, str]:
    """Where one yearly form stands: all filled in, passed, confirmed where that is asked."""
    day = timezone.localdate(now)
    states = [one for one in declarations_of(school, day) if one.form.id == code]
    numbers = {
        "all": len(states),
        "late": len(_late_forms(states, day)),
        "failed": sum(1 for one in states if one.last is not None and not one.last.passed),
        "forgotten": sum(1 for one in states if one.form.confirmed and _unconfirmed_since(one, now) > CONFIRM_WITHIN),
        "waiting": sum(1 for one in states if one.unconfirmed or one.due),
    }
    found: tuple[tuple[bool, State, str], ...] = (
        (not states, State.NOT_KNOWN, _("No staff are on the register.")),
        (numbers["late"] > 0, State.BREACHED, _("%(late)s of %(all)s staff have not filled it in this year.")),
        (numbers["failed"] > 0, State.BREACHED, _("%(failed)s of %(all)s staff have not passed the self-check.")),
        (
            numbers["forgotten"] > 0,
            State.BREACHED,
            _("%(forgotten)s forms have waited for four weeks to be confirmed."),
        ),
        (numbers["waiting"] > 0, State.AT_RISK, _("%(waiting)s of %(all)s forms are new, or are to be talked over.")),
        (True, State.MET, _("All %(all)s staff have filled it in this year.")),
    )
    state, reason = next((state, reason) for holds, state, reason in found if holds)
    return state, f"“{form_of(code).title}”: {reason % numbers}" if states else reason


def _proof_of_form(code: str) -> Callable[[School, datetime], Standing]:
    def ask(school: School, now: datetime) -> Standing:
        return _standing(*_of_form(school, now, code), Basis.CLAIMED, "declarations", school)

    return ask


for _form in staff_forms():
    proves(_form.duty)(_proof_of_form(_form.id))


@proves("people.conduct-outside-work")
def conduct_outside_work(school: School, now: datetime) -> Standing:
    """Whether all staff ticked this year that they were told what conduct online, away from work, can lead to."""
    return _standing(*_of_form(school, now, "professional-conduct"), Basis.RECORDED, "declarations", school)


@proves("social.staff-privacy")
def staff_privacy(school: School, now: datetime) -> Standing:
    """Whether the advice on privacy reached all staff this year: each went through its list, dated."""
    return _standing(*_of_form(school, now, "employer-not-named"), Basis.RECORDED, "declarations", school)


@proves("social.followers-professional-accounts")
def followers_professional(school: School, now: datetime) -> Standing:
    """Whether the advice to follow channels of the school from a professional account reached all staff this year."""
    return _standing(*_of_form(school, now, "employer-not-named"), Basis.RECORDED, "declarations", school)


@proves("people.declared-relationships")
def declared_relationships(school: School, now: datetime) -> Standing:
    """Whether staff were asked for ties this year, and every tie told has advice and a review that is not late."""
    day = timezone.localdate(now)
    ties = open_ties(school)
    late = sum(1 for tie in ties if tie.review and tie.review < day)
    waiting = [tie for tie in ties if tie.advised_at is None]
    if late or any(now - tie.told_at > ANSWER_WITHIN for tie in waiting):
        reason = _("Ties that wait for advice: %(waiting)s; with a review that is late: %(late)s.")
        state, told = State.BREACHED, reason % {"waiting": len(waiting), "late": late}
    else:
        state, told = _of_form(school, now, "no-friending")
        if state is State.MET:
            state = State.AT_RISK if waiting else State.MET
            told = _("All staff were asked this year; ties told: %(ties)s.") % {"ties": len(ties)}
    return _standing(state, told, Basis.RECORDED, "ties", school)


@proves("people.no-personal-contact-accounts")
def no_personal_contact_accounts(school: School, now: datetime) -> Standing:
    """Whether no leave for contact has run out unclosed, none waits, and staff say there is no other contact."""
    day = timezone.localdate(now)
    asked = contacts_of(school)
    lapsed = sum(1 for one in asked if one.agreed and one.until < day)
    waiting = [one for one in asked if one.agreed is None]
    if lapsed:
        state, reason = State.BREACHED, _("Leave for contact that has run out and is not closed: %s.") % lapsed
    elif any(now - one.asked_at > ANSWER_WITHIN for one in waiting):
        state, reason = State.AT_RISK, _("Requests for contact that have waited for a week: %s.") % len(waiting)
    else:
        state, reason = _of_form(school, now, "no-friending")
    return _standing(state, reason, Basis.RECORDED, "contacts", school)


def _proof_of_step(code: str) -> Callable[[School, datetime], Standing]:
    def ask(school: School, now: datetime) -> Standing:
        day = timezone.localdate(now)
        states = [one for one in starters_of(school, day) if one.step.id == code]
        open_ = [one for one in states if not one.done]
        late = sum(1 for one in open_ if one.by < day)
        claimed = any(one.row and one.row.taken_over for one in states)
        numbers = {"all": len(states), "open": len(open_), "late": late}
        if not states:
            state, reason = State.NOT_KNOWN, _("No staff are on the register.")
        elif late:
            state, reason = (
                State.BREACHED,
                _("%(late)s of %(all)s staff have not signed this step in time with their guide."),
            )
        elif open_:
            state, reason = State.AT_RISK, _("%(open)s starters have still to sign this step.")
        else:
            state, reason = State.MET, _("All %(all)s staff have been through this step.")
        basis = Basis.CLAIMED if claimed else Basis.RECORDED
        return _standing(state, reason % numbers, basis, "starters", school)

    return ask


for _step in starter_steps():
    proves(_step.duty)(_proof_of_step(_step.id))
