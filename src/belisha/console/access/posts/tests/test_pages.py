"""Pages of posts: what one finds there and what a form does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.models import Away, Cover, Post, User
from belisha.console.access.posts.needs import empty_headship, posts_to_mend
from belisha.console.access.remembering import remembering
from belisha.console.access.roles import Role
from cast import a_parent, a_school, everywhere, just_confirmed, somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School, client: Client) -> User:
    user = somebody(school, Role.HEAD)
    client.force_login(user)
    just_confirmed(client)
    return user


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def sent(**fields: object) -> dict[str, object]:
    dates = {key: value for key, value in fields.items() if isinstance(value, date)}
    rest = {key: value for key, value in fields.items() if key not in dates}
    for name, day in dates.items():
        rest |= boxes(name, day)
    return rest


def test_the_page_says_what_is_wrong_and_who_holds_what(client: Client, school: School, head: User) -> None:
    page = client.get(reverse("posts", args=[school.code])).content.decode()
    assert head.name in page
    assert "things to put right" in page
    assert "Nobody holds this post: Designated safeguarding lead (DSL)." in page


def test_somebody_is_found_by_name_and_appointed(client: Client, school: School, head: User) -> None:
    chosen = somebody(school, name="Ada Nightingale")
    somebody(school, name="Bea Other")
    address = reverse("appoint", args=[school.code, "dsl"])
    page = client.get(address, {"q": "night ada"}).content.decode()
    assert "Ada Nightingale" in page
    assert "Bea Other" not in page
    answer = client.post(address, sent(holder=chosen.pk, first=timezone.localdate(), leads="on"))
    assert answer.status_code == 302
    assert Post.objects.get(role="dsl").holder == chosen


def test_parents_are_offered_for_a_post_to_whoever_seeks_them_by_name(
    client: Client, school: School, head: User
) -> None:
    parent = a_parent(school, "Ada Nightingale")
    colleague = somebody(school, name="Zoe Staff")
    address = reverse("appoint", args=[school.code, "governor"])
    page = client.get(address).content.decode()
    assert colleague.name in page
    assert parent.user.name not in page
    assert parent.user.name in client.get(address, {"q": "night"}).content.decode()


def test_a_second_safeguarding_lead_is_led_to_hand_over_and_nothing_typed_is_lost(
    client: Client, school: School, head: User
) -> None:
    first, second = somebody(school, Role.DSL), somebody(school, name="Ada Nightingale")
    address = reverse("appoint", args=[school.code, "dsl"])
    page = client.post(
        address + "?q=Ada", sent(holder=second.pk, first=timezone.localdate(), leads="on", reason="maternity")
    ).content.decode()
    assert f"{first.name} holds this post in those days" in page
    assert reverse("post-hand-over", args=[school.code, Post.objects.get(role="dsl").pk]) in page
    assert 'value="maternity"' in page


def test_a_post_is_handed_over_on_one_page(client: Client, school: School, head: User) -> None:
    old = Post.objects.get(holder=somebody(school, Role.DSL))
    new = somebody(school)
    day = timezone.localdate() + 10 * DAY
    client.post(reverse("post-hand-over", args=[school.code, old.pk]), sent(holder=new.pk, first=day, leads="on"))
    old.refresh_from_db()
    assert old.last == day - DAY
    assert Post.objects.get(holder=new).first == day


def test_a_wrong_date_stands_beside_its_field(client: Client, school: School, head: User) -> None:
    post = Post.objects.get(holder=somebody(school, Role.SENCO))
    page = client.post(reverse("post-end", args=[school.code, post.pk]), sent(last=post.first - DAY)).content.decode()
    assert "There is a problem" in page
    assert page.count("They took it up after that day.") == 2, "in the summary and beside the field"


def test_an_end_can_be_taken_back(client: Client, school: School, head: User) -> None:
    post = Post.objects.get(holder=somebody(school, Role.SENCO))
    client.post(reverse("post-end", args=[school.code, post.pk]), sent(last=timezone.localdate()))
    client.post(reverse("post-keep", args=[school.code, post.pk]))
    post.refresh_from_db()
    assert post.last is None


def test_somebody_stands_in_and_no_longer(client: Client, school: School, head: User) -> None:
    post, deputy = Post.objects.get(holder=somebody(school, Role.DSL)), somebody(school, Role.DEPUTY_DSL)
    now = timezone.localdate()
    client.post(reverse("post-away", args=[school.code, post.pk]), sent(first=now, last=now + DAY))
    client.post(reverse("post-cover", args=[school.code, post.pk]), sent(stand_in=deputy.pk, first=now, last=now + DAY))
    page = client.get(reverse("post", args=[school.code, post.pk])).content.decode()
    assert deputy.name in page
    client.post(reverse("cover-end", args=[school.code, Cover.objects.get().pk]))
    client.post(reverse("away-back", args=[school.code, Away.objects.get().pk]))
    assert not Cover.objects.exists()
    assert not Away.objects.exists()


def test_a_holder_marks_themselves_as_away_and_nobody_else(client: Client, school: School) -> None:
    teacher, other = somebody(school, Role.TEACHER), somebody(school, Role.TEACHER)
    client.force_login(teacher)
    now = timezone.localdate()
    own, theirs = Post.objects.get(holder=teacher), Post.objects.get(holder=other)
    assert client.post(reverse("post-away", args=[school.code, own.pk]), sent(first=now, last=now)).status_code == 302
    assert client.get(reverse("post-away", args=[school.code, theirs.pk])).status_code == 403
    assert Away.objects.get().user == teacher


def test_a_teacher_reads_posts_and_appoints_nobody(client: Client, school: School) -> None:
    client.force_login(somebody(school, Role.TEACHER))
    just_confirmed(client)
    assert b"Appoint</a>" not in client.get(reverse("posts", args=[school.code])).content
    assert client.get(reverse("appoint", args=[school.code, "dsl"])).status_code == 403


def test_a_post_for_all_schools_is_not_a_heads_to_end(client: Client, school: School, head: User) -> None:
    post = Post.objects.get(holder=everywhere(school.federation, Role.DPO))
    assert client.get(reverse("post", args=[school.code, post.pk])).status_code == 200
    for page in ("post-end", "post-again", "post-cover", "post-hand-over"):
        assert client.get(reverse(page, args=[school.code, post.pk])).status_code == 403
    client.post(reverse("post-keep", args=[school.code, post.pk]))


def test_a_post_of_another_school_is_not_found(client: Client, school: School, head: User) -> None:
    theirs = Post.objects.get(holder=somebody(a_school("st-brigids"), Role.DSL))
    assert client.get(reverse("post", args=[school.code, theirs.pk])).status_code == 404


def test_all_posts_come_as_csv_without_formulas(client: Client, school: School, head: User) -> None:
    somebody(school, Role.TEACHER, name="=HYPERLINK(1)")
    lines = client.get(reverse("all-posts", args=[school.code]), {"format": "csv"}).content.decode().splitlines()
    assert any("'=HYPERLINK" in line for line in lines)


def test_who_may_do_something_is_looked_up(client: Client, school: School, head: User) -> None:
    page = client.get(reverse("who-may", args=[school.code]), {"right": "change-posts"}).content.decode()
    assert head.name in page


def test_everybody_sees_their_own_rights(client: Client, school: School) -> None:
    client.force_login(somebody(school, Role.TEACHER))
    page = client.get(reverse("own-rights")).content.decode()
    assert "Teacher, Oakfield" in page
    assert "see the register" in page
    client.force_login(somebody(school, kind="pupil"))
    assert "nobody else's data" in client.get(reverse("own-rights")).content.decode()


def test_what_is_wrong_with_posts_is_told_to_those_who_appoint(school: School, head: User) -> None:
    dsl = somebody(school, Role.DSL)
    Post.objects.filter(holder=dsl).update(last=timezone.localdate() + 3 * DAY)
    told = [need.text for need in posts_to_mend(head, school)]
    assert any(dsl.name in text and "only until" in text for text in told)
    assert "6 posts that must be filled are vacant." in told, "many vacancies are one line"


def test_an_empty_headship_is_told_to_those_who_may_fill_it(school: School) -> None:
    chair = somebody(school, Role.CHAIR, kind="governor")
    assert [need.text for need in empty_headship(chair, school)] == ["Nobody holds this post: Head."]
    somebody(school, Role.HEAD)
    assert list(empty_headship(User.objects.get(pk=chair.pk), school)) == []


def test_what_is_wrong_at_forty_schools_costs_the_queries_of_one(
    school: School, django_assert_num_queries: Callable[..., object]
) -> None:
    schools = [school, *(a_school(f"school-{number}") for number in range(39))]
    executive = everywhere(school.federation, Role.EXECUTIVE_HEAD)
    with remembering(), django_assert_num_queries(6):
        assert all(list(posts_to_mend(executive, each)) for each in schools)


PAGES = ("posts", "all-posts", "rights", "who-may")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_queries_with_three_people_and_with_sixty(
    client: Client, school: School, head: User, page: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    address = reverse(page, args=[school.code]) + "?right=see-people"
    client.get(address)
    with django_assert_max_num_queries(100) as few:
        client.get(address)
    for _number in range(60):
        somebody(school, Role.TEACHER, second_factor=False)
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_the_federations_page_costs_the_same_queries_with_two_schools_and_with_ten(
    client: Client, school: School, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client.force_login(everywhere(school.federation, Role.EXECUTIVE_HEAD))
    client.get(reverse("federation-posts"))
    with django_assert_max_num_queries(100) as few:
        assert b"Oakfield" in client.get(reverse("federation-posts")).content
    for number in range(10):
        somebody(a_school(f"school-{number}"), Role.HEAD)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("federation-posts"))
