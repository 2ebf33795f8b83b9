"""OneRoster 1.1 and 1.2 as CSV (1EdTech), and Microsoft School Data Sync v2 and v2.1, which are shaped like it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from belisha.console.people.roster.readers.gathering import Gathered, tidy_groups
from belisha.console.people.roster.readers.persons import LIKE_UPN, Reading, person_of
from belisha.console.people.roster.readers.shapes import (
    Kind,
    Org,
    Roster,
    RosterError,
    RosterGroup,
    RosterMembership,
    RosterRelationship,
    ident_of,
)
from belisha.console.people.roster.readers.tables import Row, Table, table_of
from belisha.console.people.roster.readers.words import (
    DateOrder,
    date_of,
    date_order,
    kind_of,
    relation_of,
    truth_of,
    year_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.people.roster.readers.files import Bundle

__all__ = ["read_oneroster"]

FILES: Final = ("orgs.csv", "users.csv", "classes.csv", "enrollments.csv", "demographics.csv")
VERSIONS: Final = {"1.0": "1.1", "1.1": "1.1", "1.2": "1.2", "1.2.1": "1.2"}
GONE: Final = {"tobedeleted", "inactive", "deleted", "false"}
SCHOOLS: Final = {"school", "campus", "college", ""}
TITLES: Final = {
    "key": "sourcedId", "given": "givenName", "family": "familyName", "known_as": "preferredGivenName",
    "born": "birthDate", "upn": "identifier", "year": "grades",
}  # fmt: skip
# Whoever holds several roles is followed by the first of these: a teacher who is also a parent is staff.
FIRST_OF: Final = (Kind.STAFF, Kind.PUPIL, Kind.PARENT)


class _Role:
    """What roles.csv says of a user: kinds, schools, year. Its dates are those of the role, not of joining."""

    def __init__(self) -> None:
        self.kinds: set[Kind] = set()
        self.orgs: list[str] = []
        self.year = self.job = ""


def read_oneroster(bundle: Bundle) -> Roster:
    """The roster in a OneRoster folder or archive. Raises RosterError."""
    got = Gathered()
    manifest = _manifest(bundle, got)
    users = _table(bundle, got, "users.csv", "sourcedid")
    if users is None:
        raise RosterError("There is no users.csv, which says who is in a OneRoster export.")
    name, version = _format(bundle, users, manifest)
    got.orgs.update({org.id: org for org in _orgs(bundle, got)})
    _people(bundle, got, users)
    _groups(bundle, got)
    _enrolments(bundle, got, delta=_is_delta(manifest, "enrollments"))
    _relationships(bundle, got)
    groups, notes = tidy_groups(got)
    return got.roster(
        format=name,
        version=version,
        groups=groups,
        more_notes=notes,
        complete=not _is_delta(manifest, "users"),
        says_complete=True,
        whole_groups=not _is_delta(manifest, "enrollments"),
    )


def _table(bundle: Bundle, got: Gathered, name: str, *needed: str) -> Table | None:
    part = bundle.part(name)
    return table_of(part, got.pad, *needed) if part and part.data.strip() else None


def _manifest(bundle: Bundle, got: Gathered) -> dict[str, str]:
    table = _table(bundle, got, "manifest.csv", "propertyname", "value")
    if table is None:
        return {}
    found = {row.get("propertyname").casefold(): row.get("value").casefold() for row in table.rows(got.pad)}
    version = found.get("oneroster.version", "")
    if version and version not in VERSIONS:
        raise RosterError(f"This is OneRoster {version}. Versions 1.1 and 1.2 can be read: export one of these.")
    for name in FILES:
        said = found.get(f"file.{name.removesuffix('.csv')}", "")
        if said in {"bulk", "delta"} and not bundle.has(name):
            if name == "users.csv":
                raise RosterError("The manifest names users.csv, but it is not there. Export again.")
            got.pad.note(f"The manifest names {name}, but it is not there.")
    return found


def _is_delta(manifest: dict[str, str], name: str) -> bool:
    return manifest.get(f"file.{name}") == "delta"


def _format(bundle: Bundle, users: Table, manifest: dict[str, str]) -> tuple[str, str]:
    if version := VERSIONS.get(manifest.get("oneroster.version", "")):
        return "OneRoster", version
    roles = bundle.has("roles.csv")
    if users.has("enableduser"):
        return "OneRoster", "1.2" if roles else "1.1"
    return "Microsoft School Data Sync", "2.1" if roles else "2"


def _is_gone(row: Row) -> bool:
    return row.get("status").casefold() in GONE


def _orgs(bundle: Bundle, got: Gathered) -> Iterator[Org]:
    table = _table(bundle, got, "orgs.csv", "sourcedid")
    for row in table.rows(got.pad) if table else ():
        if row.get("sourcedid") and not _is_gone(row):
            school = row.get("type").casefold() in SCHOOLS
            yield Org(row.get("sourcedid"), row.get("name")[:120], row.get("identifier")[:40], school)


def _roles(bundle: Bundle, got: Gathered) -> dict[str, _Role]:
    table = _table(bundle, got, "roles.csv", "usersourcedid", "role")
    found: dict[str, _Role] = {}
    for row in table.rows(got.pad) if table else ():
        if _is_gone(row):
            continue
        kind = kind_of(row.get("role"))
        if kind is None:
            got.pad.reject(
                row.where, "role", row.get("role"), "this is not a role that we know; it is left out", whole=False
            )
            continue
        role = found.setdefault(row.get("usersourcedid"), _Role())
        role.kinds.add(kind)
        role.orgs += [row.get("orgsourcedid")] if row.get("orgsourcedid") else []
        role.year = role.year or row.get("grade", "grades")
        role.job = role.job or (row.get("role") if kind is Kind.STAFF else "")
    return found


def _births(bundle: Bundle, got: Gathered) -> tuple[dict[str, str], DateOrder]:
    table = _table(bundle, got, "demographics.csv")
    if table is None:
        return {}, DateOrder.DAY_FIRST
    order = date_order(table.column("birthdate"), DateOrder.DAY_FIRST)
    births = {
        row.get("usersourcedid", "sourcedid"): row.get("birthdate") for row in table.rows(got.pad) if not _is_gone(row)
    }
    return births, order


def _people(bundle: Bundle, got: Gathered, users: Table) -> None:
    roles = _roles(bundle, got)
    births, order = _births(bundle, got)
    adults = _related_adults(bundle, got)
    if users.has("password"):
        got.pad.note("The files carry passwords. They are not read.")
    for row in users.rows(got.pad, of_people=True):
        key = row.get("sourcedid")
        role = roles.get(key, _Role())
        kind = _kind(row, role, related=key in adults)
        if kind is None:
            said = row.get("role")
            reason = "this is not a role that we know" if said else "nothing says what this person is: there is no role"
            got.pad.reject(row.where, "role", said, reason, hides=not key)
            # of whatever kind they are: nobody of this id is missing from the file
            got.pad.unread |= {ident_of(each, key) for each in Kind if key}
            continue
        if _is_gone(row):
            got.gone.append(ident_of(kind, key))
            continue
        texts = _texts(row, role, births.get(key, ""))
        orgs = tuple(
            dict.fromkeys(
                [*re.split(r"\s*,\s*", row.get("orgsourcedids", "orgsourcedid", "primaryorgsourcedid")), *role.orgs]
            )
        )
        person = person_of(
            texts, Reading(row.where, kind, order, TITLES), got.pad, mis_id=key, orgs=tuple(filter(None, orgs))
        )
        if person and got.add(person):
            _agents(row, got, person.ident)


def _kind(row: Row, role: _Role, *, related: bool) -> Kind | None:
    if row.get("role"):
        return kind_of(row.get("role"))
    if role.kinds:
        return next(kind for kind in FIRST_OF if kind in role.kinds)
    return Kind.PARENT if related else None


def _texts(row: Row, role: _Role, born: str) -> dict[str, str]:
    user = row.get("username")
    upn = next(
        (
            text
            for text in re.findall(r"[A-Za-z0-9]+", f"{row.get('identifier')} {row.get('userids')}")
            if LIKE_UPN.fullmatch(text.upper())
        ),
        "",
    )
    return {
        "key": row.get("sourcedid"),
        "given": row.get("givenname"),
        "family": row.get("familyname"),
        "known_as": row.get("preferredgivenname", "preferredfirstname"),
        "born": born,
        "upn": upn,
        "year": row.get("grades", "grade") or role.year,
        "email": row.get("email") or (user if "@" in user else ""),
        "phone": row.get("phone", "sms"),
        "job": _job(row.get("role") or role.job),
        "username": user,
    }


def _job(role: str) -> str:
    if kind_of(role) is not Kind.STAFF:
        return ""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", role).capitalize()


def _agents(row: Row, got: Gathered, ident: str) -> None:
    for agent in filter(None, re.split(r"\s*,\s*", row.get("agentsourcedids", "agents"))):
        got.agents.append((row.where, ident, agent))


def _groups(bundle: Bundle, got: Gathered) -> None:
    table = _table(bundle, got, "classes.csv", "sourcedid")
    for row in table.rows(got.pad) if table else ():
        key, title = row.get("sourcedid"), row.get("title", "classcode")
        if _is_gone(row):
            got.gone_groups.add(key)
        elif not key or not title or len(title) > 80 or len(key) > 80:
            got.pad.reject(
                row.where, "title", title, "this class has no id or title, or one of more than 80 characters"
            )
        else:
            kind = {"homeroom": "class", "scheduled": "group"}.get(row.get("classtype").casefold(), "")
            year = year_of(row.get("grades", "grade")) or ""
            org = row.get("schoolsourcedid", "orgsourcedid")
            got.add_group(RosterGroup(key=key, name=title, kind=kind, year=year, org=org), row.where)


def _enrolments(bundle: Bundle, got: Gathered, *, delta: bool) -> None:
    table = _table(bundle, got, "enrollments.csv", "classsourcedid", "usersourcedid")
    if table is None:
        return
    order = date_order(table.column("begindate"), DateOrder.DAY_FIRST)
    for row in table.rows(got.pad):
        if _is_gone(row):
            continue
        ident, group = got.by_id.get(row.get("usersourcedid")), row.get("classsourcedid")
        if not got.knows(row, ident, group, delta=delta):
            continue
        try:
            first, last = (
                date_of(text, order) if text else None for text in (row.get("begindate"), row.get("enddate"))
            )
        except ValueError as error:
            got.pad.reject(row.where, "beginDate", row.get("begindate"), str(error))
            continue
        teaches = kind_of(row.get("role")) is Kind.STAFF
        got.memberships.append(RosterMembership(str(ident), group, teaches, first, last))


def _related_adults(bundle: Bundle, got: Gathered) -> frozenset[str]:
    table = _table(bundle, got, "relationships.csv", "usersourcedid", "relationshipusersourcedid")
    return frozenset(table.column("relationshipusersourcedid")) if table else frozenset()


def _relationships(bundle: Bundle, got: Gathered) -> None:
    table = _table(bundle, got, "relationships.csv", "usersourcedid", "relationshipusersourcedid")
    for row in table.rows(got.pad) if table else ():
        child, adult = row.get("usersourcedid"), row.get("relationshipusersourcedid")
        _relate(got, row.where, got.by_id.get(child, ""), adult, row.get("relationshiprole"))
        if truth_of(row.get("isprimary")) and got.relationships:
            got.relationships[-1] = msgspec.structs.replace(got.relationships[-1], priority=1)
    for where, child, adult in got.agents:
        _relate(got, where, child, adult, "")


def _relate(got: Gathered, where: tuple[str, int], child: str, adult: str, role: str) -> None:
    ident = got.by_id.get(adult, "")
    if not child or not ident:
        got.pad.reject(where, "relationshipUserSourcedId", adult, "nobody in users.csv has this id", whole=False)
    elif child.startswith(Kind.PUPIL) and not ident.startswith(Kind.PUPIL):
        kind = relation_of(role)
        got.adults[child] += 1
        order = got.adults[child]
        got.relationships.append(RosterRelationship(adult=ident, child=child, kind=kind, priority=order))
