"""What posts and covers give: properties that hold for any of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.rules import Place, Term, held, role_giving

TODAY = date(2026, 11, 20)
NEAR = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
PLACES = st.builds(Place, st.one_of(st.none(), st.integers(1, 3)), st.just(1))
SCHOOLS = st.builds(Place, st.integers(1, 3), st.just(1))


@st.composite
def posts(draw: st.DrawFn) -> Term:
    first = draw(NEAR)
    last = draw(st.one_of(st.none(), st.integers(0, 400).map(lambda days: first + timedelta(days=days))))
    return Term(draw(st.sampled_from(list(Role))), draw(PLACES), first, last)


@st.composite
def covers(draw: st.DrawFn) -> Term:
    post = draw(posts())
    first = draw(NEAR)
    return Term(post.role, post.place, first, first + timedelta(days=draw(st.integers(0, 400))), post=post)


TERMS = st.lists(st.one_of(posts(), covers()), max_size=6)


def rights(terms: list[Term], place: Place) -> set[Permission]:
    holdings = held(terms, TODAY)
    return {permission for permission in Permission if role_giving(holdings, permission, place)}


@given(TERMS, st.one_of(posts(), covers()), SCHOOLS)
def test_another_post_or_cover_never_takes_a_right_away(terms: list[Term], more: Term, place: Place) -> None:
    assert rights(terms, place) <= rights([*terms, more], place)


@given(posts(), SCHOOLS)
def test_a_post_that_is_over_or_not_begun_gives_nothing(post: Term, place: Place) -> None:
    over = post._replace(first=TODAY - timedelta(days=9), last=TODAY - timedelta(days=1))
    later = post._replace(first=TODAY + timedelta(days=1), last=None)
    assert rights([over, later], place) == set()


@given(covers(), SCHOOLS)
def test_a_cover_gives_nothing_once_the_post_itself_is_over(cover: Term, place: Place) -> None:
    assert cover.post
    over = cover.post._replace(first=TODAY - timedelta(days=9), last=TODAY - timedelta(days=1))
    now = cover._replace(first=TODAY - timedelta(days=3), last=TODAY + timedelta(days=3), post=over)
    assert rights([now], place) == set()


@given(posts())
def test_a_post_at_one_school_gives_nothing_at_another(post: Term) -> None:
    here = post._replace(place=Place(1, 1), first=TODAY, last=TODAY)
    assert rights([here], Place(2, 1)) == set()
    assert rights([here], Place(None, 1)) == set(), "nor for the whole federation"
    assert rights([here], Place(1, 1)) == set(ROLES[post.role].permissions)


@given(posts(), st.integers(1, 3))
def test_a_post_for_the_federation_counts_at_each_of_its_schools_and_at_no_other(post: Term, school: int) -> None:
    all_over = post._replace(place=Place(None, 1), first=TODAY, last=TODAY)
    assert rights([all_over], Place(school, 1)) == set(ROLES[post.role].permissions)
    assert rights([all_over], Place(school, 2)) == set()


@given(posts(), covers())
def test_what_somebody_does_by_their_own_post_is_not_put_down_to_one_that_they_cover(post: Term, cover: Term) -> None:
    own = post._replace(role=Role.TEACHER, place=Place(1, 1), first=TODAY, last=None)
    beside = cover._replace(
        role=Role.HEAD, place=Place(1, 1), first=TODAY, last=TODAY, post=own._replace(role=Role.HEAD)
    )
    assert role_giving(held([beside, own], TODAY), Permission.SEE_SCHOOL, Place(1, 1)) is Role.TEACHER
