"""What stands at the head of a report: whom it is about, which days, compared with what, who asked for it and why."""

from zoneinfo import ZoneInfo

from belisha.activity.counted import counted
from belisha.activity.days import Period
from belisha.activity.escapes import visible
from belisha.activity.questions import Only
from belisha.activity.register import Kind
from belisha.activity.reports.periods import Earlier, Length
from belisha.activity.reports.report import Report
from belisha.activity.reports.words import say_day, say_period

LONGEST_PURPOSE = 60
_ABOUT = {
    Kind.PERSON: "Internet use of",
    Kind.CLASS: "Internet use of",
    Kind.GROUP: "Internet use of",
    Kind.DEVICE: "Internet use on",
    Kind.ROOM: "Internet use in",
    Kind.SCHOOL: "Internet use at",
    Kind.FEDERATION: "Internet use across",
}
_LEFT_OUT = "Welfare themes. What was found stands with the alerts, for those who may see them."
_LENGTHS = {Length.DAY: "day", Length.WEEK: "week", Length.TERM: "term", Length.RANGE: "time"}


def title(report: Report) -> str:
    """What the report is about."""
    subject = report.subject
    return f"{_ABOUT[subject.kind]} {visible(subject.name)}"


def place(report: Report) -> str:
    """Which school, and the id under which the subject is on record."""
    subject = report.subject
    if subject.kind is Kind.FEDERATION:
        return counted(len(subject.schools), "school")
    school = visible(subject.school_name)
    return school if subject.kind is Kind.SCHOOL else f"{subject.kind} {visible(subject.id)}, {school}"


def days(report: Report) -> str:
    """The days, with their name where they have one; whole days by the clock on the school's wall."""
    stretch = report.wanted.stretch
    name = f"{visible(stretch.name)}, " if stretch.name else ""
    return f"{name}{say_period(stretch.period)}"


def compared(report: Report) -> str:
    """What the numbers are compared with, and how."""
    earlier = report.wanted.earlier
    if earlier is None:
        return "Nothing: the school's calendar holds no such time before."
    if report.before is None:
        return f"Nothing: {_begins(report, earlier.period)}."
    text = f"{earlier.words[0].upper()}{visible(earlier.words[1:])} ({say_period(earlier.period)})"
    told = [text] if earlier.alike else [text, _unlike(report, earlier)]
    if begins := _begins(report, earlier.period):
        told.append(begins[0].upper() + begins[1:])
    if _running(report):
        told.append("Today is not over yet")
    return told[0] if len(told) == 1 else ". ".join(told) + "."


def _begins(report: Report, period: Period) -> str:
    """That the record begins after a period did; nothing when it does not."""
    if report.begun is None or report.begun <= period.first:
        return ""
    return f"the record begins on {say_day(report.begun)}"


def _running(report: Report) -> bool:
    period = report.wanted.stretch.period
    return period.first <= report.making.at.astimezone(ZoneInfo(report.zone)).date() <= period.last


def _unlike(report: Report, earlier: Earlier) -> str:
    days_before, days_now = earlier.school_days_before, earlier.school_days
    length = _LENGTHS[report.wanted.stretch.length]
    far = " so far" if _running(report) else ""
    return (
        f"It had {counted(days_before, 'school day')}, this {length} {days_now}{far}: changes are for each school day"
    )


def narrowed(only: Only) -> str:
    """What the report leaves out; nothing when it is about everything."""
    told = [
        f"the site {visible(only.site)}" if only.site else "",
        f"the category {visible(only.category)}" if only.category else "",
        {"allow": "what was allowed", "block": "what was blocked"}.get(only.verdict, ""),
        f"what has “{visible(only.text)}” in its address or search" if only.text else "",
    ]
    return "; ".join(text for text in told if text)


def heading(report: Report) -> list[tuple[str, str]]:
    """The lines at the head of a report: what each is, and what it says."""
    making = report.making
    at = making.at.astimezone(ZoneInfo(report.zone))
    lines = [
        ("About", place(report)),
        ("Days", "; ".join(filter(None, [days(report), _begins(report, report.wanted.stretch.period)]))),
        ("Compared with", compared(report)),
        ("Only", narrowed(report.wanted.only)),
        ("Not in it", _LEFT_OUT if report.welfare is None else ""),
        ("Asked for by", visible(making.by)),
        ("Purpose", visible(making.purpose) or "No purpose was given."),
        ("Made", f"{say_day(at)}, {at:%H:%M} ({report.zone})"),
    ]
    return [(label, text) for label, text in lines if text]


def nothing(report: Report) -> str:
    """The empty report; of one that was narrowed, that it is empty of that alone."""
    only = narrowed(report.wanted.only)
    what = f"Nothing of what was asked for ({only})" if only else "Nothing"
    period = report.wanted.stretch.period
    when = f"{'on' if period.first == period.last else 'from'} {days(report)}"
    begins = _begins(report, period)
    return f"{what} is on record of {visible(report.subject.name)} {when}{': ' if begins else ''}{begins}."


def quiet(report: Report) -> str:
    """That nothing stands out."""
    return f"Nothing stands out in this {_LENGTHS[report.wanted.stretch.length]}."


def running_title(report: Report) -> str:
    """The line that is printed on every page: about whom, which days, who asked for it and what for."""
    making = report.making
    last = say_day(report.wanted.stretch.period.last)
    purpose = visible(making.purpose)
    cut = purpose if len(purpose) <= LONGEST_PURPOSE else purpose[: LONGEST_PURPOSE - 1] + "…"
    asked = f"Asked for by {visible(making.by)}{f' for {cut}' if cut else ''}"
    return f"{title(report)}, to {last}. {asked}, {say_day(making.at.astimezone(ZoneInfo(report.zone)))}."
