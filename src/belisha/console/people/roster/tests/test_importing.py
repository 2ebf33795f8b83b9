"""A roster in the register: joiners, movers and leavers; the same file twice; all or nothing; undone exactly."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import User
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.audit.queries import verify
from belisha.console.people.models import Group, Membership, Person, Relationship, RosterContent, RosterPersonLink
from belisha.console.people.refusals import RefusedError
from belisha.console.people.roster.actions import apply_import, choose, discard, set_mapping, take_in, undo_import
from belisha.console.people.roster.actions.choosing import Ticks
from belisha.console.people.roster.actions.snapshots import MODELS, snapshot
from belisha.console.people.roster.actions.taking import Taken
from belisha.console.people.roster.queries import preview_of
from belisha.console.people.roster.readers.mapped import sample_of
from belisha.console.people.roster.readers.notebook import Notebook
from belisha.console.people.roster.tests.samples import (
    MOTHER,
    ONEROSTER_11,
    PUPILS_CSV,
    bundled,
    ctf,
    ctf_pupil,
    many_pupils,
)
from cast import a_class, a_parent, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.people.models import RosterImport

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(school: School) -> By:
    return By(somebody(school, Role.DATA_MANAGER))


def took(by: By, school: School, files: dict[str, Any] | None = None, **taken: Any) -> RosterImport:
    return take_in(by=by, school=school, bundle=bundled(files or ONEROSTER_11), taken=Taken(**taken))


def imported(
    by: By, school: School, files: dict[str, Any] | None = None, reason: str = "", **taken: Any
) -> RosterImport:
    return apply_import(by=by, entry=took(by, school, files, **taken), reason=reason)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows that an import may touch, as they are now."""
    return {
        name: [snapshot(row) for row in model._default_manager.order_by("pk")]
        for name, model in MODELS.items()
        if name not in {"person-link", "group-link"}
    }


def without(files: dict[str, Any], *ids: str) -> dict[str, Any]:
    """The files without rows that name these people."""

    def names(file: str, line: str) -> bool:
        return any(line.startswith(f"{i},") or (file == "enrollments.csv" and f",{i}," in line) for i in ids)

    return {
        file: "".join(line for line in text.splitlines(keepends=True) if not names(file, line))
        for file, text in files.items()
    }


def test_a_first_import_puts_everybody_of_the_school_on_the_register(school: School, manager: By) -> None:
    entry = imported(manager, school)
    assert (entry.state, entry.counts["joiners"], entry.format) == ("applied", 4, "OneRoster 1.1")
    amy = Person.objects.get(school=school, mis_id="p1")
    assert (amy.name, amy.upn, amy.year, amy.born, amy.joined) == (
        "Amy Hill",
        "H801200001001",
        "year-4",
        date(2017, 10, 2),
        timezone.localdate(),
    )
    assert not amy.user.is_active
    assert not amy.user.has_usable_password()
    assert amy.user.username is None
    assert amy.search.startswith("hill amy")
    assert [each.group.name for each in amy.memberships.order_by("group__name")] == ["4 Oak", "Maths set 1"]
    assert Relationship.objects.get(child=amy).adult.name == "Ruth Hill"
    assert not Person.objects.filter(mis_id="p3").exists(), "Cal is of the other school"


def test_the_same_file_twice_changes_nothing(school: School, manager: By) -> None:
    imported(manager, school)
    before = everything()
    again = imported(manager, school)
    assert again.state == "nothing"
    assert everything() == before


def test_a_transfer_file_twice_changes_nothing(school: School, manager: By) -> None:
    files = {"ctf.xml": ctf(ctf_pupil(contacts=MOTHER), ctf_pupil("A801200001003", "Ben", contacts=MOTHER))}
    imported(manager, school, files)
    assert Person.objects.filter(kind="parent").count() == 1
    before = everything()
    assert imported(manager, school, files).state == "nothing"
    assert everything() == before


def test_an_import_is_on_record_as_a_whole_and_for_each_person(school: School, manager: By) -> None:
    entry = imported(manager, school)
    link = Link.objects.get(event="roster.applied")
    assert link.body.content["after"]["sha256"] == entry.digest
    assert link.body.content["after"]["joiners"] == 4
    assert Link.objects.filter(event="people.joined").count() == 4
    assert verify(school.chain).fault is None


