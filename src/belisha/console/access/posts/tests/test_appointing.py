"""Appointing, handing over, ending: what is done and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Cover, Federation, Post, User
from belisha.console.access.permissions import Permission
from belisha.console.access.posts.actions.appointing import (
    AlreadyHeldError,
    Terms,
    appoint,
    end_all_posts,
    end_post,
    hand_over,
    keep_on,
    reappoint,
)
from belisha.console.access.posts.flags import FlagKind, flags_of
from belisha.console.access.posts.queries import (
    board_of,
    boards_of,
    candidates,
    holders_with,
    keep_holder_names,
    post_holder_names,
)
from belisha.console.access.remembering import remembering
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from cast import a_federation, a_school, everywhere, somebody

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> By:
    return By(somebody(school, Role.HEAD))


def today() -> Terms:
    return Terms(timezone.localdate())


def leading() -> Terms:
    return Terms(timezone.localdate(), leads=True)


def test_the_head_appoints_and_the_record_says_so(school: School, head: By) -> None:
    teacher = somebody(school)
    post = appoint(head, at=school, role=Role.SENCO, holder=teacher, terms=today(), reason="from this term")
    assert post_holder_names(school)[Role.SENCO] == teacher.name
    link = Link.objects.get(event="posts.appointed")
    assert (link.chain, link.about) == (school.chain, f"post:{post.pk}")
    assert link.body.content["reason"] == "from this term"
    assert link.body.content["role"] == "head"


def test_a_teacher_appoints_nobody_and_a_head_nobody_elsewhere(school: School, head: By) -> None:
    with pytest.raises(PermissionDenied):
        appoint(By(somebody(school, Role.TEACHER)), at=school, role=Role.SENCO, holder=somebody(school), terms=today())
    other = a_school("st-brigids")
    with pytest.raises(PermissionDenied):
        appoint(head, at=other, role=Role.SENCO, holder=somebody(other), terms=today())


def test_a_second_safeguarding_lead_is_refused_and_the_first_one_named_to_hand_over(school: School, head: By) -> None:
    first = appoint(head, at=school, role=Role.DSL, holder=somebody(school), terms=leading())
    with pytest.raises(AlreadyHeldError, match=first.holder.name) as caught:
        appoint(head, at=school, role=Role.DSL, holder=somebody(school), terms=leading())
    assert caught.value.post == first


def test_the_database_itself_refuses_a_second_safeguarding_lead(school: School) -> None:
    somebody(school, Role.DSL)
    with pytest.raises(IntegrityError), transaction.atomic():
        somebody(school, Role.DSL)


def test_a_safeguarding_lead_must_be_on_the_leadership_team(school: School, head: By) -> None:
    with pytest.raises(ValidationError, match="leadership team"):
        appoint(head, at=school, role=Role.DSL, holder=somebody(school), terms=today())


def test_handing_over_ends_the_old_post_on_the_day_before(school: School, head: By) -> None:
    old = Post.objects.get(holder=somebody(school, Role.DSL))
    new = hand_over(head, post=old, to=somebody(school), terms=leading())
    old.refresh_from_db()
    assert old.last == new.first - DAY
    assert Post.objects.for_school(school).held_on(timezone.localdate()).filter(role="dsl").count() == 1
    assert Post.objects.for_school(school).held_on(old.last).filter(role="dsl").get() == old
    assert Link.objects.filter(event__in=["posts.handed-over", "posts.appointed"]).count() == 2


@pytest.mark.parametrize("ahead", [-400, 0])
def test_a_post_cannot_be_handed_over_before_it_began(school: School, head: By, ahead: int) -> None:
    old = appoint(head, at=school, role=Role.DSL, holder=somebody(school), terms=leading())
    terms = leading()._replace(first=old.first + timedelta(days=ahead))
    with pytest.raises(ValidationError):
        hand_over(head, post=old, to=somebody(school), terms=terms)
    old.refresh_from_db()
    assert old.last is None, "nothing is half done"


def test_a_technician_needs_a_supplier_and_an_end(school: School, head: By) -> None:
    technician = somebody(school, kind="contractor")
    with pytest.raises(ValidationError) as caught:
        appoint(head, at=school, role=Role.TECHNICIAN, holder=technician, terms=today())
    assert set(caught.value.error_dict) == {"last", "supplier"}
    terms = today()._replace(last=timezone.localdate() + 300 * DAY, supplier="Beck Valley School IT")
    assert appoint(head, at=school, role=Role.TECHNICIAN, holder=technician, terms=terms).supplier


def test_two_roles_that_must_not_meet_need_a_reason(school: School, head: By) -> None:
    manager = somebody(school, Role.NETWORK_MANAGER)
    with pytest.raises(ValidationError, match="must not judge"):
        appoint(head, at=school, role=Role.DPO, holder=manager, terms=today())
    assert appoint(head, at=school, role=Role.DPO, holder=manager, terms=today(), reason="until January")


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.HEAD, "pupil"), (Role.DSL, "governor"), (Role.TEACHER, "visitor"), (Role.CHAIR, "pupil")]
)
def test_nobody_holds_a_post_that_their_kind_cannot(school: School, head: By, role: Role, kind: str) -> None:
    end_post(head, post=Post.objects.get(holder=head.user), last=timezone.localdate() - DAY)
    executive = By(everywhere(school.federation, Role.EXECUTIVE_HEAD))
    with pytest.raises(ValidationError, match=kind):
        appoint(executive, at=school, role=role, holder=somebody(school, kind=kind), terms=leading())


def test_a_post_of_one_school_is_not_held_for_all(school: School) -> None:
    executive = By(everywhere(school.federation, Role.EXECUTIVE_HEAD))
    with pytest.raises(ValidationError, match="held at one school"):
        appoint(executive, at=school.federation, role=Role.DSL, holder=somebody(school), terms=leading())


def test_an_end_is_taken_back_until_the_post_is_over(school: School, head: By) -> None:
    post = appoint(head, at=school, role=Role.SENCO, holder=somebody(school), terms=today())
    end_post(head, post=post, last=timezone.localdate() + DAY)
    keep_on(head, post=post)
    post.refresh_from_db()
    assert post.last is None
    Post.objects.filter(pk=post.pk).update(first=timezone.localdate() - 9 * DAY, last=timezone.localdate() - DAY)
    with pytest.raises(ValidationError, match="over"):
        keep_on(head, post=post)


def test_somebody_whose_post_ends_is_appointed_again_from_the_day_after(school: School, head: By) -> None:
    last = timezone.localdate() + 5 * DAY
    post = appoint(
        head, at=school, role=Role.CHAIR, holder=somebody(school, kind="governor"), terms=today()._replace(last=last)
    )
    again = reappoint(head, post=post, last=None, minute="FGB 9")
    assert (again.first, again.holder, again.minute) == (last + DAY, post.holder, "FGB 9")


def test_everything_that_a_leaver_holds_ends_everywhere(school: School) -> None:
    other = a_school("st-brigids")
    leaver = somebody(school, Role.TEACHER)
    Post.objects.create(
        federation=other.federation, school=other, role="senco", holder=leaver, first=timezone.localdate()
    )
    Post.objects.create(
        federation=other.federation, school=other, role="slt", holder=leaver, first=timezone.localdate() + 50 * DAY
    )
    assert end_all_posts(By(None, system="leavers"), holder=leaver, last=timezone.localdate()) == 3
    assert not Post.objects.filter(holder=leaver, last__isnull=True).exists()


def test_a_school_without_a_head_is_not_shut_for_good(school: School) -> None:
    manager = By(somebody(school, Role.NETWORK_MANAGER))
    new = somebody(school)
    with pytest.raises(PermissionDenied):
        appoint(manager, at=school, role=Role.SENCO, holder=new, terms=today())
    with pytest.raises(PermissionDenied):
        appoint(manager, at=school, role=Role.HEAD, holder=manager.user, terms=today())  # type: ignore[arg-type]
    assert appoint(manager, at=school, role=Role.HEAD, holder=new, terms=today())


def test_nobody_fills_a_headship_beside_those_who_appoint(school: School, head: By) -> None:
    chair = By(somebody(school, Role.CHAIR, kind="governor"))
    with pytest.raises(PermissionDenied):
        appoint(chair, at=school, role=Role.HEAD, holder=somebody(school), terms=today())
    end_post(head, post=Post.objects.get(holder=head.user), last=timezone.localdate() - DAY)
    assert appoint(chair, at=school, role=Role.HEAD, holder=somebody(school), terms=today())


def test_the_head_of_an_only_school_names_its_executive_head_and_the_head_of_one_of_two_does_not(
    school: School, head: By
) -> None:
    chosen = somebody(school)
    two = a_school("st-brigids")
    with pytest.raises(PermissionDenied):
        appoint(head, at=school.federation, role=Role.EXECUTIVE_HEAD, holder=chosen, terms=today())
    two.federation = a_federation("Another")
    two.save()
    assert appoint(head, at=school.federation, role=Role.EXECUTIVE_HEAD, holder=chosen, terms=today())


def test_nobody_of_another_school_can_be_chosen_without_a_federation_role(school: School) -> None:
    ours, theirs = somebody(school), somebody(a_school("st-brigids"))
    assert ours in candidates(school)
    assert theirs not in candidates(school)
    assert theirs in candidates(school.federation)
    assert theirs not in candidates(a_federation("Another"))


def test_who_may_do_something_is_told_with_post_and_place(school: School, head: By) -> None:
    executive = everywhere(school.federation, Role.EXECUTIVE_HEAD)
    somebody(school, Role.TEACHER)
    able = holders_with(school, Permission.CHANGE_POSTS)
    assert {(each.name, each.role, each.everywhere) for each in able} == {
        (executive.name, Role.EXECUTIVE_HEAD, True),
        (head.user.name if head.user else "", Role.HEAD, False),
    }


def test_leaving_the_everyday_posts_out_changes_no_flag(school: School, head: By) -> None:
    now = timezone.localdate()
    quiet, ending, closed, both, standing_in = (somebody(school, Role.TEACHER) for _number in range(5))
    Post.objects.filter(holder=ending).update(last=now + 5 * DAY)
    User.objects.filter(pk=closed.pk).update(closed_at=timezone.now())
    for user in (both, somebody(school, kind="governor")):
        Post.objects.create(federation=school.federation, school=school, role="chair", holder=user, first=now)
    chair = Post.objects.filter(role="chair").exclude(holder=both).get()
    Cover.objects.create(post=chair, by=standing_in, first=now, last=now)
    few = boards_of([school])[school.pk]
    assert flags_of(few, now) == flags_of(board_of(school), now)
    assert quiet.pk not in {post.holder for post in few.posts}
    assert len([flag for flag in flags_of(few, now) if flag.kind is FlagKind.APART]) == 2


def test_the_names_of_many_schools_are_read_at_once_and_each_has_its_own(
    school: School, head: By, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert head.user
    sister, stranger = a_school("sister", school.federation), a_school("stranger", a_federation("Another"))
    for place, name in ((sister, "Zoe Zett"), (stranger, "Ann Other")):
        somebody(place, Role.DSL, name=name)
    everywhere(school.federation, Role.DSL, name="Mia Middle")
    with remembering(), django_assert_num_queries(1):
        keep_holder_names([school, sister, stranger])
        found = [post_holder_names(each) for each in (school, sister, stranger)]
    assert [names[Role.DSL] for names in found] == ["Mia Middle", "Mia Middle, Zoe Zett", "Ann Other"]
    assert [names[Role.HEAD] for names in found] == [head.user.name, "", ""]
    assert found == [post_holder_names(each) for each in (school, sister, stranger)]


def test_the_names_for_texts_leave_out_what_is_over(school: School, head: By) -> None:
    names = post_holder_names(school)
    assert names[Role.DSL] == ""
    assert head.user
    assert names[Role.HEAD] == head.user.name
    assert post_holder_names(school, timezone.localdate().replace(year=2020))[Role.HEAD] == ""
    assert isinstance(school.federation, Federation)
