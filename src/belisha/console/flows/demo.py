"""Fills an empty console with the sample federation: the same people whom the sample policy names, and their families.

Nothing is added to a console that holds anybody. Passwords are those of the data folder's sample-sign-ins.csv.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final, NamedTuple

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Federation, GateWaiver, Post, School, User
from belisha.console.access.roles import ROLES, Role
from belisha.console.audit.events import event
from belisha.console.flows.adopting import adopt_published
from belisha.console.flows.demo_agreements import sample_agreements
from belisha.console.flows.demo_alerts import sample_alerts
from belisha.console.flows.demo_asks import sample_asks
from belisha.console.flows.demo_changes import sample_changes
from belisha.console.flows.demo_checks import SampleWork, sample_checks
from belisha.console.flows.demo_concerns_leaving import sample_leaving
from belisha.console.flows.demo_concerns_record import sample_record
from belisha.console.flows.demo_concerns_referrals import sample_referrals
from belisha.console.flows.demo_concerns_reporting import sample_reporting
from belisha.console.flows.demo_concerns_working import sample_working
from belisha.console.flows.demo_days import sample_days, sample_visits
from belisha.console.flows.demo_network import sample_network
from belisha.console.flows.demo_parents import sample_parents
from belisha.console.flows.demo_policies import sample_policies
from belisha.console.flows.demo_policies_text import sample_policy_choices
from belisha.console.flows.demo_policy import sample_policy_work
from belisha.console.flows.demo_proof import sample_proof
from belisha.console.flows.demo_telling import sample_tellings
from belisha.console.flows.demo_years import sample_years
from belisha.console.flows.sample_ends import SIGN_INS
from belisha.console.people.models import Group, Membership, Person, Relationship, StaffCheck
from belisha.console.people.rules.checks import ADULTS
from belisha.console.people.rules.upn import check_letter
from belisha.sample.community import FEDERATION_ADULTS, FOR_ALL, SUPPLIER, adults_of, families_of, roles_of_staff
from belisha.sample.community import JOBS as JOBS_OF_STAFF
from belisha.sample.invent import JUNIOR, SCHOOLS, everybody
from belisha.sample.passwords import new_passphrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from belisha.sample.community import SampleAdult
    from belisha.sample.invent import SamplePerson, SampleSchool

__all__ = ["SignIn", "code_of", "fill", "sign_ins"]

FILLED = event("demo.filled", "filled the console with the sample federation")
FIRST_DAY: Final = date(2026, 9, 1)
OPENED: Final = datetime.combine(FIRST_DAY, time(8), UTC)
FACTORS: Final = "sample-second-factors.csv"
SEEN_BY: Final = ("office", "head")  # who looked at the papers of the others, and at theirs
# addresses of an authority that there is not; telephone numbers that Ofcom keeps for plays
ADDRESSES: Final = {
    "oakfield": {
        "dfe_number": "9992001",
        "address": "Oakfield Primary School\nMill Lane\nWoldwater",
        "phone": "01632 960041",
        "email": "office@oakfield.example",
        "website": "https://oakfield.example/",
    },
    "st-brigids": {
        "dfe_number": "9993302",
        "address": "St Brigid's Primary School\nChurch Street\nWoldwater",
        "phone": "01632 960072",
        "email": "office@st-brigids.example",
        "website": "https://st-brigids.example/",
    },
}
# in this order: what later ones build upon stands first
SAMPLES: Final = (
    sample_changes,
    sample_network,
    sample_policy_work,
    sample_asks,
    sample_proof,
    sample_alerts,
    sample_referrals,
    sample_working,
    sample_record,
    sample_reporting,
    sample_tellings,
    sample_leaving,
    sample_parents,
    sample_policy_choices,
    sample_policies,
    sample_days,
    sample_agreements,
    sample_visits,
)
PERIOD: Final = 30  # seconds that a code of an authenticator app holds (RFC 6238)


class SignIn(NamedTuple):
    """A sign-in to try: what the person is, their user name and password."""

    title: str
    name: str
    password: str


def fill(home: Path) -> bool:
    """Add the sample federation to an empty console; False when it already holds somebody."""
    with transaction.atomic():
        if Federation.objects.exists():
            return False
        federation = Federation.objects.create(name="Wold and Water Federation")
        passwords = _Passwords(home)
        schools = [_Filling(federation, school, passwords) for school in SCHOOLS]
        for filling in schools:
            filling.everything()
        schools[0].federation_adults()
        for number, filling in enumerate(schools):
            filling.central_record(with_a_gap=number == 0)
        GateWaiver.objects.bulk_create(
            GateWaiver(school=filling.school, gate="agreement", kind=kind, reason="Signed on paper", since=OPENED)
            for filling in schools
            for kind in User.Kind.values
        )
        sample_years(filling.school for filling in schools)
        secrets = _second_factors()
        By(None, system="demo").did(FILLED, to=federation, at=federation)
    passwords.keep()
    _keep(home / FACTORS, [f"{name},{secret}" for name, secret in secrets.items()])
    adopt_published(home)
    for sample in SAMPLES:
        sample(federation)
    return True


def _second_factors() -> dict[str, str]:
    """An authenticator app's secret for each of the sample whose role asks for a second factor, by user name."""
    sensitive = [role.value for role, rule in ROLES.items() if rule.sensitive]
    secrets: dict[str, str] = {}
    for user in User.objects.filter(posts__role__in=sensitive, username__isnull=False).distinct().order_by("pk"):
        secrets[user.username or ""] = generate_totp_secret()
        TOTP.activate(user, secrets[user.username or ""])
    return secrets


