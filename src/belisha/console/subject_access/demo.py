"""A request for the sample: a mother asks, and the register is decided already. Invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Federation, Post
from belisha.console.concerns.models import Concern
from belisha.console.people.models import Relationship
from belisha.console.subject_access.actions import Asked, receive, take_proposals

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["sample_requests"]


def sample_requests() -> None:
    """For each school of the sample with a head and a lead, where a child of a parent is in a concern."""
    for federation in Federation.objects.order_by("pk"):
        for school in federation.schools.order_by("pk"):
            _school(school)


def _school(school: School) -> None:
    posts = Post.objects.for_school(school).select_related("holder").order_by("pk")
    held = {post.role: post.holder for post in posts}
    mine = Concern.objects.for_school(school).standing().filter(route=Concern.Route.TEAM)
    links = Relationship.objects.for_school(school).filter(child__in=mine.values("subjects__person"))
    link = links.filter(parental_responsibility=True).select_related("adult", "child").order_by("pk").first()
    if link is None or not {"head", "dsl"} <= held.keys():
        return
    note = "Spoke with the class teacher: too young to understand what is asked. Nothing speaks against the mother."
    asked = Asked("parent", link.adult.name, "Known to the office", "not-yet", note)
    day = timezone.localdate() - timedelta(days=9)
    row = receive(by=By(held["head"]), school=school, person=link.child, received_on=day, asked=asked)
    take_proposals(by=By(held["dsl"]), request=row, holder="register")