def test_movers_show_before_and_after_and_move_that_day(school: School, manager: By) -> None:
    imported(manager, school)
    Membership.objects.update(first=date(2026, 1, 5))
    files = dict(ONEROSTER_11)
    files["users.csv"] = files["users.csv"].replace("Amy,Hill,", "Amy,Lake,").replace(",m1,04,", ",m1,05,")
    files["classes.csv"] += "c3,,,5 Ash,05,,5A,homeroom,,s1,\n"
    files["enrollments.csv"] = files["enrollments.csv"].replace("e1,,,c1,s1,p1", "e1,,,c3,s1,p1")
    entry = took(manager, school, files)
    preview = preview_of(entry)
    assert preview is not None
    (mover,) = preview.plan.movers
    assert [change[:3] for change in mover.changes] == [
        ("family", "Hill", "Lake"),
        ("year", "year-4", "year-5"),
        ("class", "4 Oak", "5 Ash"),
    ]
    apply_import(by=manager, entry=entry)
    amy = Person.objects.get(mis_id="p1")
    today = timezone.localdate()
    assert (amy.name, amy.user.name, amy.search[:8]) == ("Amy Lake", "Amy Lake", "lake amy")
    assert amy.memberships.get(group__name="4 Oak").last == today - timedelta(days=1)
    assert amy.memberships.get(group__name="5 Ash").first == today


def test_whoever_is_absent_from_a_complete_file_has_left_and_nobody_else(school: School, manager: By) -> None:
    by_hand = a_pupil(school, "Fay Stone")
    files = many_pupils(40)
    imported(manager, school, files)
    Person.objects.filter(mis_id__startswith="p").update(joined=date(2026, 1, 5))
    entry = imported(manager, school, without(files, "p7"))
    assert entry.counts["leavers"] == 1
    gone = Person.objects.get(mis_id="p7")
    yesterday = timezone.localdate() - timedelta(days=1)
    assert gone.left == yesterday
    by_hand.refresh_from_db()
    assert by_hand.left is None, "who never came from this system is not its to take away"


def test_a_file_without_staff_takes_no_staff_away(school: School, manager: By) -> None:
    imported(manager, school)
    entry = took(manager, school, without(dict(ONEROSTER_11), "t1", "m1"))
    preview = preview_of(entry)
    assert preview is not None
    assert preview.plan.leavers == ()


def test_a_row_that_cannot_be_read_makes_nobody_a_leaver(school: School, manager: By) -> None:
    files = many_pupils(40)
    imported(manager, school, files)
    bad_date = files | {"demographics.csv": files["demographics.csv"].replace("p7,,,2015-08-17", "p7,,,2015-99-17")}
    preview = preview_of(took(manager, school, bad_date))
    assert preview is not None
    assert preview.plan.leavers == ()
    assert [row.ident for row in preview.plan.bad] == ["pupil:p7"]
    torn = files | {"users.csv": files["users.csv"].replace("p7,,,true,s1", "p7\x00,,,true,s1")}
    preview = preview_of(took(manager, school, torn))
    assert preview is not None
    assert (preview.plan.leavers, [leaver.name for leaver in preview.plan.held]) == ((), ["Given7 Family7"])


def test_more_than_a_tenth_leaving_needs_a_reason(school: School, manager: By) -> None:
    files = many_pupils(40)
    imported(manager, school, files)
    entry = took(manager, school, without(files, "p1", "p2", "p3", "p4", "p5"))
    with pytest.raises(RefusedError, match="a tenth"):
        apply_import(by=manager, entry=entry)
    assert not Person.objects.filter(left__isnull=False).exists()
    assert apply_import(by=manager, entry=entry, reason="Year 6 left").counts["leavers"] == 5


def test_an_import_is_undone_exactly(school: School, manager: By) -> None:
    oak = a_class(school, "4 Oak")
    a_teacher(school, "Tom Bell", of=oak)
    amy = a_pupil(school, "Amy Hill", in_class=oak, upn="H801200001001", born=date(2017, 10, 2), year="year-3")
    a_parent(school, "Ruth Hill", of=amy)
    before = everything()
    entry = imported(manager, school)
    assert everything() != before
    undo_import(by=manager, entry=entry, reason="wrong file")
    assert everything() == before
    assert not RosterPersonLink.objects.exists()
    entry.refresh_from_db()
    assert entry.state == "undone"
    assert not RosterContent.objects.filter(of=entry).exists()


