"""The sample's share in the risk register: what its two schools use, want and refused. All invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.accounts.queries.services import services_of
from belisha.console.access.acting import By
from belisha.console.access.models import Federation, Post
from belisha.console.compliance.risks.actions import (
    Decided,
    Described,
    Rated,
    assess,
    decide,
    enter,
    say_of_data,
)
from belisha.console.compliance.risks.rules import ai_points

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

__all__ = ["sample_technology"]

NEEDED: Final = {"head", "computing-lead", "dpo", "teacher"}
FOUND: Final = "Kinder Search"
OTHER: Final = "Open Search"


def sample_technology() -> None:
    """For each school of the sample whose posts are held: services and search tools, and an AI tool that waits."""
    for federation in Federation.objects.order_by("pk"):
        for school in federation.schools.order_by("pk"):
            posts = Post.objects.held_on(timezone.localdate()).filter(federation=federation).select_related("holder")
            held = {post.role: post.holder for post in posts.order_by("pk") if post.school_id in (school.pk, None)}
            if held.keys() >= NEEDED:
                _school(school, held)


def _school(school: School, held: dict[str, User]) -> None:
    for service in services_of(school).order_by("name", "pk"):
        what = Described(
            service.name, "system", "Homework and messages.", "Staff and pupils", pupils=True, personal=True,
            ages="Years 3 to 6", data="Names and classes.", in_use=True, service=service, owner=held["computing-lead"],
        )  # fmt: skip
        _decided(school, held, what, "allowed", "Everybody, with the school's own accounts")
    search = Described(
        FOUND, "search", "Searching in lessons, with results made for children.", "All pupils", pupils=True,
        personal=False, ages="Years 3 to 6", owner=held["computing-lead"],
    )  # fmt: skip
    _decided(school, held, search, "allowed", "Pupils, in lessons")
    other = search._replace(name=OTHER, purpose="A search engine for everybody, with safe search enforced.")
    _decided(school, held, other, "refused", "")
    wish = Described(
        "Story Helper", "ai", "Begins a story that children go on with.", "Year 6 and their teacher", pupils=True,
        personal=True, ages="Year 6", data="What children type; the teacher's account.",
    )  # fmt: skip
    made = enter(by=By(held["teacher"]), school=school, what=wish)
    points = {each.id: "yes" for each in ai_points().points} | {"privacy": "unknown", "impact": "no"}
    rated = Rated(
        "Unsuitable text; children tell it about themselves.", (3, 4),
        "Used on the teacher's screen alone until the supplier has answered.", (2, 3), points,
    )  # fmt: skip
    assess(by=By(held["computing-lead"]), technology=made, rated=rated)


def _decided(school: School, held: dict[str, User], what: Described, decision: str, whom: str) -> None:
    made = enter(by=By(held["computing-lead"]), school=school, what=what)
    rated = Rated(
        "Adverts, contact with strangers, more data than it needs.", (3, 3),
        "Accounts of the school, adverts blocked, the teacher is in the room.", (2, 2),
    )  # fmt: skip
    assess(by=By(held["computing-lead"]), technology=made, rated=rated)
    if what.personal:
        say_of_data(by=By(held["dpo"]), technology=made, words="A DPIA was made; the contract names us as controller.")
    until = timezone.localdate() + timedelta(days=200)
    reason = "Held against the other one in two lessons." if what.kind == "search" else "In use for years, in order."
    decide(by=By(held["head"]), technology=made, decided=Decided(decision, reason, until, whom))
