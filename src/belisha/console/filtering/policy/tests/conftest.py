"""A school with an adopted policy, and people who see it, write drafts, and may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from belisha.console.access.roles import Role
from cast import a_class, a_federation, a_pupil, a_school, everywhere, just_confirmed, somebody
from policies import an_adopted_policy

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Group, Person


class Scene(NamedTuple):
    """Who and what is there."""

    school: School
    other: School
    lead: User
    teacher: User
    group: Group
    pupil: Person


@pytest.fixture
def scene(db: None) -> Scene:
    """Two schools with one policy; the computing lead of the first writes drafts."""
    school, other = a_school(), a_school("st-brigids")
    group = a_class(school)
    pupil = a_pupil(school, "Amy Hill", in_class=group)
    an_adopted_policy(school)
    return Scene(school, other, somebody(school, Role.COMPUTING_LEAD), somebody(school, Role.TEACHER), group, pupil)


@pytest.fixture
def lead(client: Client, scene: Scene) -> Client:
    """A browser in which the computing lead is signed in."""
    client.force_login(scene.lead)
    just_confirmed(client)
    return client


@pytest.fixture
def manager(client: Client, scene: Scene) -> Client:
    """A browser in which the network manager of the whole federation is signed in."""
    client.force_login(everywhere(a_federation(), Role.NETWORK_MANAGER))
    just_confirmed(client)
    return client