def test_leavers_and_movers_are_undone_exactly(school: School, manager: By) -> None:
    files = many_pupils(30)
    imported(manager, school, files)
    Membership.objects.update(first=date(2026, 1, 5))
    before = everything()
    changed = without(files, "p3") | {"classes.csv": files["classes.csv"].replace("Class 0", "Oak")}
    changed["users.csv"] = changed["users.csv"].replace("Given9,", "Gwen,")
    entry = imported(manager, school, changed)
    assert entry.counts["leavers"] == entry.counts["movers"] == entry.counts["groups"] == 1
    undo_import(by=manager, entry=entry)
    assert everything() == before
    assert imported(manager, school, files).state == "nothing"


def test_an_import_is_not_undone_over_later_changes(school: School, manager: By) -> None:
    entry = imported(manager, school)
    Person.objects.filter(mis_id="p1").update(phone="01632 960002")
    before = everything()
    with pytest.raises(RefusedError, match="Amy Hill"):
        undo_import(by=manager, entry=entry)
    assert everything() == before


def test_an_import_is_not_undone_when_something_hangs_on_somebody_new(school: School, manager: By) -> None:
    entry = imported(manager, school)
    club = Group.objects.create(school=school, kind="group", code="choir", name="Choir")
    Membership.objects.create(person=Person.objects.get(mis_id="p1"), group=club, first=timezone.localdate())
    before = everything()
    with pytest.raises(RefusedError, match="Changed since"):
        undo_import(by=manager, entry=entry)
    assert everything() == before


def test_one_number_for_two_people_is_a_clash_and_changes_neither(school: School, manager: By) -> None:
    amy = a_pupil(school, "Amy Hill", upn="H801200001001", born=date(2016, 1, 1))
    entry = took(manager, school)
    preview = preview_of(entry)
    assert preview is not None
    (clash,) = preview.plan.clashes
    assert (clash.code, clash.pk, clash.offers) == ("other-person", amy.pk, ("same",))
    assert "01/01/2016" in clash.text
    apply_import(by=manager, entry=entry)
    amy.refresh_from_db()
    assert amy.born == date(2016, 1, 1)
    assert not Person.objects.filter(mis_id="p1").exists()


def test_a_clash_is_settled_by_whoever_imports(school: School, manager: By) -> None:
    amy = a_pupil(school, "Amy Hill", upn="H801200001001", born=date(2016, 1, 1))
    entry = choose(by=manager, entry=took(manager, school), ticks=Ticks(clashes={"c.pupil:p1": "same"}))
    apply_import(by=manager, entry=entry)
    amy.refresh_from_db()
    assert (amy.born, amy.mis_id) == (date(2017, 10, 2), "p1")


@pytest.mark.parametrize(("chosen", "people"), [("same", 1), ("new", 2), ("leave", 1)])
def test_somebody_under_a_new_id_is_suggested_as_the_one_there_is(
    school: School, manager: By, chosen: str, people: int
) -> None:
    joy = a_teacher(school, "Joy Reed")
    entry = took(manager, school)
    preview = preview_of(entry)
    assert preview is not None
    assert [(clash.code, clash.pk) for clash in preview.plan.clashes] == [("looks-like", joy.pk)]
    entry = choose(by=manager, entry=entry, ticks=Ticks(clashes={"c.staff:t1": chosen}))
    apply_import(by=manager, entry=entry)
    assert Person.objects.filter(family="Reed").count() == people
    joy.refresh_from_db()
    assert joy.mis_id == ("t1" if chosen == "same" else "")


def test_somebody_left_out_stays_as_they_are(school: School, manager: By) -> None:
    entry = took(manager, school)
    ticks = Ticks(frozenset({"j.pupil:p1", "j.pupil:p2"}), frozenset({"j.pupil:p1"}), kinds={"families": True})
    apply_import(by=manager, entry=choose(by=manager, entry=entry, ticks=ticks))
    assert not Person.objects.filter(mis_id="p1").exists()
    assert Person.objects.filter(mis_id="p2").exists()
    assert not Relationship.objects.exists()


