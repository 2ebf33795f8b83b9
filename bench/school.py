"""The school that the benches ask as: the sample federation in force, with an index of all lists at their full size."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import lists_data
from belisha.engine.lists import uses
from belisha.engine.policy import Rulebook
from belisha.engine.published import lists_folder, publish_lists, publish_policy, read_pointer
from belisha.engine.published.preparing import read_checked_policy
from belisha.engine.snapshot import NamedList, build
from belisha.gateway.settings import keep_prepared, read_settings
from belisha.sample import JUNIOR, sample_policy
from belisha.sample.invent import SCHOOLS, everybody

HOME = lists_data.DATA / "home"


class Client(NamedTuple):
    """Somebody who browses: the address of their computer and the name that they signed in with."""

    address: str
    name: str


def home() -> Path:
    """A data folder with the sample's policy and all lists in force; the index takes a minute, the first time."""
    publish_policy(HOME, read_checked_policy(sample_policy()))
    if not read_pointer(HOME).lists:
        publish_lists(HOME, build(_lists(), lists_folder(HOME)).digest)
    (HOME / "journal").mkdir(exist_ok=True)
    keep_prepared(read_settings(HOME))
    return HOME


def _lists() -> Iterable[NamedList]:
    """Every list, feeding the categories that the product lets it feed, or one of its own name."""
    for named in lists_data.named_lists():
        yield named._replace(categories=uses().get(named.id, named.categories))


def clients(count: int = 400) -> list[Client]:
    """People of both schools at computers of the classroom network."""
    rng = random.Random(lists_data.SEED)
    people = [(school.net, person.sign_in) for school in SCHOOLS for person in everybody()[school.id]]
    chosen = rng.sample(people, min(count, len(people)))
    return [
        Client(f"{net}.{20 + number // 200}.{number % 200 + 10}", name) for number, (net, name) in enumerate(chosen)
    ]


def lists_of_a_pupil() -> list[str]:
    """The lists that feed what is blocked for a junior: what a school would give another filter to block."""
    rulebook = Rulebook.of(read_checked_policy(sample_policy()))
    blocked = rulebook.profile(rulebook.who(JUNIOR.sign_in, None).profile).blocked_always()
    names = [folder.name for folder in lists_data.categories()]
    return [name for name in names if blocked.intersection(uses().get(f"ut1/{name}", (name,)))]


def adults() -> set[str]:
    """The sign-in names of those who are no pupils."""
    return {person.sign_in for people in everybody().values() for person in people if person.year is None}
