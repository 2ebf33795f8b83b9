"""Two gateways follow one console over HTTPS: each has its own school's part, and filters on without the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from belisha.engine.published import Published, publish_policy
from in_force import put_lists
from town.followers import FollowedConsole, json_of, policy
from town.town import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from town.followers import Follower

pytestmark = pytest.mark.gateway


@pytest.fixture(scope="module")
def console() -> Iterator[FollowedConsole]:
    import pytest_socket

    pytest_socket.enable_socket()
    made = FollowedConsole()
    try:
        made.start()
        yield made
    finally:
        made.end()


def name_at(follower: Follower) -> str:
    return Published(follower.home).now().rulebook.policy.federation.name


def people_at(follower: Follower) -> set[str]:
    schools = Published(follower.home).now().rulebook.policy.schools
    return {person.sign_in for school in schools.values() for person in school.people}


def test_two_gateways_follow_one_console(console: FollowedConsole, socket_enabled: None) -> None:
    oakfield, riverside = console.joined("oakfield=Oakfield", "riverside=Riverside")
    assert (people_at(oakfield), people_at(riverside)) == ({"ava"}, {"ben"})
    assert (riverside.home / "passwords").read_text() == "ben:hash-of-ben\n"
    for follower in (oakfield, riverside):
        follower.follow()
    publish_policy(console.home, policy("There"))
    digest = put_lists(console.home, "arcade.test", "maze.test")
    for follower in (oakfield, riverside):
        assert eventually(lambda one=follower: name_at(one) == "There", 10)
        assert eventually(lambda one=follower: json_of(one)["lists"] == digest, 10)
        assert Published(follower.home).now().index.look_up("maze.test")

    console.stop()
    assert name_at(oakfield) == "There"
    assert eventually(lambda: "cannot be reached" in (oakfield.home / "following.log").read_text(), 10)
    console.serve()
    publish_policy(console.home, policy("Back"))
    assert eventually(lambda: name_at(oakfield) == name_at(riverside) == "Back", 45)


def test_a_code_of_another_console_gives_nothing_away(console: FollowedConsole, socket_enabled: None) -> None:
    from town.followers import Follower

    (code,) = console.codes("oakfield=Another")
    secret, _, fingerprint = code.partition(".")
    stranger = Follower(console.folder / "stranger")
    outcome = stranger.command("gateway", "join", console.url, f"{secret}.{fingerprint[::-1]}")
    assert outcome.returncode == 1
    assert "fingerprint" in outcome.stderr
    assert not (stranger.home / "following").exists()
    assert stranger.command("gateway", "join", console.url, code).returncode == 0


def test_a_console_in_the_clear_is_not_joined(console: FollowedConsole, socket_enabled: None) -> None:
    from town.followers import Follower

    stranger = Follower(console.folder / "clear")
    outcome = stranger.command("gateway", "join", "http://192.0.2.1:8070", "AAAA-BBBB")
    assert (outcome.returncode, "https" in outcome.stderr) == (1, True)