def test_what_was_approved_is_what_is_applied(school: School, manager: By) -> None:
    entry = took(manager, school)
    preview = preview_of(entry)
    assert preview is not None
    a_pupil(school, "Ben Ng", mis_id="p2", born=date(2021, 2, 28))
    with pytest.raises(RefusedError, match="changed since you looked"):
        apply_import(by=manager, entry=entry, seen=preview.plan.digest)


def test_an_import_is_applied_once(school: School, manager: By) -> None:
    entry = imported(manager, school)
    with pytest.raises(RefusedError, match="applied"):
        apply_import(by=manager, entry=entry)
    with pytest.raises(RefusedError, match="applied"):
        discard(by=manager, entry=entry)


def test_somebody_who_comes_back_is_on_roll_again(school: School, manager: By) -> None:
    files = many_pupils(40)
    imported(manager, school, files)
    Person.objects.update(joined=date(2026, 1, 5))
    imported(manager, school, without(files, "p7"))
    entry = imported(manager, school, files)
    assert entry.counts["movers"] == 1
    back = Person.objects.get(mis_id="p7")
    assert (back.left, back.joined) == (None, timezone.localdate())
    assert imported(manager, school, files).state == "nothing"


def test_somebody_merged_into_another_row_is_found_there(school: School, manager: By) -> None:
    imported(manager, school)
    amy = Person.objects.get(mis_id="p1")
    kept = a_pupil(school, "Amelia Hill", born=date(2017, 10, 2))
    Person.objects.filter(pk=amy.pk).update(merged_into=kept)
    assert imported(manager, school).counts["joiners"] == 0
    kept.refresh_from_db()
    assert kept.given == "Amy"


def test_a_spreadsheet_is_mapped_once_and_read_alone_the_next_time(school: School, manager: By) -> None:
    bundle = bundled({"pupils.csv": PUPILS_CSV})
    entry = take_in(by=manager, school=school, bundle=bundle)
    assert entry.state == "mapping"
    entry = set_mapping(by=manager, entry=entry, mapping=sample_of(bundle, Notebook()).guess)
    assert entry.state == "preview"
    apply_import(by=manager, entry=entry)
    assert Person.objects.filter(kind="pupil").count() == 3
    assert take_in(by=manager, school=school, bundle=bundle).state == "preview"
    other = bundled({"pupils.csv": "Number,Name\n1,Amy Hill\n"})
    assert take_in(by=manager, school=school, bundle=other).state == "mapping"


def test_a_file_that_cannot_be_read_is_logged_with_its_hash(school: School, manager: By) -> None:
    entry = took(manager, school, {"ctf.xml": "<html/>"})
    assert (entry.state, len(entry.digest)) == ("failed", 64)
    assert "begins with" in entry.why
    assert Link.objects.get(event="roster.received").body.content["after"]["sha256"] == entry.digest


def test_a_colleague_without_the_role_and_a_stranger_import_nothing(school: School) -> None:
    teacher, stranger = By(somebody(school, Role.TEACHER)), By(somebody(a_school("st-brigids"), Role.HEAD))
    for by in (teacher, stranger):
        with pytest.raises(NotAllowedError):
            took(by, school)


def test_a_failure_half_way_leaves_the_register_as_it_was(
    school: School, manager: By, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = took(manager, school)
    before = everything()

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("belisha.console.people.roster.actions.applying._put_on_record", fails)
    with pytest.raises(RuntimeError):
        apply_import(by=manager, entry=entry)
    assert everything() == before
    entry.refresh_from_db()
    assert entry.state == "preview"


@pytest.mark.parametrize("count", [30, 300])
def test_a_preview_asks_the_database_the_same_number_of_times_whatever_its_size(
    school: School, manager: By, count: int, django_assert_num_queries: Any
) -> None:
    imported(manager, school, many_pupils(count))
    entry = took(manager, school, many_pupils(count + 10))
    with django_assert_num_queries(7):
        preview_of(entry)


def test_everybody_new_has_an_account_row_that_nobody_can_use(school: School, manager: By) -> None:
    imported(manager, school, many_pupils(20))
    users = User.objects.filter(kind="pupil")
    assert users.count() == 20
    assert not any(user.is_active or user.has_usable_password() for user in users)
