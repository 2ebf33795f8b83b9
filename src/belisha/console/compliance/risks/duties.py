"""What the risk register of technology proves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.compliance.models import Assessment, Technology
from belisha.console.compliance.models.risks import Decision
from belisha.console.compliance.risks.queries import (
    ai_open_for_pupils,
    late,
    pupils_ai_allowed,
    unregistered_services,
    waiting_longest,
)
from belisha.console.compliance.risks.rules import WAITS
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["emerging_technology", "personal_data", "search_tools", "technology_risks"]

SOON: Final = timedelta(days=28)
SHOWN: Final = 5  # names in a sentence


@proves("services.emerging-tech-assessed")
def emerging_technology(school: School, now: datetime) -> Standing:
    """Nothing is used that no leader has allowed; AI tools are shut to pupils unless one was allowed to them."""
    del now
    link = _register(school)
    standing = Technology.objects.for_school(school).standing()
    undecided = standing.filter(in_use=True, decision__in=[Decision.WAITING, Decision.REFUSED])
    if names := _names(undecided):
        return Standing(State.BREACHED, _("Used, and no leader has allowed it: %(names)s.") % names, link=link)
    if not pupils_ai_allowed(school) and (levels := ai_open_for_pupils(school)):
        words = _("Tools with artificial intelligence are open to pupils (%(names)s), and none was allowed to them.")
        return Standing(State.BREACHED, words % {"names": ", ".join(levels)}, link=link)
    decided = standing.exclude(decision=Decision.WAITING).aggregate(last=Max("decided_at"))["last"]
    if decided is None:
        return Standing(State.NOT_KNOWN, _("Nothing on the register of technology has been decided yet."), link=link)
    if (days := waiting_longest(school)) > WAITS:
        words = _("Somebody has waited for %(days)s days for a decision on a technology.") % {"days": days}
        return Standing(State.AT_RISK, words, Basis.RECORDED, link=link)
    words = _("What is used was assessed and allowed by a leader; the last decision was on %(day)s.")
    return Standing(State.MET, words % {"day": _day(decided)}, Basis.RECORDED, decided, link)


@proves("services.tech-risk-assessments")
def technology_risks(school: School, now: datetime) -> Standing:
    """Each technology in use, services with accounts too, stands on the register with an assessment in its time."""
    link, today = _register(school), timezone.localdate(now)
    if missing := _missing(school):
        return Standing(State.BREACHED, missing, link=link)
    if names := _names(late(school, today)):
        words = _("To be looked at anew, and it was not: %(names)s.") % names
        return Standing(State.BREACHED, words, Basis.RECORDED, link=f"{link}?state=late")
    used = Technology.objects.for_school(school).used()
    if names := _names(used.filter(decided_at__isnull=True)):
        words = _("Used without an assessment on which a leader decided: %(names)s.") % names
        return Standing(State.BREACHED, words, Basis.RECORDED, link=link)
    count = used.count()
    if not count:
        return Standing(State.NOT_KNOWN, _("No technology in use stands on the register yet."), link=link)
    if names := _names(used.filter(review_on__lte=today + SOON)):
        words = _("To be looked at anew within four weeks: %(names)s.") % names
        return Standing(State.AT_RISK, words, Basis.RECORDED, link=link)
    words = ngettext(
        "%(n)s technology in use has an assessment in its time.",
        "%(n)s technologies in use have an assessment in its time.",
        count,
    )
    return Standing(State.MET, words % {"n": count}, Basis.RECORDED, link=link)


@proves("services.personal-data-apps")
def personal_data(school: School, now: datetime) -> Standing:
    """What holds personal data was assessed, with the data protection officer's word, before it was allowed."""
    link, today = _register(school), timezone.localdate(now)
    if missing := _missing(school):
        return Standing(State.BREACHED, missing, link=link)
    used = Technology.objects.for_school(school).used().filter(personal=True)
    good = Assessment.objects.filter(technology=OuterRef("pk"), decision=OuterRef("decision")).exclude(data_words="")
    allowed = [Decision.ALLOWED, Decision.TRIAL]
    lawful = used.filter(Exists(good), decision__in=allowed, review_on__gte=today)
    if names := _names(used.exclude(pk__in=lawful.values("pk"))):
        words = _("Holds personal data without an assessment in its time that the data officer has seen: %(names)s.")
        return Standing(State.BREACHED, words % names, Basis.RECORDED, link=link)
    count = used.count()
    if not count:
        return Standing(State.NOT_KNOWN, _("Nothing that holds personal data stands on the register yet."), link=link)
    words = ngettext(
        "%(n)s system with personal data was assessed before use, and the data protection officer had a say.",
        "%(n)s systems with personal data were assessed before use, and the data protection officer had a say.",
        count,
    )
    return Standing(State.MET, words % {"n": count}, Basis.RECORDED, link=link)


@proves("services.search-risk-assessed")
def search_tools(school: School, now: datetime) -> Standing:
    """Search tools were held against each other, and one was chosen within its time."""
    link, today = f"{_register(school)}?kind=search", timezone.localdate(now)
    tools = Technology.objects.for_school(school).standing().filter(kind=Technology.Kind.SEARCH)
    decided = tools.exclude(decision=Decision.WAITING)
    chosen = decided.filter(decision=Decision.ALLOWED)
    if not decided.exists():
        return Standing(State.NOT_KNOWN, _("No search tool on the register has been decided on."), link=link)
    if names := _names(chosen.filter(review_on__lt=today)):
        words = _("The choice of the search tool is past its day: %(names)s.") % names
        return Standing(State.BREACHED, words, Basis.RECORDED, link=link)
    names = _names(chosen)
    if not names:
        return Standing(
            State.BREACHED, _("Search tools were assessed, and none was chosen."), Basis.RECORDED, link=link
        )
    if decided.count() < 2:
        words = _("%(names)s was assessed and chosen, but held against no other search tool.") % names
        return Standing(State.AT_RISK, words, Basis.RECORDED, link=link)
    last = decided.aggregate(last=Max("decided_at"))["last"]
    words = _("Chosen after search tools were held against each other: %(names)s.") % names
    return Standing(State.MET, words, Basis.RECORDED, last, link)


def _register(school: School) -> str:
    return reverse("risks", args=[school.code])


def _missing(school: School) -> str:
    """That services in use do not stand on the register, in words; "" where all do."""
    names = [each.name for each in unregistered_services(school)]
    words = _("People of the school have accounts there, and it stands on no risk register: %(names)s.")
    return words % {"names": _listed(names)} if names else ""


def _names(rows: QuerySet[Technology]) -> dict[str, str]:
    """What some rows are called, for a sentence; empty where there are none."""
    names = list(rows.order_by("name", "pk").values_list("name", flat=True))
    return {"names": _listed(names)} if names else {}


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = [_("%(n)s more") % {"n": len(every) - SHOWN}] if len(every) > SHOWN else []
    return ", ".join(every[:SHOWN] + more)


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")
