"""Adding, changing and founding schools."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.authorization import has_permission
from belisha.console.access.models import Federation, School
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.access.schools.actions import (
    Details,
    add_school,
    change_school,
    found,
    rename_federation,
    renew_founding,
)
from belisha.console.access.schools.links import password_link
from belisha.console.access.schools.queries import examples_for
from belisha.console.access.schools.rules import code_from, dfe_digits, faults_of_code
from belisha.console.access.settings.actions import change_setting
from belisha.console.access.settings.queries import setting_of
from belisha.console.audit.models import Link
from cast import a_federation, a_school, everywhere, somebody

SYSTEM = By(None, system="first run")


@pytest.fixture
def executive(db: None) -> By:
    return By(everywhere(a_federation(), Role.EXECUTIVE_HEAD))


def test_the_executive_head_adds_a_school_and_its_own_chain_begins_with_that(executive: By) -> None:
    school = add_school(
        executive, federation=a_federation(), code="tarnside", details=Details("Tarnside", dfe_number="886/2345")
    )
    assert (school.dfe_number, school.dfe_written) == ("8862345", "886/2345")
    assert Link.objects.get(chain=school.chain).event == "schools.added"


def test_a_head_adds_no_school(db: None) -> None:
    head = By(somebody(a_school(), Role.HEAD))
    with pytest.raises(PermissionDenied):
        add_school(head, federation=a_federation(), code="tarnside", details=Details("Tarnside"))


@pytest.mark.parametrize("code", ["St Brigids", "a--b", "-a", "", "x" * 41, "oakfield"])
def test_a_code_that_the_policy_could_not_read_or_that_is_taken_is_refused(executive: By, code: str) -> None:
    a_school("oakfield")
    with pytest.raises(ValidationError) as caught:
        add_school(executive, federation=a_federation(), code=code, details=Details("Tarnside"))
    assert "code" in caught.value.error_dict


def test_only_what_changed_is_on_record(executive: By) -> None:
    school = a_school()
    change_school(executive, school=school, details=Details(school.name, phone="01539 000000"))
    content = Link.objects.get(event="schools.changed").body.content
    assert (content["before"], content["after"]) == ({"phone": ""}, {"phone": "01539 000000"})
    change_school(executive, school=school, details=Details(school.name, phone="01539 000000"))
    assert Link.objects.filter(event="schools.changed").count() == 1, "no change, no record"


def test_a_wrong_dfe_number_is_refused_beside_its_field(executive: By) -> None:
    with pytest.raises(ValidationError) as caught:
        change_school(executive, school=a_school(), details=Details("Oakfield", dfe_number="12345"))
    assert "dfe_number" in caught.value.error_dict


def test_the_federation_is_renamed_for_all(executive: By) -> None:
    rename_federation(executive, federation=a_federation(), name="Two Rivers Trust")
    assert Federation.objects.get().name == "Two Rivers Trust"


def test_a_new_school_begins_like_another_but_for_what_the_federation_has_locked(executive: By) -> None:
    federation, oakfield = a_federation(), a_school()
    change_setting(executive, at=oakfield, key="idle-minutes", value=11)
    change_setting(executive, at=oakfield, key="user-names-kept-years", value=3)
    change_setting(executive, at=federation, key="user-names-kept-years", value=4, locked=True)
    assert list(examples_for(federation)) == [oakfield]
    new = add_school(executive, federation=federation, code="tarnside", details=Details("Tarnside"), like=oakfield)
    assert setting_of(new, "idle-minutes").state.value == 11
    assert setting_of(new, "user-names-kept-years").state.value == 4
    assert list(Link.objects.filter(chain=new.chain).order_by("number").values_list("event", flat=True)) == [
        "schools.added",
        "settings.begun",
    ]


def test_a_new_school_begins_like_no_school_of_another_federation(executive: By) -> None:
    stranger = a_school("far-away", a_federation("Another Trust"))
    change_setting(By(None, system="test"), at=stranger, key="idle-minutes", value=11)
    new = add_school(executive, federation=a_federation(), code="tarnside", details=Details("Tarnside"), like=stranger)
    assert setting_of(new, "idle-minutes").state.value != 11


def first_run(**changes: object) -> dict[str, object]:
    return {"name": "Oakfield", "code": "oakfield", "admin_name": "Ada Hill", "username": "A.Hill"} | changes


@pytest.mark.django_db
def test_the_first_run_makes_a_school_whose_head_can_appoint_everybody_else() -> None:
    founded = found(SYSTEM, **first_run())  # type: ignore[arg-type]
    assert founded.federation.name == founded.school.name == "Oakfield"
    assert founded.user.username == "a.hill"
    assert not founded.user.has_usable_password()
    assert has_permission(founded.user, Permission.CHANGE_POSTS, founded.school)


@pytest.mark.django_db
def test_the_first_run_with_an_executive_head_counts_for_all_schools_to_come() -> None:
    founded = found(SYSTEM, **first_run(role=Role.EXECUTIVE_HEAD, federation="Wold Trust"))  # type: ignore[arg-type]
    assert has_permission(founded.user, Permission.ADD_SCHOOLS, None)


@pytest.mark.django_db
def test_a_first_run_never_happens_twice_nor_at_somebodys_wish_nor_with_a_teacher() -> None:
    with pytest.raises(ValidationError):
        found(SYSTEM, **first_run(role=Role.TEACHER))  # type: ignore[arg-type]
    found(SYSTEM, **first_run())  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="already"):
        found(SYSTEM, **first_run(code="other"))  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="already"):
        found(By(somebody(School.objects.get(), Role.HEAD)), **first_run(code="other"))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_link_of_the_first_run_is_renewed_until_somebody_signs_in(client: Client) -> None:
    old = password_link(found(SYSTEM, **first_run()).user)  # type: ignore[arg-type]
    founded = renew_founding(SYSTEM)
    assert (founded.school.code, founded.user.username) == ("oakfield", "a.hill")
    assert 'type="password"' not in Client().get(old, follow=True).content.decode(), "one link at a time"
    assert 'type="password"' in client.get(password_link(founded.user), follow=True).content.decode()
    assert Link.objects.filter(event="schools.founded-again").count() == 1
    client.force_login(founded.user)
    with pytest.raises(ValidationError, match="signed in"):
        renew_founding(SYSTEM)


@pytest.mark.django_db
def test_no_link_is_renewed_where_others_have_accounts_nor_at_somebodys_wish() -> None:
    user = found(SYSTEM, **first_run()).user  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        renew_founding(By(user))
    somebody(School.objects.get())
    with pytest.raises(ValidationError):
        renew_founding(SYSTEM)


@pytest.mark.parametrize("written", ["886/2345", "886 2345", "8862345", "886-2345", ""])
def test_a_dfe_number_is_read_however_it_is_written(written: str) -> None:
    assert dfe_digits(written) in {"8862345", ""}


@given(st.text(max_size=80))
def test_a_code_made_from_a_name_can_be_used_or_is_empty(name: str) -> None:
    code = code_from(name)
    assert not code or faults_of_code(code) == ""


@pytest.mark.django_db
def test_the_link_of_the_first_run_lets_them_set_a_password_once(client: Client) -> None:
    user = found(SYSTEM, **first_run()).user  # type: ignore[arg-type]
    link = password_link(user)
    page = client.get(link, follow=True)
    assert page.status_code == 200
    assert 'type="password"' in page.content.decode()
    user.set_password("river lantern orchard 9")
    user.save()
    assert 'type="password"' not in Client().get(link, follow=True).content.decode()