def code_of(home: Path, name: str, at: float) -> str:
    """What the authenticator app of somebody of the sample would show at a time (Unix seconds). Raises KeyError."""
    secret = _pairs(home / FACTORS, ",")[name]
    return str(format_hotp_value(hotp_value(secret, int(at) // PERIOD)))


def sign_ins(home: Path) -> list[SignIn]:
    """One sign-in to try for each role of the sample; empty where the sample is gone."""
    known = _Passwords(home).plain
    chosen: dict[str, SignIn] = {}
    for post in Post.objects.held_on(FIRST_DAY).select_related("holder").order_by("pk"):
        name = post.holder.username or ""
        if name in known:
            chosen.setdefault(post.role, SignIn(str(ROLES[Role(post.role)].title), name, known[name]))
    kinds = [User.Kind.PUPIL, User.Kind.PARENT, User.Kind.VISITOR]
    # the junior whom the README tries things with stands for all pupils
    users = User.objects.filter(kind__in=kinds).order_by(Case(When(username=JUNIOR.sign_in, then=0), default=1), "pk")
    for user in users:
        if user.username in known and user.is_active:
            chosen.setdefault(user.kind, SignIn(user.get_kind_display(), user.username, known[user.username]))
    order = [role.value for role in Role]
    return [chosen[role] for role in order if role in chosen]


class _Passwords:
    """The sample's passwords: those that the gateway was given, and new ones for people whom it does not know."""

    def __init__(self, home: Path) -> None:
        self._file = home / SIGN_INS
        self._hashes = _pairs(home / "passwords", ":")
        self.plain = _pairs(self._file, ",")
        self.plain.pop("sign-in name", None)

    def hash_of(self, name: str) -> str:
        """The hash of somebody's password, as Django keeps it; a password is made where there is none."""
        if name in self._hashes and name in self.plain:
            return f"argon2{self._hashes[name]}"
        password = self.plain.setdefault(name, new_passphrase())
        return make_password(password)

    def keep(self) -> None:
        """Write the list of sign-ins again, readable by its owner alone."""
        _keep(self._file, ["sign-in name,password", *(f"{name},{password}" for name, password in self.plain.items())])


def _keep(file: Path, lines: list[str]) -> None:
    """Write lines that nobody but the file's owner may read."""
    file.touch(mode=0o600)
    file.write_text("".join(f"{line}\n" for line in lines))


def _pairs(file: Path, between: str) -> dict[str, str]:
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return {}
    return {name: rest for name, _, rest in (line.partition(between) for line in lines) if rest}


class _Filling:
    """Adds one school with everybody in it."""

    def __init__(self, federation: Federation, sample: SampleSchool, passwords: _Passwords) -> None:
        self.federation, self.sample, self.passwords = federation, sample, passwords
        self.school = School.objects.create(
            federation=federation, code=sample.id, name=sample.name, **ADDRESSES[sample.id]
        )
        self.people: dict[str, Person] = {}
        self.roles: dict[str, tuple[str, ...]] = {}

    def everything(self) -> None:
        """Classes, pupils, staff with their posts, governors, families."""
        members = everybody()[self.sample.id]
        self._add(_as_rows(members, roles_of_staff(self.sample)))
        self._adults(adults_of(self.sample))
        self._classes(members)
        self._posts(roles_of_staff(self.sample))
        self._families()

    def federation_adults(self) -> None:
        """Those who work for every school; they are on this one's register."""
        self._adults(FEDERATION_ADULTS, everywhere=True)

    def central_record(self, *, with_a_gap: bool) -> None:
        """The checks of every adult; with a gap, those of the one volunteer lack a DBS."""
        office, head = (next(self.people[key] for key, held in self.roles.items() if role in held) for role in SEEN_BY)
        works = [
            SampleWork(person, self.roles.get(key, ()), with_a_gap and person.kind == User.Kind.VOLUNTEER)
            for key, person in self.people.items()
            if person.kind in ADULTS
        ]
        StaffCheck.objects.bulk_create(
            sample_checks(works, today=timezone.localdate(), seen_by=office, stand_in=head), batch_size=500
        )

    def _adults(self, adults: Iterable[SampleAdult], *, everywhere: bool = False) -> None:
        self._add(_Row(adult.id, adult.sign_in, adult.name, adult.kind, adult.job) for adult in adults)
        self._posts({adult.id: adult.roles for adult in adults}, everywhere=everywhere)

    def _add(self, rows: Iterable[_Row]) -> None:
        rows = list(rows)
        users = User.objects.bulk_create(self._user(row) for row in rows)
        people = Person.objects.bulk_create(
            self._person(row, user, number) for number, (row, user) in enumerate(zip(rows, users, strict=True), start=1)
        )
        self.people |= {row.id: person for row, person in zip(rows, people, strict=True)}

    def _user(self, row: _Row) -> User:
        opened = bool(row.sign_in)
        return User(
            federation=self.federation,
            school=self.school,
            kind=row.kind,
            name=row.name,
            username=row.sign_in or None,
            email=f"{row.sign_in}@{self.school.code}.example" if opened and row.kind != "pupil" else "",
            password=self.passwords.hash_of(row.sign_in) if opened else make_password(None),
            opened_at=OPENED if opened else None,
            password_set_at=OPENED if opened else None,
        )

    def _person(self, row: _Row, user: User, number: int) -> Person:
        given, _, family = row.name.partition(" ")
        return Person(
            school=self.school,
            user=user,
            kind=row.kind,
            given=given,
            family=family,
            mis_id=row.id,
            year=row.year,
            job=row.job,
            born=_birthday(row) if row.year else None,
            upn=_upn(self.school.dfe_number, row.year, number) if row.year else "",
            email=user.email,
            joined=FIRST_DAY,
        )

    def _classes(self, members: Iterable[SamplePerson]) -> None:
        years = {person.class_: person.year or "" for person in members if person.class_}
        titles = {name.lower(): name for name, _ in self.sample.classes}
        classes = {
            code: Group.objects.create(
                school=self.school, kind=Group.Kind.CLASS, code=code, name=f"{titles[code]} class", year=year
            )
            for code, year in years.items()
        }
        joined = [(person.id, person.class_, False) for person in members if person.class_]
        teachers = [key for key, roles in roles_of_staff(self.sample).items() if "teacher" in roles]
        joined += [(teacher, code, True) for teacher, code in zip(teachers, classes, strict=False)]
        Membership.objects.bulk_create(
            Membership(person=self.people[key], group=classes[code], teaches=teaches, first=FIRST_DAY)
            for key, code, teaches in joined
        )

    def _posts(self, roles: Mapping[str, tuple[str, ...]], *, everywhere: bool = False) -> None:
        self.roles |= roles
        Post.objects.bulk_create(
            Post(
                federation=self.federation,
                school=None if everywhere or role in FOR_ALL else self.school,
                role=role,
                holder=self.people[key].user,
                first=FIRST_DAY,
                last=date(2027, 8, 31) if role == "technician" else None,
                leads=role == "dsl",
                supplier=SUPPLIER if role == "technician" else "",
                minute="Full governing body, 8 July 2026" if role in {"chair", "safeguarding-governor"} else "",
            )
            for key, held in roles.items()
            for role in held
        )

    def _families(self) -> None:
        families = families_of(self.sample)
        adults = [(key, name) for family in families for key, name, _ in family.adults]
        first = adults[0][0]
        self._add(_Row(key, _parent_sign_in(key, name, first), name, "parent") for key, name in adults)
        Relationship.objects.bulk_create(
            Relationship(
                adult=self.people[key],
                child=self.people[child],
                kind=kind,
                parental_responsibility=kind != "step-parent",
                lives_with=True,
                priority=number,
            )
            for family in families
            for child in family.children
            for number, (key, _, kind) in enumerate(family.adults, start=1)
        )


class _Row(NamedTuple):
    """Somebody to add. Without a sign-in name their account is not open."""

    id: str
    sign_in: str
    name: str
    kind: str
    job: str = ""
    year: str = ""


def _as_rows(members: Iterable[SamplePerson], roles: Mapping[str, tuple[str, ...]]) -> Iterator[_Row]:
    for person in members:
        held = roles.get(person.id, ())
        job = JOBS_OF_STAFF[held[0]] if held else ""
        yield _Row(person.id, person.sign_in, person.name, "staff" if held else "pupil", job, person.year or "")


def _parent_sign_in(key: str, name: str, first: str) -> str:
    """One parent at each school has an account already; the others wait for theirs."""
    return f"{name}.{key}".lower().replace(" ", ".") if key == first else ""


def _upn(dfe_number: str, year: str, number: int) -> str:
    """A unique pupil number as given by the school in the year of reception: no child has it, for no school has 999."""
    body = f"{dfe_number}{FIRST_DAY.year % 100 - _number(year):02}{number:03}"
    return f"{check_letter(body)}{body}"


def _number(year: str) -> int:
    return 0 if year == "reception" else int(year.rpartition("-")[2])


def _birthday(row: _Row) -> date:
    """A day in the school year that somebody of this year group was born in."""
    number = _number(row.year)
    spread = sum(map(ord, row.id)) * 37 % 365
    return date.fromordinal(date(2021 - number, 9, 1).toordinal() + spread)
