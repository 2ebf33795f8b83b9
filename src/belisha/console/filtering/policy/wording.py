"""Texts that follow what is in force: for the policy document, for parents, and what no filter can promise.

They are made anew each time they are read, so that no text can say what the filter does not do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.filtering.policy.queries.covering import blocking, blocking_all, profiles_at, pupil_profiles
from belisha.console.filtering.policy.queries.lists import locked_lists
from belisha.console.filtering.policy.queries.tested import last_test
from belisha.console.filtering.policy.queries.versions import current, document
from belisha.console.filtering.policy.rules.words import title_of
from belisha.engine.lists.catalogue import categories
from belisha.engine.policy.inherit import effective

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.engine.policy import Policy

__all__ = ["Clause", "for_parents", "for_policy", "residual_risk"]

WEBMAIL: Final = "webmail"


class Clause(NamedTuple):
    """A heading and its sentences."""

    title: str
    sentences: tuple[str, ...]


def _joined(names: Iterable[str]) -> str:
    words = sorted(names, key=str.casefold)
    if len(words) < 2:
        return "".join(words)
    return _("%(several)s and %(last)s") % {"several": ", ".join(words[:-1]), "last": words[-1]}


def _blocked_titles(policy: Policy, school: School, profiles: Iterable[str]) -> list[str]:
    """Categories that are blocked at all times for all of some profiles."""
    names = [name for name, one in categories().items() if not one.locked]
    profiles = set(profiles)
    found = blocking_all(policy, school, names, profiles) if profiles else {}
    return [title_of(name) for name, how in found.items() if how.whole]


def residual_risk(school: School) -> Clause:
    """That no filter can promise everything, with the date of the last test."""
    tested = last_test(school)
    told = [
        _("No filter can promise that nothing unsuitable will ever get through. That is why adults supervise,"),
        _("teach children what to do, and take every report seriously."),
    ]
    if tested is None:
        told.append(_("The filter has not been tested through the console yet."))
    else:
        told.append(_("The filter was last tested on %(day)s.") % {"day": date_format(tested, "j F Y")})
    return Clause(_("What no filter can promise"), (" ".join(told[:2]), told[2]))


def for_policy(school: School, now: datetime) -> list[Clause]:
    """The wording about filtering for the school's policy document. Raises NotAdoptedError."""
    policy = document(school.federation)
    profiles = profiles_at(policy, school)
    pupils = pupil_profiles(policy, profiles)
    version = current(school.federation)
    names = [effective(name, policy.profiles).name for name in profiles]
    unknown = policy.schools[school.code].unknown or policy.federation.unknown
    levels = Clause(
        _("Levels"),
        (
            _("Everybody who uses the internet at %(school)s is filtered, adults as well as pupils.")
            % {"school": school.name},
            _("What is open depends on who somebody is. The levels are: %(names)s.") % {"names": _joined(names)},
            _("Whoever is not known has the strictest of them: %(name)s.")
            % {"name": effective(unknown, policy.profiles).name},
        ),
    )
    everybody = _blocked_titles(policy, school, profiles)
    children = [title for title in _blocked_titles(policy, school, pupils) if title not in everybody]
    blocked = Clause(_("What is blocked"), _blocked_words(everybody, children))
    told = [_illegal(school), levels, blocked, _searching(policy, pupils), _webmail(policy, school, profiles)]
    told.append(_changing(version.number if version else 0, now))
    return [*told, residual_risk(school)]


def _blocked_words(everybody: list[str], children: list[str]) -> tuple[str, ...]:
    told = []
    if everybody:
        told.append(_("For everybody, at all times: %(names)s.") % {"names": _joined(everybody)})
    if children:
        told.append(_("For pupils as well: %(names)s.") % {"names": _joined(children)})
    return tuple(told) or (_("No category is blocked for everybody."),)


def _illegal(school: School) -> Clause:
    told = []
    for one in locked_lists(school):
        words = {"title": one.state.title, "who": one.state.who}
        if one.state.state == "imported":
            told.append(_("%(title)s: blocked for everybody; nobody at any level can open it.") % words)
        elif one.state.state == "upstream":
            told.append(_("%(title)s: blocked by %(who)s, before our filter.") % words)
        else:
            told.append(_("%(title)s: not installed here. The school must put this right.") % words)
    return Clause(_("Illegal content"), tuple(told))


def _searching(policy: Policy, pupils: Iterable[str]) -> Clause:
    settled = [effective(name, policy.profiles) for name in pupils]
    told = []
    if settled and all(one.safe_search for one in settled):
        told.append(_("Search engines show pupils safe results only; they cannot switch that off."))
    lax = [one.name for one in settled if not one.safe_search]
    if lax:
        told.append(_("Safe search is off for: %(names)s.") % {"names": _joined(lax)})
    kinds = [one.name for one in settled if not one.blocked_file_kinds]
    if settled and not kinds:
        told.append(_("Programs and installers cannot be downloaded by pupils."))
    return Clause(_("Searching and downloads"), tuple(told) or (_("No level of this school is for pupils."),))


def _webmail(policy: Policy, school: School, profiles: Iterable[str]) -> Clause:
    found = blocking(policy, school, WEBMAIL, profiles)
    if found.whole:
        told = _("Personal e-mail on the web is blocked for everybody.")
    elif found.open_for:
        told = _("Personal e-mail on the web is open for: %(names)s. It is blocked for everybody else.") % {
            "names": _joined(found.open_for)
        }
    else:
        told = _("Personal e-mail on the web is blocked for some of the day for: %(names)s.") % {
            "names": _joined(found.at_times)
        }
    return Clause(_("Personal e-mail"), (told,))


def _changing(version: int, now: datetime) -> Clause:
    told = _(
        "Nobody changes the filter alone: a person who knows teaching and a person who knows the machines assess each"
        " change, and a leader consents to a risky one."
    )
    written = _("This is version %(n)s of the filter's settings, as they were in force on %(day)s.") % {
        "n": version,
        "day": date_format(now, "j F Y"),
    }
    return Clause(_("Changing the filter"), (told, written))


def for_parents(school: School) -> list[Clause]:
    """What parents and carers read, in few and plain words. Raises NotAdoptedError."""
    policy = document(school.federation)
    pupils = pupil_profiles(policy, profiles_at(policy, school))
    blocked = _blocked_titles(policy, school, pupils)
    settled = [effective(name, policy.profiles) for name in pupils]
    what = [
        ngettext(
            "Your child cannot open sites of %(n)s subject at school.",
            "Your child cannot open sites of %(n)s subjects at school.",
            len(blocked),
        )
        % {"n": len(blocked)}
    ]
    if blocked:
        what.append(_("These are: %(names)s.") % {"names": _joined(blocked)})
    if settled and all(one.safe_search for one in settled):
        what.append(_("Search engines show safe results only; your child cannot switch that off."))
    home = (
        _("This filter works at school. It does not work at home, on whatever device."),
        _("Your internet provider can help you to set up a filter at home. Talk with your child about what they see."),
    )
    return [
        Clause(_("What the school does"), tuple(what)),
        residual_risk(school),
        Clause(
            _("If your child sees something bad"),
            (_("Please tell us, even if it was at home. Your child will not be in trouble for telling."),),
        ),
        Clause(_("At home"), home),
    ]
