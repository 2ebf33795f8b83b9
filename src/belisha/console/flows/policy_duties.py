"""Duties that the policy and the agreements prove together: who is bound, and what was decided about phones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from belisha.console.access.models import User
from belisha.console.access.settings.queries import settings_of
from belisha.console.access.settings.rules import Source
from belisha.console.agreements.models import Agreement
from belisha.console.agreements.texts.declared import PUPIL_DEVICES
from belisha.console.agreements.texts.queries import draft_of, parameters_of
from belisha.console.agreements.texts.queries import in_force as agreements_in_force
from belisha.console.agreements.texts.rules import filled, kind_of
from belisha.console.duties.registry import Standing, State, proves
from belisha.console.people.models import Person
from belisha.console.policies.clauses.queries import compose, in_force

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["phone_rules_set", "scope_people"]

PHONES: Final = ("staff-phones", PUPIL_DEVICES.key)
CLAUSES: Final = frozenset({"staff-phones", "pupil-devices", "visitors-devices"})
# under which heading of the policy each kind of person on the register is spoken to
AUDIENCE: Final = {
    User.Kind.STAFF: "staff",
    User.Kind.PUPIL: "pupils",
    User.Kind.PARENT: "parents",
    User.Kind.GOVERNOR: "governors",
    User.Kind.VISITOR: "visitors",
    User.Kind.VOLUNTEER: "visitors",
    User.Kind.CONTRACTOR: "visitors",
}


@proves("governance.phone-rules-set")
def phone_rules_set(school: School, now: datetime) -> Standing:
    """Somebody has decided about phones of staff and pupils; policy and agreement in force say what was decided."""
    link = f"{reverse('policy-choices', args=[school.code])}#{PHONES[0]}"
    settings = {each.setting.key: each for each in settings_of(school)}
    open_points = [settings[key] for key in PHONES if settings[key].state.source is Source.PRODUCT]
    unsaid = settings[PUPIL_DEVICES.key].state.value == "unsaid"
    if open_points or unsaid:
        titles = [str(each.setting.title) for each in open_points] or [str(PUPIL_DEVICES.title)]
        words = _("Nobody has decided: %(what)s.") % {"what": "; ".join(titles)}
        return Standing(State.BREACHED, words, link=link)
    if missing := _not_said(school):
        return Standing(State.BREACHED, missing, link=reverse("policy-reading", args=[school.code]))
    if not _agreement_says_so(school, now):
        words = _("Decided, but no agreement of staff that is in force says it. Issue it anew.")
        return Standing(State.AT_RISK, words, link=reverse("agreement-kind", args=[school.code, "staff"]))
    said = "; ".join(f"{settings[key].setting.title}: {settings[key].written}" for key in PHONES)
    words = _("Policy and agreement in force say what was decided. %(what)s.") % {"what": said}
    return Standing(State.MET, words, link=link)


def _not_said(school: School) -> str:
    """What the policy in force lacks about phones; nothing when it says all."""
    version = in_force(school)
    if version is None:
        return _("No policy is in force that says what was decided about phones.")
    there = {each.id for section in compose(version, school) for each in section.paragraphs}
    return "" if there >= CLAUSES else _("The policy in force leaves out what was decided about phones.")


def _agreement_says_so(school: School, now: datetime) -> bool:
    """Whether what staff sign says of phones what it would say if it were issued today."""
    held = Agreement.objects.for_school(school).in_force().filter(kind="staff").first()
    if held is None:
        return False
    draft = draft_of(school, "staff")
    parameters = parameters_of(school, timezone.localdate(now))
    today = [filled(clause.text, parameters) for clause in draft.text.clauses if clause.id == "phones"]
    signed = [str(each["text"]) for each in held.forms["plain"]["clauses"] if each["id"] == "phones"]
    return bool(today) and today == signed


@proves("governance.scope-people")
def scope_people(school: School, now: datetime) -> Standing:
    """Every kind of person on the register is spoken to by the policy in force, and has an agreement in force."""
    link = reverse("policy-reading", args=[school.code])
    version = in_force(school)
    if version is None:
        return Standing(State.BREACHED, _("No policy is in force that binds anybody."), link=link)
    spoken_to = {audience for section in compose(version, school) for audience in section.audiences}
    people = Person.objects.for_school(school).on_roll(timezone.localdate(now)).order_by("kind")
    kinds = [User.Kind(kind) for kind in people.values_list("kind", flat=True).distinct()]
    unbound = [str(kind.label) for kind in kinds if AUDIENCE[kind] not in spoken_to]
    if unbound:
        words = _("The policy says nothing to: %(who)s.") % {"who": get_text_list(unbound, _("and"))}
        return Standing(State.BREACHED, words, link=link)
    asked = {who for kind in agreements_in_force(school) for who in kind_of(kind).who.kinds}
    if unasked := [str(kind.label) for kind in kinds if kind not in asked]:
        words = _("No agreement is in force for: %(who)s.") % {"who": get_text_list(unasked, _("and"))}
        return Standing(State.BREACHED, words, link=reverse("agreements", args=[school.code]))
    who = get_text_list([str(kind.label) for kind in kinds], _("and"))
    words = _("The policy speaks to everybody on the register, and each has an agreement: %(who)s.") % {"who": who}
    return Standing(State.MET, words, link=link)
