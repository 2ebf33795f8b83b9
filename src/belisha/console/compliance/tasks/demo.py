"""The sample's plans, a duty that two people stand by on a list, a post that goes over and a page that governors saw.

Made once its duties were looked at. All invented.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Federation, Post
from belisha.console.access.posts.actions.appointing import Terms, hand_over
from belisha.console.access.roles import Role
from belisha.console.compliance.attesting.actions import confirm, countersign
from belisha.console.compliance.attesting.files.actions import attach
from belisha.console.compliance.attesting.rules import able
from belisha.console.compliance.handing_over.actions import leave_note
from belisha.console.compliance.handing_over.queries import going_of
from belisha.console.compliance.plans.actions import plan
from belisha.console.compliance.queries import rows
from belisha.console.compliance.reports.kept.actions import keep_term
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, State

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

__all__ = ["sample_tasks"]

NEEDED: Final = {"head", "dsl", "computing-lead"}
WORDS: Final = "Went through it with all staff on the first training day; the list of who was there is complete."
LIST: Final = (
    "Training day, 1 September: online safety, an hour\nEverybody on the staff list was there and signed for it.\n"
)
NOTE: Final = "The licence of the coding club runs until July. The supplier's telephone number is in the asset list."
GOES_IN: Final = timedelta(days=21)
PLANS: Final = (
    ("dsl", 4, "Look at it with the deputy, and say at the staff meeting what changes."),
    ("computing-lead", 12, "Find out what is missing, and mend it with the technician."),
    ("head", 25, "Put it on the next agenda of the governors."),
)


def sample_tasks() -> None:
    """For each school of the sample whose leaders' posts are held."""
    for federation in Federation.objects.order_by("pk"):
        for school in federation.schools.order_by("pk"):
            posts = Post.objects.for_school(school).held_on(timezone.localdate()).select_related("holder")
            held = {post.role: post.holder for post in posts.order_by("pk")}
            if held.keys() >= NEEDED:
                _school(school, held)


def _school(school: School, held: dict[str, User]) -> None:
    today = timezone.localdate()
    red = [row.duty.id for row in rows(school, timezone.now()) if row.standing.state is State.BREACHED]
    for duty, (owner, days, words) in zip(red, PLANS, strict=False):
        due = today + timedelta(days=days)
        plan(by=By(held["head"]), school=school, duty=duty, words=words, owner=held[owner], due=due)
    said = next(each.id for each in catalogue().values() if each.id not in PROOFS and Role.DSL in able(each))
    made = confirm(
        by=By(held["dsl"]), school=school, duty=said, kept=True, words=WORDS, evidence="Binder 3 in the head's office"
    )
    attach(by=By(held["dsl"]), attestation=made, upload=SimpleUploadedFile("who was there.txt", LIST.encode()))
    countersign(by=By(held["head"]), attestation=made, words="I was there.")
    _goes_over(school, held)
    keep_term(by=By(held["head"]), school=school, now=timezone.now())


def _goes_over(school: School, held: dict[str, User]) -> None:
    """The computing lead gives the post to a teacher who has no other; where there is none, nobody."""
    busy = [user.pk for role, user in held.items() if role != Role.TEACHER]
    posts = Post.objects.filter(school=school, role=Role.TEACHER, last__isnull=True).exclude(holder__in=busy)
    teacher = posts.select_related("holder").order_by("holder__name", "pk").first()
    if teacher is None:
        return
    post = Post.objects.select_related("holder", "school", "federation").get(
        school=school, role=Role.COMPUTING_LEAD, last__isnull=True
    )
    hand_over(By(held["head"]), post=post, to=teacher.holder, terms=Terms(timezone.localdate() + GOES_IN))
    leave_note(by=By(post.holder), school=school, going=going_of(school, post.pk), note=NOTE)
