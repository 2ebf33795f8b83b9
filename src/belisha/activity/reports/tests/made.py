"""Reports for tests, made as the commands make them."""

from datetime import date, datetime
from pathlib import Path

from belisha.activity.days import Period
from belisha.activity.questions import Blocked, Only, Refused, Totals, Used
from belisha.activity.register import Kind, read_register
from belisha.activity.reports.counting import Desk, make_report
from belisha.activity.reports.periods import Earlier, Length, Stretch, earlier
from belisha.activity.reports.report import Day, Hour, Making, Newcomer, Report, Sort, Term, Wanted, Welfare
from belisha.activity.store import Store
from belisha.activity.subjects import Subject, calendar_of, find_subject, whole_federation
from belisha.activity.tests.written import at

WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
BEFORE = Period(date(2026, 11, 9), date(2026, 11, 15))
MAKING = Making(by="office", at=at("2026-11-23 08:05:00"), purpose="concern 12")
AMY = Subject(Kind.PERSON, "amy", "Amy Ng", "oak", "Oakfield Primary School", (("person", ("amy",)),))
OAK = Subject(Kind.SCHOOL, "oak", "Oakfield Primary School", "oak", "Oakfield Primary School", (("school", ("oak",)),))


def desk(home: Path) -> Desk:
    return Desk(home, Store.open(home), read_register(home), MAKING)


def wanted(stretch: Stretch, desk: Desk, subject: Subject, **others: object) -> Wanted:
    calendar = calendar_of(desk.register, subject.schools)
    before = earlier(stretch, calendar, MAKING.at.date())
    return Wanted(stretch=stretch, earlier=before, **others)  # type: ignore[arg-type]


def report(
    home: Path,
    kind: Kind = Kind.PERSON,
    text: str = "amy",
    *,
    week: Period = WEEK,
    length: Length = Length.WEEK,
    school: str = "oak",
    only: Only = Only(),  # noqa: B008 - a tuple
    sort: Sort = Sort.MOST,
    names: bool = False,
) -> Report:
    """The report of one subject, as the command makes it."""
    at_desk = desk(home)
    if kind is Kind.FEDERATION:
        subject = whole_federation(at_desk.register, sorted({*at_desk.register.schools, *at_desk.store.schools()}))
    else:
        subject = find_subject(at_desk.store, at_desk.register, kind, text, [school])
    asked = wanted(Stretch(length, week), at_desk, subject, only=only, sort=sort, names=names)
    return make_report(at_desk, subject, asked)


def bare(subject: Subject = AMY, **fields: object) -> Report:
    """A report with nothing in it but what a test puts in."""
    stretch = Stretch(Length.WEEK, WEEK)
    known: dict[str, object] = {
        "subject": subject,
        "wanted": Wanted(stretch=stretch, earlier=Earlier(BEFORE, "the week before", 5, 5)),
        "zone": "Europe/London",
        "making": MAKING,
        "now": Totals(requests=400, pages=40),
        "before": Totals(is_now=False, requests=400, pages=40),
        "by_week": False,
        "newcomers": [],
    }
    known |= {"days": [Day(day=day) for day in WEEK.days()], "hours": [hour(10, 40)]}
    for name in ("visited", "blocked", "refused", "searched", "devices", "known", "nobody", "welfare"):
        known[name] = []
    return Report(**(known | fields))  # type: ignore[arg-type]


def finding(level: str = "danger", theme: str = "suicide-and-self-harm", **fields: object) -> Welfare:
    """One finding, of Amy on Tuesday morning."""
    moment = at("2026-11-17 10:15:00")
    known: dict[str, object] = {
        "id": "f1",
        "theme": theme,
        "level": level,
        "first": moment,
        "last": moment,
        "school": "oak",
        "person": "amy",
        "group": "class-4",
        "device": "",
        "address": "",
        "seen": (Term(text="a sad search", at=moment, kind="search", verdict="allow"),),
        "why": ("Because of the word “sad”.",),
    }
    return Welfare(**(known | fields))  # type: ignore[arg-type]


def refused(category: str, tries: int, before: int = 0) -> Refused:
    return Refused(subject="", category=category, tries=tries, before=before)


def hour(number: int, pages: int) -> Hour:
    return Hour(hour=number, pages=pages)


def newcomer(domain: str, pages: int) -> Newcomer:
    return Newcomer(domain=domain, visits=1, pages=pages, first=at("2026-11-17 10:15:00"))


def nobody(requests: int) -> Used:
    moment: datetime = at("2026-11-17 10:15:00")
    return Used(subject="", device="lap-1", address="10.1.0.7", requests=requests, first=moment, last=moment)


def block(host: str = "games.example", category: str = "games", **fields: object) -> Blocked:
    moment = at("2026-11-17 10:15:00")
    known: dict[str, object] = dict.fromkeys(("subject", "rule", "list", "list_version"), "")
    known |= {
        "host": host,
        "category": category,
        "tries": 1,
        "requests": 1,
        "people": 1,
        "first": moment,
        "last": moment,
    }
    return Blocked(**(known | fields))  # type: ignore[arg-type]
