"""What is worth looking at first in a report: rules that read its numbers, each with a reason. At most three count.

Thresholds are for one person, device or room; a group, school or federation is looked at with wider ones.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.counted import counted
from belisha.activity.escapes import visible
from belisha.activity.register import Kind
from belisha.activity.reports.report import Report, Welfare, Worth
from belisha.activity.reports.words import THEMES, say_category, say_moment

MOST = 3
NIGHT_FROM, NIGHT_TO = 21, 6
NIGHT_PAGES = 5
SHARP_RISE = 2.0
RISE_AT_LEAST = 5
NEWCOMER_PAGES = 10
NOBODY_AT_LEAST, NOBODY_SHARE = 50, 0.1
SILENT_BEFORE = 50
LONGEST_WORDS = 80
MANY = 4  # thresholds of groups, schools and federations are this many times higher
ROUND_THE_FILTER = frozenset({"proxies-and-vpns", "dns-over-https", "remote-control", "residential-proxies"})
GRAVE = frozenset(
    {"pornography", "self-harm", "extremism", "hate", "weapons", "violence", "drugs", "gambling", "dating", "hacking"}
)
BY_THEMSELVES = frozenset({"adverts", "software-updates", "malware", "phishing", "stalkerware", "url-shorteners", ""})
"""Categories that browsers and apps ask for by themselves, and blocks without a category."""

HELP = "asking-for-help"
_Rule = Callable[[Report], Worth | None]


def worth_looking_at(report: Report) -> list[Worth]:
    """The two or three things to look at first, the weightiest first; none when nothing stands out."""
    found = [
        msgspec.structs.replace(worth, sentence=visible(worth.sentence)) for rule in _RULES if (worth := rule(report))
    ]
    return sorted(found, key=lambda worth: (-worth.weight, worth.rule))[:MOST]


def looked_for(report: Report) -> str:
    """What was looked for, as a sentence for a report in which nothing stands out."""
    themes = "" if report.welfare is None else "welfare themes, "
    return (
        f"Belisha looked for {themes}more blocked tries than before, blocked sites of grave kinds, ways round "
        "the filter, use at night, sites new to the school, and requests with no known person."
    )


def _one(report: Report) -> bool:
    return report.subject.kind in (Kind.PERSON, Kind.DEVICE, Kind.ROOM)


def _times(report: Report) -> int:
    return 1 if _one(report) else MANY


def danger(report: Report) -> Worth | None:
    """A finding of the gravest level, or of a child asking for help."""
    grave = [each for each in report.findings if each.level == "danger"]
    if not grave:
        return None
    why = "A finding of level danger should be looked at by the safeguarding lead today."
    return Worth(rule="danger", weight=100, sentence=_told(report, grave), why=why, section="welfare")


def caution(report: Report) -> Worth | None:
    """Findings of the middle level."""
    found = [each for each in report.findings if each.level == "caution" and each.theme != HELP]
    if not found:
        return None
    why = "Each finding says which words it rests on; you judge whether they matter."
    return Worth(rule="caution", weight=80, sentence=_told(report, found), why=why, section="welfare")


def asking_for_help(report: Report) -> Worth | None:
    """Somebody looked for help."""
    found = [each for each in report.findings if each.level != "danger" and each.theme == HELP]
    if not found:
        return None
    why = "Asking for help is never an offence: it may be a moment to offer it."
    return Worth(rule="help", weight=90, sentence=_told(report, found), why=why, section="welfare")


def _told(report: Report, found: list[Welfare]) -> str:
    themes = ", and about ".join(dict.fromkeys(THEMES.get(each.theme, each.theme) for each in found[:2]))
    zone = ZoneInfo(report.zone)
    when = say_moment(found[0].first.astimezone(zone))
    count = "One finding" if len(found) == 1 else f"{len(found)} findings"
    first = f", on {when}" if len(found) == 1 else f", the first on {when}"
    people = len({each.person for each in found if each.person})
    whom = f" by {people} people" if people > 1 else ""
    return f"{count} about {themes}{whom}{first}{_words(report, found[0])}."


def _words(report: Report, found: Welfare) -> str:
    """What one person searched for or opened: it says more than any theme."""
    if report.subject.kind is not Kind.PERSON or not found.seen:
        return ""
    text = found.seen[0].text
    return f": “{text if len(text) <= LONGEST_WORDS else text[: LONGEST_WORDS - 1] + '…'}”"


def round_the_filter(report: Report) -> Worth | None:
    """Tries to get round the filter."""
    tries = sum(row.tries for row in report.refused if row.category in ROUND_THE_FILTER)
    if any(each.theme == "getting-round-the-filter" and each.level != "advisory" for each in report.findings):
        return None  # the finding says so already
    if tries < 3 * _times(report):  # once or twice may be a stray link
        return None
    why = "Once or twice may be a stray link; this is more."
    sentence = f"{tries:,} tries at sites that lead round the filter; all were blocked."
    return Worth(rule="round-the-filter", weight=75, sentence=sentence, why=why, section="blocked")


def grave_categories(report: Report) -> Worth | None:
    """Blocked sites of kinds that matter even once."""
    rows = [row for row in report.refused if row.category in GRAVE and row.tries]
    if not rows or sum(row.tries for row in rows) < _times(report):
        return None
    kinds = ", ".join(f"{say_category(row.category)} ({row.tries:,})" for row in rows[:3])
    why = "These kinds of site matter even when they are tried once. A try can be an accident or an advert."
    sentence = f"Blocked tries at grave kinds of site: {kinds}."
    return Worth(rule="grave", weight=70, sentence=sentence, why=why, section="blocked")


def more_blocked(report: Report) -> Worth | None:
    """A sharp rise in blocked tries, of categories that people ask for."""
    if report.before is None:
        return None
    now = sum(row.tries for row in report.refused if row.category not in BY_THEMSELVES)
    before = scaled(report, sum(row.before for row in report.refused if row.category not in BY_THEMSELVES))
    if now - before < RISE_AT_LEAST * _times(report) or now < SHARP_RISE * before:
        return None
    most = next(row for row in report.refused if row.category not in BY_THEMSELVES)
    why = "Blocked tries at least doubled. Adverts and what apps ask for by themselves are left out."
    then = f"where the rate before would have given {round(before):,}" if before else "and none in the period before"
    sentence = f"{now:,} blocked tries, {then}; most for {say_category(most.category)}."
    return Worth(rule="more-blocked", weight=60, sentence=sentence, why=why, section="blocked")


def at_night(report: Report) -> Worth | None:
    """Pages opened late in the evening or at night."""
    hours = [hour for hour in report.hours if hour.hour >= NIGHT_FROM or hour.hour < NIGHT_TO]
    pages = sum(hour.pages for hour in hours)
    if pages < NIGHT_PAGES * _times(report):
        return None
    why = f"Pupils are seldom meant to be online between {NIGHT_FROM}:00 and 0{NIGHT_TO}:00."
    sentence = f"{counted(pages, 'page was', 'pages were')} opened between {NIGHT_FROM}:00 and 0{NIGHT_TO}:00."
    return Worth(rule="at-night", weight=55, sentence=sentence, why=why, section="hours")


def new_site(report: Report) -> Worth | None:
    """A site new to the school that was used a good deal."""
    used = [row for row in report.newcomers or [] if row.pages >= NEWCOMER_PAGES * _times(report)]
    if not used:
        return None
    most = max(used, key=lambda row: (row.pages, row.domain))
    others = f", and {len(used) - 1} more like it" if len(used) > 1 else ""
    why = "Nobody at the school had visited it in the twelve weeks before."
    sentence = f"{most.domain} is new to the school: {counted(most.pages, 'page')}{others}."
    return Worth(rule="new-site", weight=40, sentence=sentence, why=why, section="newcomers")


def nobody_known(report: Report) -> Worth | None:
    """Many requests that cannot be put down to anybody."""
    person = report.subject.kind is Kind.PERSON
    alone = sum(row.requests for row in report.nobody) if person else report.now.nobody_known
    whole = report.now.requests + (alone if person else 0)
    if alone < NOBODY_AT_LEAST * _times(report) or alone < NOBODY_SHARE * whole:
        return None
    where = " on the devices that this person used" if person else ""
    why = "What nobody signed in for cannot be looked into afterwards."
    sentence = f"{counted(alone, 'request')}{where} had no known person: {alone / whole:.0%} of all."
    return Worth(rule="nobody", weight=30, sentence=sentence, why=why, section="nobody" if person else "known")


def silent(report: Report) -> Worth | None:
    """Nothing at all, after a period with plenty."""
    if report.before is None or not report.empty or report.before.pages < SILENT_BEFORE * _times(report):
        return None
    if report.wanted.earlier and not report.wanted.earlier.school_days:
        return None
    if report.wanted.stretch.period.first >= report.making.at.astimezone(ZoneInfo(report.zone)).date():
        return None  # the day has only just begun
    why = "A holiday, an illness or days kept no longer explain this; so does a device that goes round the filter."
    sentence = f"Nothing is on record, after {counted(report.before.pages, 'page')} in the period before."
    return Worth(rule="silent", weight=50, sentence=sentence, why=why, section="")


_RULES: tuple[_Rule, ...] = (
    danger,
    asking_for_help,
    caution,
    round_the_filter,
    grave_categories,
    more_blocked,
    at_night,
    silent,
    new_site,
    nobody_known,
)


def scaled(report: Report, before: int) -> float:
    """A number of the period before, brought to as many school days as the report has."""
    earlier = report.wanted.earlier
    if earlier is None or earlier.alike:
        return float(before)
    return before * earlier.school_days / earlier.school_days_before
