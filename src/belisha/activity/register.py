"""Names for what events hold ids of: schools and people of the published policy, and the time that its schools keep."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.days import LONDON
from belisha.engine.policy import PolicyError, load
from belisha.engine.policy.model import Person
from belisha.engine.published import NothingPublishedError, policy_path, read_pointer


class Register(NamedTuple):
    """Schools by id with their names; people by id with their school and name. Empty where no policy is published."""

    zone: ZoneInfo
    schools: Mapping[str, str]
    people: Mapping[str, tuple[str, Person]]

    def person(self, text: str) -> tuple[str, Person] | None:
        """School and person for an id or a sign-in name, whatever its case."""
        wanted = text.casefold()
        for person_id, (school, person) in self.people.items():
            if wanted in (person_id.casefold(), person.sign_in.casefold()):
                return school, person
        return None


def read_register(home: Path) -> Register:
    """The register of the policy in force; empty when nothing usable is published."""
    try:
        policy = load(policy_path(home, read_pointer(home).policy).read_bytes())
    except (OSError, NothingPublishedError, PolicyError, msgspec.MsgspecError):
        return Register(LONDON, {}, {})
    people = {person.id: (school, person) for school, held in policy.schools.items() for person in held.people}
    names = {school: held.name for school, held in policy.schools.items()}
    return Register(ZoneInfo(policy.federation.time_zone), names, people)
