"""A school whose policy can be taken from the first draft to the last signature, in one line each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Federation
from belisha.console.access.roles import Role
from belisha.console.policies.approving.actions.consulting import close, open_round, respond
from belisha.console.policies.approving.actions.deciding import Votes, approve, comment_technically, pass_on, sign
from belisha.console.policies.clauses.queries import ONLINE_SAFETY
from belisha.console.policies.writing.actions import begin, note_wellbeing
from cast import everywhere, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.policies.models import Round, Version

MINUTE = "FGB 12 November 2026, item 7"


class Scene:
    """A school with those who make its policy. `place`: whose policy it is."""

    def __init__(self, school: School, place: School | Federation | None = None) -> None:
        self.school, self.place = school, place or school
        self.dsl = somebody(school, Role.DSL, name="Dee Lead")
        self.head = somebody(school, Role.HEAD, name="Hal Head")
        self.technician = somebody(school, Role.NETWORK_MANAGER, name="Ned Network")
        self.teacher = somebody(school, Role.TEACHER, name="Tess Teacher")
        self.pupil = somebody(school, kind="pupil", name="Pip Pupil")
        self.parent = somebody(school, kind="parent", name="Pat Parent")
        if isinstance(self.place, Federation):
            self.writer: User = everywhere(self.place, Role.EXECUTIVE_HEAD, name="Exa Head")
            self.signer: User = self.writer
            self.chair: User = everywhere(self.place, Role.CHAIR, name="Cho Chair")
        else:
            self.writer, self.signer = self.dsl, self.head
            self.chair = somebody(school, Role.CHAIR, name="Cho Chair")

    def draft(self, kind: str = ONLINE_SAFETY) -> Version:
        return begin(by=By(self.writer), place=self.place, kind=kind)

    def consulting(self, version: Version | None = None) -> Round:
        closes = timezone.localdate() + timedelta(days=14)
        return open_round(by=By(self.writer), version=version or self.draft(), closes=closes)

    def answered(self, round_: Round | None = None) -> Round:
        round_ = round_ or self.consulting()
        for user in (self.teacher, self.pupil, self.parent):
            respond(by=By(user), round_=round_, school=self.school, answers={"fair": "yes"}, words="")
        return round_

    def with_leaders(self, version: Version | None = None) -> Version:
        round_ = self.answered(self.consulting(version))
        close(by=By(self.writer), round_=round_)
        round_.version.refresh_from_db()
        return round_.version

    def with_governors(self, version: Version | None = None) -> Version:
        version = self.with_leaders(version)
        note_wellbeing(by=By(self.writer), version=version, words="Children are heard sooner.")
        comment_technically(by=By(self.technician), version=version, school=self.school, words="It can be done.")
        version.refresh_from_db()
        pass_on(by=By(self.writer), version=version, school=self.school, words="We recommend it.")
        version.refresh_from_db()
        return version

    def approved(self, version: Version | None = None) -> Version:
        version = self.with_governors(version)
        approve(by=By(self.chair), version=version, met_on=timezone.localdate(), minute=MINUTE, votes=Votes(9, 0, 1))
        version.refresh_from_db()
        return version

    def in_force(self, version: Version | None = None) -> Version:
        version = self.approved(version)
        for user in (self.signer, self.chair):
            sign(by=By(user), version=version)
        version.refresh_from_db()
        return version


def a_day(version: Version) -> date:
    assert version.adopted
    return version.adopted
