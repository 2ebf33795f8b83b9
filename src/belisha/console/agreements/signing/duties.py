"""What signing proves. A text that nobody signed proves nothing: each duty counts people, or reads what is in force."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.queries.gating import waivers_in_force
from belisha.console.access.models import User
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.models import Signature
from belisha.console.agreements.signing.queries.proving import (
    accounts_before_signing,
    accounts_since_issue,
    classes_not_told,
    held_by,
    unasked_kinds,
    unrestricted,
    visits_since,
    visits_without,
    without_clause,
)
from belisha.console.agreements.signing.queries.restricting import GATE
from belisha.console.agreements.signing.queries.whole import broken
from belisha.console.agreements.signing.rules import State as Where
from belisha.console.agreements.signing.rules import grace_ends
from belisha.console.agreements.texts.declared import GRACE_DAYS
from belisha.console.agreements.texts.queries import in_force
from belisha.console.agreements.texts.rules import kind_of, kinds, languages
from belisha.console.duties.registry import Standing, State, proves
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from belisha.console.access.models import School

__all__: list[str] = []

TERM: Final = timedelta(days=90)
GATED: Final = (User.Kind.STAFF, User.Kind.PUPIL, User.Kind.VISITOR)


def _standing(school: School, state: State, reason: str, page: str = "agreements-unsigned") -> Standing:
    return Standing(state, reason, link=reverse(page, args=[school.code]))


def _all_signed(school: School, kind: str, now: datetime) -> Standing:
    """Whether everybody who is asked for a kind has signed it: those with days of grace left make it a risk."""
    today, title = timezone.localdate(now), kind_of(kind).title
    if kind not in in_force(school):
        return _standing(school, State.BREACHED, _("“%(title)s” is not issued.") % {"title": title}, "agreements")
    lines = held_by(school, kind, today)
    if not lines:
        return _standing(school, State.NOT_KNOWN, _("Nobody here is asked for “%(title)s”.") % {"title": title})
    days = value_of(school, GRACE_DAYS)
    left = [line for line in lines if not line.is_done]
    late = [line for line in left if grace_ends(line.since, days, at_once=line.at_once) <= today]
    about = {"title": title, "signed": len(lines) - len(left), "all": len(lines), "late": len(late)}
    if late:
        return _standing(school, State.BREACHED, _("“%(title)s”: %(late)d of %(all)d are late to sign.") % about)
    if left:
        return _standing(school, State.AT_RISK, _("“%(title)s”: %(signed)d of %(all)d have signed so far.") % about)
    return _standing(school, State.MET, _("“%(title)s”: all %(all)d have signed.") % about)


def _proves_signed(duty: str, kind: str) -> Callable[[School, datetime], Standing]:
    def ask(school: School, now: datetime) -> Standing:
        return _all_signed(school, kind, now)

    return proves(duty)(ask)


staff_aup_signed = _proves_signed("agreements.staff-aup-signed", "staff")
staff_policy_signed = _proves_signed("agreements.staff-policy-signed", "policy-read")
incident_guidance_read = _proves_signed("agreements.incident-guidance-read", "incident-guidance")
pupil_infant = _proves_signed("agreements.pupil-infant", "pupil-ks1")
pupil_junior = _proves_signed("agreements.pupil-junior", "pupil-ks2")
social_channel = _proves_signed("agreements.social-channel-aup", "social-media-manager")
school_device_use = _proves_signed("agreements.school-device-use", "device-holder")


@proves("agreements.parent-online")
def parent_online(school: School, now: datetime) -> Standing:
    """Of each child a parent has signed, or has said no."""
    today = timezone.localdate(now)
    if "parent" not in in_force(school):
        return _standing(school, State.BREACHED, _("The agreement of parents is not issued."), "agreements")
    lines = held_by(school, "parent", today)
    answered = {line.child.pk for line in lines if line.child and line.state in {Where.SIGNED, Where.DECLINED}}
    children = {line.child.pk for line in lines if line.child}
    left = len(children - answered)
    if not children:
        return _standing(school, State.NOT_KNOWN, _("No child here has a parent on the register."))
    about = {"left": left, "all": len(children)}
    if left:
        return _standing(
            school, State.BREACHED, _("For %(left)d of %(all)d children no parent has answered yet.") % about
        )
    return _standing(school, State.MET, _("For each of %(all)d children a parent has answered.") % about)


@proves("agreements.before-access")
def before_access(school: School, now: datetime) -> Standing:
    """Nobody with an open account is late to sign and unrestricted; no kind of person is let in without."""
    waived = list(waivers_in_force(school).filter(gate=GATE, kind__in=GATED))
    if waived:
        kinds_let_in = ", ".join(sorted(str(User.Kind(each.kind).label) for each in waived))
        reason = _("Accounts open without a signed agreement for: %(kinds)s.") % {"kinds": kinds_let_in}
        return _standing(school, State.BREACHED, reason, "account-gates")
    if number := unrestricted(school, now):
        reason = _("%(number)d people with an account have not signed, and are not restricted.") % {"number": number}
        return _standing(school, State.BREACHED, reason)
    gated = User.objects.for_school(school).filter(kind__in=GATED, opened_at__isnull=False, closed_at__isnull=True)
    if not gated.exists():
        return _standing(school, State.NOT_KNOWN, _("Nobody has an account here yet that would wait for a signature."))
    return _standing(school, State.MET, _("Accounts and internet wait for the signature, for everybody."))


@proves("agreements.staff-then-account")
def staff_then_account(school: School, now: datetime) -> Standing:
    """No account of staff was opened before its owner had signed, since the agreement was first issued."""
    del now
    if "staff" not in in_force(school):
        return _standing(school, State.BREACHED, _("The agreement of staff is not issued."), "agreements")
    if number := accounts_before_signing(school):
        reason = _("%(number)d accounts of staff were opened before the signature.") % {"number": number}
        return _standing(school, State.BREACHED, reason)
    since = accounts_since_issue(school)
    if not since:
        reason = _("No account of staff was opened since the agreement was first issued: the next one shows it.")
        return _standing(school, State.NOT_KNOWN, reason)
    reason = _("Each of %(number)d accounts of staff since then was opened after the signature.")
    return _standing(school, State.MET, reason % {"number": since})


@proves("agreements.issued-on-entry")
def issued_on_entry(school: School, now: datetime) -> Standing:
    """Everybody who is here has been asked: there is an agreement in force for each kind of person."""
    if missing := unasked_kinds(school, timezone.localdate(now)):
        reason = _("Nothing is issued for: %(kinds)s.") % {"kinds": ", ".join(missing)}
        return _standing(school, State.BREACHED, reason, "agreements")
    if not Person.objects.for_school(school).on_roll(timezone.localdate(now)).exists():
        return _standing(school, State.NOT_KNOWN, _("Nobody is on the register yet."), "agreements")
    return _standing(school, State.MET, _("Whoever joins is asked from their first day."), "agreements")


@proves("agreements.consequences-explained")
def consequences_explained(school: School, now: datetime) -> Standing:
    """Every class with somebody to sign has been told this school year what follows if rules are broken."""
    told, left = classes_not_told(school, timezone.localdate(now))
    if left:
        reason = _("Not yet gone through with: %(classes)s.") % {"classes": ", ".join(left)}
        return _standing(school, State.BREACHED, reason, "agreements-classes")
    if not told:
        return _standing(school, State.NOT_KNOWN, _("No class has children who sign."), "agreements-classes")
    reason = _("Gone through with all %(number)d classes this school year.") % {"number": told}
    return _standing(school, State.MET, reason, "agreements-classes")


@proves("agreements.pupil-readable")
def pupil_readable(school: School, now: datetime) -> Standing:
    """What pupils are asked for can be read with pictures, aloud, in large print and in the home languages."""
    del now
    wanted = {"plain", "pictures", *(language.id for language in languages())}
    there = in_force(school)
    poor = [
        kind_of(kind).title for kind in ("pupil-ks1", "pupil-ks2") if kind in there and wanted - set(there[kind].forms)
    ]
    if not {"pupil-ks1", "pupil-ks2"} & there.keys():
        return _standing(school, State.BREACHED, _("Nothing is issued for pupils."), "agreements")
    if poor:
        reason = _("Without pictures or home languages: %(titles)s.") % {"titles": ", ".join(poor)}
        return _standing(school, State.BREACHED, reason, "agreements")
    return _standing(school, State.MET, _("Pupils read it plain, with pictures, aloud or translated."), "agreements")


@proves("agreements.held-on-file")
def held_on_file(school: School, now: datetime) -> Standing:
    """All that was issued and signed is as it was."""
    del now
    if found := broken(school):
        reason = _("%(number)d signatures or texts are not as they were.") % {"number": len(found)}
        return _standing(school, State.BREACHED, reason, "agreements")
    number = Signature.objects.for_school(school).count()
    if not number:
        return _standing(school, State.NOT_KNOWN, _("Nobody has signed anything yet."), "agreements")
    reason = _("All %(number)d signatures are whole, each with its text, time and signer.") % {"number": number}
    return _standing(school, State.MET, reason, "agreements")


def _visits(school: School, now: datetime, kind: str, *, code: bool, often: bool = False) -> Standing:
    if kind not in in_force(school):
        reason = _("“%(title)s” is not issued.") % {"title": kind_of(kind).title}
        return _standing(school, State.BREACHED, reason, "agreements")
    number = visits_without(school, kind, now - TERM, code=code, often=often)
    if number:
        reason = _("%(number)d visits of the last 90 days without a signature.") % {"number": number}
        return _standing(school, State.BREACHED, reason, "agreements-desk")
    count = visits_since(school, kind, now - TERM, code=code)
    if not count:
        reason = _("No such visit was entered within 90 days: there is nothing to look at.")
        return _standing(school, State.NOT_KNOWN, reason, "agreements-desk")
    reason = _("Each of %(count)d visits of the last 90 days had its signature first.") % {"count": count}
    if often:
        reason = _("Of %(count)d visits within 90 days, none by somebody who comes often lacked the signature.")
        reason %= {"count": count}
    return _standing(school, State.MET, reason, "agreements-desk")


@proves("agreements.visitor-aup")
def visitor_aup(school: School, now: datetime) -> Standing:
    """Nobody got a guest code who had not signed."""
    return _visits(school, now, "visitor", code=True)


@proves("agreements.visitor-devices")
def visitor_devices(school: School, now: datetime) -> Standing:
    """Nobody got a badge who had not signed the clause on devices."""
    return _visits(school, now, "visitor", code=False)


@proves("agreements.regular-visitor-code")
def regular_visitor_code(school: School, now: datetime) -> Standing:
    """Those who come often signed the code of conduct before their next badge."""
    return _visits(school, now, "regular-visitor", code=False, often=True)


def _clause(school: School, clause: str, wanted: Iterable[str]) -> Standing:
    """Every agreement in force of some kinds has a clause, and something is in force."""
    there = in_force(school)
    asked = [kind for kind in wanted if kind in there]
    if not asked:
        return _standing(school, State.BREACHED, _("None of these agreements is issued."), "agreements")
    if lacking := without_clause(school, clause, asked):
        titles = ", ".join(kind_of(kind).title for kind in lacking)
        return _standing(school, State.BREACHED, _("The clause is missing in: %(titles)s.") % {"titles": titles})
    reason = _("The clause stands in all %(number)d agreements in force.") % {"number": len(asked)}
    return _standing(school, State.MET, reason, "agreements")


def _proves_clause(duty: str, clause: str, wanted: tuple[str, ...]) -> Callable[[School, datetime], Standing]:
    def ask(school: School, now: datetime) -> Standing:
        del now
        return _clause(school, clause, wanted)

    return proves(duty)(ask)


def _with(clause: str) -> tuple[str, ...]:
    return tuple(kind.id for kind in kinds() if clause in kind.required)


FAMILIES: Final = ("pupil-ks1", "pupil-ks2", "parent")
social_clauses = _proves_clause("agreements.social-clauses-for-pupils", "social-media", FAMILIES)
conduct_clauses = _proves_clause("agreements.professional-conduct-clauses", "conduct", ("staff", "volunteer"))
holder_clauses = _proves_clause("agreements.device-holder-responsible", "device-holder", _with("device-holder"))
no_liability = _proves_clause("agreements.no-liability", "no-liability", _with("no-liability"))
