"""What the policy proves: that what must be blocked is blocked, for whom, and that the probes of the last night agree.

A half that nobody has looked at is not green: without probes a category is "not known", however the policy reads.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.duties.registry import ALWAYS, SOON, Basis, Standing, State, proves
from belisha.console.filtering.policy.queries.covering import (
    blocking,
    blocking_all,
    probed,
    pupil_profiles,
    school_policy,
)
from belisha.console.filtering.policy.queries.lists import in_index, locked_lists
from belisha.console.filtering.policy.queries.places import own_profiles_of
from belisha.console.filtering.policy.queries.tested import last_test
from belisha.console.filtering.policy.queries.versions import NotAdoptedError, unchanged_versions
from belisha.console.filtering.policy.rules.reviews import DUE_SOON, TEST_DATE_AGES, TEST_DATE_IS_OLD
from belisha.console.filtering.policy.rules.strictest import strictest_faults
from belisha.console.filtering.policy.rules.words import title_of
from belisha.engine.policy.inherit import effective
from belisha.engine.policy.members import lineage_of, profile_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.engine.policy import Policy

    Ask = Callable[[Any, datetime], Standing]

__all__: list[str] = []

HARMFUL: Final = ("pornography", "hate", "extremism", "violence", "weapons", "drugs", "gambling", "malware", "phishing")
HARM: Final = ("drugs", "self-harm", "violence", "gambling", "weapons")
MEDIA: Final = ("music-and-video", "shopping", "piracy", "file-sharing")
TALK: Final = ("chat", "social-networks")
RUNNING: Final = frozenset({"programs", "installers"})


def _standing(state: State, reason: str, page: str, school: School, basis: Basis = Basis.MEASURED) -> Standing:
    return Standing(state, reason, basis, link=reverse(page, args=[school.code]))


def with_policy(ask: Ask) -> Ask:
    """Without a policy in the console nothing is known."""

    @wraps(ask)
    def asked(school: School, now: datetime) -> Standing:
        try:
            return ask(school, now)
        except NotAdoptedError:
            return _standing(State.NOT_KNOWN, _("The console has no policy of the filter yet."), "filter", school)

    return asked


def _blocked(school: School, now: datetime, categories: Iterable[str], *, pupils: bool = False) -> Standing:
    """Whether categories are blocked for everybody (or for all pupils): policy, lists and probes."""
    categories = tuple(categories)
    policy, everybody = school_policy(school)
    profiles = pupil_profiles(policy, everybody) if pupils else everybody
    if told := [*_open_in(policy, school, categories, profiles), *_empty(categories)]:
        return _standing(State.BREACHED, " ".join(told), "filter-categories", school)
    return _by_probes(school, now, categories)


def _open_in(policy: Policy, school: School, categories: Iterable[str], profiles: Iterable[str]) -> list[str]:
    """Sentences about profiles in which categories are open."""
    told = []
    for category, found in blocking_all(policy, school, categories, profiles).items():
        names = {"category": title_of(category)}
        if not found.locked and found.open_for:
            told.append(_("%(category)s is open for: %(names)s.") % {**names, "names": ", ".join(found.open_for)})
        if not found.locked and found.at_times:
            told.append(
                _("%(category)s is open at times for: %(names)s.") % {**names, "names": ", ".join(found.at_times)}
            )
    return told


def _empty(categories: Iterable[str]) -> list[str]:
    """Sentences about categories whose lists in force hold nothing: to block them blocks nothing."""
    index = in_index()
    if index.built_at is None:
        return []
    names = [title_of(category) for category in categories if not index.counts.get(category)]
    return [_("The lists in force hold no site of: %(names)s.") % {"names": ", ".join(names)}] if names else []


def _by_probes(school: School, now: datetime, categories: Iterable[str]) -> Standing:
    """What the probes say of categories that the policy blocks."""
    categories = tuple(categories)
    found = {category: probed(school, category) for category in categories}
    passed = [title_of(category) for category, probing in found.items() if probing.passed]
    if passed:
        told = _("A test page came through, though the policy blocks it: %(names)s.") % {"names": ", ".join(passed)}
        return _standing(State.BREACHED, told, "filter-categories", school)
    silent = [title_of(category) for category, probing in found.items() if not probing.fresh(now)]
    if silent:
        told = _("The policy blocks it; no test of the last day through the filter shows that it works for: %(names)s.")
        return _standing(State.NOT_KNOWN, told % {"names": ", ".join(silent)}, "filter-categories", school)
    made = sum(probing.made for probing in found.values())
    told = ngettext(
        "It is blocked, and the %(n)s test page of the last day was stopped.",
        "It is blocked, and all %(n)s test pages of the last day were stopped.",
        made,
    )
    return _standing(State.MET, told % {"n": made}, "filter-categories", school)


@proves("filtering.covers-staff")
@with_policy
def covers_staff(school: School, now: datetime) -> Standing:
    """Whether what is harmful is blocked for adults too, by every profile that somebody can have."""
    policy, profiles = school_policy(school)
    staff = profiles - pupil_profiles(policy, profiles)
    if not staff:
        return _standing(State.BREACHED, _("No profile of this school is for adults."), "filter-profiles", school)
    if told := _open_in(policy, school, HARMFUL, staff):
        return _standing(State.BREACHED, " ".join(told), "filter-profiles", school)
    return _by_probes(school, now, HARMFUL)


@proves("filtering.block-pornography", within=SOON)
@with_policy
def block_pornography(school: School, now: datetime) -> Standing:
    """Whether pornography is blocked for everybody."""
    return _blocked(school, now, ["pornography"])


@proves("filtering.block-race-hate", within=SOON)
@with_policy
def block_race_hate(school: School, now: datetime) -> Standing:
    """Whether hate is blocked for everybody."""
    return _blocked(school, now, ["hate"])


@proves("filtering.block-extremism", within=SOON)
@with_policy
def block_extremism(school: School, now: datetime) -> Standing:
    """Whether extremism is blocked for everybody."""
    return _blocked(school, now, ["extremism"])


@proves("filtering.block-gaming", within=SOON)
@with_policy
def block_gaming(school: School, now: datetime) -> Standing:
    """Whether games, other than those for learning, are blocked for all pupils."""
    return _blocked(school, now, ["games"], pupils=True)


@proves("filtering.block-harm-categories", within=SOON)
@with_policy
def block_harm_categories(school: School, now: datetime) -> Standing:
    """Whether drugs, self-harm, violence and the like are blocked for everybody."""
    return _blocked(school, now, HARM)


@proves("filtering.media-shopping-blocked", within=SOON)
@with_policy
def media_shopping_blocked(school: School, now: datetime) -> Standing:
    """Whether downloads of music and films, and shops, are blocked for all pupils."""
    return _blocked(school, now, MEDIA, pupils=True)


@proves("filtering.chat-social-blocked", within=SOON)
@with_policy
def chat_social_blocked(school: School, now: datetime) -> Standing:
    """Whether chats and social networks are blocked for everybody."""
    return _blocked(school, now, TALK)


@proves("filtering.block-illegal", within=ALWAYS)
def block_illegal(school: School, now: datetime) -> Standing:
    """Whether the lists of illegal content are there, which nobody can switch off, and were tested."""
    lists = locked_lists(school)
    absent = [one.state.title for one in lists if one.state.state == "absent"]
    if absent:
        told = _("Missing: %(names)s.") % {"names": ", ".join(absent)}
        return _standing(State.BREACHED, told, "filter-locked-lists", school)
    if [one for one in lists if one.outcome == "passed"]:
        told = _("The test address of a locked list came through.")
        return _standing(State.BREACHED, told, "filter-locked-lists", school)
    untested = [one.state.title for one in lists if not probed(school, one.state.id).fresh(now)]
    if untested:
        told = _("Not tested through the filter within the last day: %(names)s.") % {"names": ", ".join(untested)}
        return _standing(State.NOT_KNOWN, told, "filter-locked-lists", school)
    told = _("Both lists are applied, and their test addresses were stopped.")
    return _standing(State.MET, told, "filter-locked-lists", school)


@proves("filtering.media-approved-list")
@with_policy
def media_approved_list(school: School, now: datetime) -> Standing:
    """Whether pupils for whom music and video are blocked still reach those that are approved for learning."""
    del now
    policy, profiles = school_policy(school)
    unknown = policy.schools[school.code].unknown or policy.federation.unknown
    settled = [effective(name, policy.profiles) for name in pupil_profiles(policy, profiles) - {unknown}]
    without = sorted(
        one.name for one in settled if "music-and-video" in one.blocked and not one.approved.get("music-and-video")
    )
    if not settled:
        return _standing(State.NOT_KNOWN, _("No profile of this school is for pupils."), "filter-profiles", school)
    if without:
        told = _("No approved list keeps music and video for learning open for: %(names)s.")
        return _standing(State.BREACHED, told % {"names": ", ".join(without)}, "filter-profiles", school)
    told = _("What is in the approved lists stays open for pupils; single sites are open until the end of their rules.")
    return _standing(State.MET, told, "filter-profiles", school)


@proves("filtering.social-control")
@with_policy
def social_control(school: School, now: datetime) -> Standing:
    """Whether what is decided about social media went through change control, and is decided for each profile."""
    past = unchanged_versions(school.federation, now)
    policy, profiles = school_policy(school)
    if past:
        told = ngettext(
            "%(n)s version of the policy of the last year came from a file, past the control of changes.",
            "%(n)s versions of the policy of the last year came from a file, past the control of changes.",
            past,
        )
        return _standing(State.BREACHED, told % {"n": past}, "filter-compare-dates", school)
    found = blocking(policy, school, "social-networks", profiles)
    open_for = ", ".join([*found.open_for, *found.at_times]) or _("nobody")
    told = _("Social media are open for: %(names)s. Every change of that passed the control of changes.")
    return _standing(State.MET, told % {"names": open_for}, "filter-profiles", school)


@proves("filtering.user-level")
@with_policy
def user_level(school: School, now: datetime) -> Standing:
    """Whether pupils and adults have profiles of their own, and whoever is not known the strictest."""
    del now
    policy, profiles = school_policy(school)
    pupils = pupil_profiles(policy, profiles)
    if not pupils or pupils == profiles:
        told = _("Pupils and adults have the same: there is no profile for each of them.")
        return _standing(State.BREACHED, told, "filter-profiles", school)
    if strictest_faults(policy, school.code):
        told = _("People who are not known have more open than others.")
        return _standing(State.BREACHED, told, "filter-strictest", school)
    told = _("%(pupils)s profiles are for pupils, %(adults)s for adults; whoever is not known has the strictest.")
    counts = {"pupils": len(pupils), "adults": len(profiles - pupils)}
    return _standing(State.MET, told % counts, "filter-strictest", school)


@proves("filtering.personal-webmail", within=SOON)
@with_policy
def personal_webmail(school: School, now: datetime) -> Standing:
    """What is decided about personal e-mail, and that it works: for pupils it is blocked."""
    del now
    policy, profiles = school_policy(school)
    pupils = blocking(policy, school, "webmail", pupil_profiles(policy, profiles))
    if told := _empty(["webmail"]):
        return _standing(State.BREACHED, told[0], "filter-categories", school)
    if not pupils.whole:
        told_open = _("Personal e-mail is open for pupils: %(names)s.")
        names = ", ".join([*pupils.open_for, *pupils.at_times])
        return _standing(State.BREACHED, told_open % {"names": names}, "filter-profiles", school)
    found = blocking(policy, school, "webmail", profiles)
    names = ", ".join([*found.open_for, *found.at_times]) or _("nobody")
    told_met = _("Personal e-mail is open for: %(names)s. The wording for the policy says so.")
    return _standing(State.MET, told_met % {"names": names}, "filter-wording", school)


@proves("filtering.vulnerable-access")
def vulnerable_access(school: School, now: datetime) -> Standing:
    """Whether profiles of named people are looked at again by their day."""
    own, today = own_profiles_of(school), timezone.localdate(now)
    overdue = sum(one.review_on < today for one in own)
    soon = sum(today <= one.review_on <= today + DUE_SOON for one in own)
    if overdue:
        told = ngettext(
            "The profile of %(n)s person was not looked at again by its day.",
            "The profiles of %(n)s people were not looked at again by their day.",
            overdue,
        )
        return _standing(State.BREACHED, told % {"n": overdue}, "filter-people", school, Basis.RECORDED)
    if not own:
        told = _("Nobody has a profile of their own: whether somebody needs one, nobody has said.")
        return _standing(State.NOT_KNOWN, told, "filter-people", school, Basis.RECORDED)
    if soon:
        told = ngettext(
            "The profile of %(n)s person is to be looked at within two weeks.",
            "The profiles of %(n)s people are to be looked at within two weeks.",
            soon,
        )
        return _standing(State.AT_RISK, told % {"n": soon}, "filter-people", school, Basis.RECORDED)
    told = ngettext(
        "%(n)s person has a profile of their own, with reason, approver and a day to look at it again.",
        "%(n)s people have profiles of their own, with reason, approver and a day to look at them again.",
        len(own),
    )
    return _standing(State.MET, told % {"n": len(own)}, "filter-people", school, Basis.RECORDED)


@proves("filtering.block-downloads")
@with_policy
def block_downloads(school: School, now: datetime) -> Standing:
    """Whether programs and installers are kept out for all but technicians, and the probes agree."""
    policy, profiles = school_policy(school)
    technicians = policy.schools[school.code].groups.get("technicians")
    allowed = {technicians.profile} if technicians else set()
    settled = [effective(name, policy.profiles) for name in sorted(profiles - allowed)]
    lax = [one.name for one in settled if not one.blocked_file_kinds >= RUNNING]
    if lax:
        told = _("Programs can be downloaded by: %(names)s.") % {"names": ", ".join(lax)}
        return _standing(State.BREACHED, told, "filter-profiles", school)
    probing = probed(school, "", kind="download")
    if probing.passed:
        return _standing(State.BREACHED, _("A test download came through."), "filter-profiles", school)
    if not probing.fresh(now):
        told = _("The policy keeps programs out for all but technicians; no test download of the last day shows it.")
        return _standing(State.NOT_KNOWN, told, "filter-profiles", school)
    if probing.unseen:
        told = _(
            "Programs are kept out where the gateway sees them; inside connections that the policy has read by name "
            "only it cannot: have those profiles inspected, or keep programs out on the devices."
        )
        return _standing(State.AT_RISK, told, "filter-profiles", school)
    told = _("Programs are kept out for all but technicians; the test downloads of the last day were stopped.")
    return _standing(State.MET, told, "filter-profiles", school)


@proves("filtering.residual-risk-stated")
@with_policy
def residual_risk_stated(school: School, now: datetime) -> Standing:
    """Whether the page for parents says that no filter is perfect, with the date of a test that is not old."""
    school_policy(school)
    tested = last_test(school)
    if tested is None or now - tested > TEST_DATE_IS_OLD:
        told = _("The statement for parents has no date of a test of this term to print.")
        return _standing(State.BREACHED, told, "filter-for-parents", school)
    day = date_format(timezone.localtime(tested), "j F Y")
    if now - tested > TEST_DATE_AGES:
        told = _("The statement for parents prints a test of %(day)s: test the filter again.") % {"day": day}
        return _standing(State.AT_RISK, told, "filter-for-parents", school)
    told = _("Parents read that no filter is perfect, and that it was last tested on %(day)s.") % {"day": day}
    return _standing(State.MET, told, "filter-for-parents", school)


@proves("filtering.in-place-for-age")
@with_policy
def in_place_for_age(school: School, now: datetime) -> Standing:
    """Whether each year group has a profile for children, and the youngest another one than the oldest."""
    policy, _everybody = school_policy(school)
    by_year = {year: _profile_of_year(policy, school.code, key) for key, year in _years(policy, school.code)}
    adult = [year for year, name in by_year.items() if effective(name, policy.profiles).page == "staff"]
    if adult or not by_year:
        told = _("A profile for adults is what these years have: %(names)s.") % {"names": ", ".join(adult)}
        return _standing(State.BREACHED, told, "filter", school)
    if strictest_faults(policy, school.code):
        told = _("People who are not known have more open than others.")
        return _standing(State.BREACHED, told, "filter-strictest", school)
    if len(set(by_year.values())) == 1 and len(by_year) > 1:
        told = _("All years have the same profile, from the youngest to the oldest.")
        return _standing(State.AT_RISK, told, "filter", school)
    probing = probed(school, "pornography")
    if probing.passed or not probing.fresh(now):
        told = _("Each year has a profile for its age; no test of the last day shows that the filter keeps it.")
        return _standing(State.BREACHED if probing.passed else State.NOT_KNOWN, told, "filter", school)
    told = _("%(n)s year groups have profiles for their age, and the tests of the last day were stopped.")
    return _standing(State.MET, told % {"n": len(by_year)}, "filter", school)


def _years(policy: Policy, code: str) -> list[tuple[str, str]]:
    return [(key, year.name) for key, year in policy.schools[code].years.items()]


def _profile_of_year(policy: Policy, code: str, year: str) -> str:
    school = policy.schools[code]
    return profile_of(policy, school, lineage_of(school, [year]), None)


@proves("services.age-search-tool")
@with_policy
def age_search_tool(school: School, now: datetime) -> Standing:
    """Whether searches of every pupil are safe ones: by what is decided, and by the searches of the last night."""
    policy, profiles = school_policy(school)
    pupils = [effective(name, policy.profiles) for name in sorted(pupil_profiles(policy, profiles))]
    if not pupils:
        return _standing(State.NOT_KNOWN, _("No profile of this school is for pupils."), "filter-profiles", school)
    if lax := [one.name for one in pupils if not one.safe_search]:
        told = _("Searches are not made safe for: %(names)s.") % {"names": ", ".join(lax)}
        return _standing(State.BREACHED, told, "filter-profiles", school)
    probing = probed(school, "", kind="search", wanted="")
    if probing.passed:
        told = _("A test search arrived at the search engine without its safe mode.")
        return _standing(State.BREACHED, told, "filter-profiles", school)
    if not probing.fresh(now):
        told = _("Searches of pupils are to be safe; no test search of the last day shows that they are.")
        return _standing(State.NOT_KNOWN, told, "filter-profiles", school)
    told = _("Safe search is forced for pupils; all %(n)s test searches of the last day arrived in that mode.")
    return _standing(State.MET, told % {"n": probing.made}, "filter-profiles", school)
