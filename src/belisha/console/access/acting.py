"""Who acts: handed to every action, so that permission and audit record speak of the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from belisha.console.access.authorization import check_permission
from belisha.console.access.models import User
from belisha.console.audit.actions import About, Actor, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.access.permissions import Permission
    from belisha.console.audit.events import EventKind

__all__ = ["By", "HasRecord", "about", "by"]


class HasRecord(Protocol):
    """What has a record of its own: a school, the federation, the concerns of a school."""

    @property
    def chain(self) -> str:
        """The name of the record."""
        ...


class By(NamedTuple):
    """Somebody who acts. Without a user it is the system itself (a feed, the nightly jobs), which may do all."""

    user: User | None
    address: str = ""
    role: str = ""
    system: str = ""  # what the system was doing: "nightly", "roster feed"
    behind: User | None = None  # who really sits there, when they stand in for the user

    def may(self, permission: Permission, school: School | None) -> By:
        """Themselves with the role that gives the right. Raises NotAllowedError."""
        if self.user is None:
            return self
        return self._replace(role=check_permission(self.user, permission, school).value)

    def did(
        self,
        kind: EventKind,
        *,
        to: Model,
        at: HasRecord,
        reason: str = "",
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Put on record what was done, in the transaction of the change."""
        record(kind, chain=at.chain, actor=self.actor, about=about(to), reason=reason, before=before, after=after)

    @property
    def actor(self) -> Actor:
        """Themselves as the record names them; after `may`, with the role that gave the right."""
        return Actor(self._id, self._name, self.role, self.address)

    @property
    def _id(self) -> str:
        person = self.behind or self.user
        return f"user:{person.pk}" if person else "system"

    @property
    def _name(self) -> str:
        if self.behind and self.user:
            return f"{self.behind.name}, standing in for {self.user.name}"
        return self.user.name if self.user else self.system


def about(thing: Model) -> About:
    """A row as the record names it: its kind and number, and what it is called now."""
    return About(f"{thing._meta.model_name}:{thing.pk}", str(thing))


def by(request: HttpRequest) -> By:
    """Whoever sent a request."""
    user = request.user if isinstance(request.user, User) else None
    return By(user, request.META.get("REMOTE_ADDR", ""), behind=getattr(request, "stand_in_by", None))
