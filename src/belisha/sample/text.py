"""Writes the sample federation as the policy file that a school would have written: readable, with comments."""

from __future__ import annotations

from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Final

from belisha.sample.invent import SCHOOLS, YEARS, everybody

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.sample.invent import SamplePerson, SampleSchool

LAPTOPS: Final = 16
OFFICE_TEST: Final = """
      # This machine itself, so that a browser on it can try the filter with anybody's sign-in name.
      this-machine: {name: this machine, range: 127.0.0.0/8, site: main, sign_in: required}
      this-machine-6: {name: this machine, range: "::1", site: main, sign_in: required}
"""


def sample_policy() -> str:
    """The sample federation's policy.yaml."""
    folder = resources.files("belisha.sample")
    template = Template(folder.joinpath("school.yaml").read_text("utf-8"))
    schools = (template.substitute(_filled_in(school)) for school in SCHOOLS)
    return folder.joinpath("federation.yaml").read_text("utf-8") + "".join(schools)


def _filled_in(school: SampleSchool) -> dict[str, str]:
    """What the template of a school leaves open."""
    people = everybody()[school.id]
    local_address, local_reason = school.local
    topic_address, topic_reason = school.topic
    return {
        **{field: str(value) for field, value in school._asdict().items()},
        "local_address": local_address,
        "local_reason": local_reason,
        "topic_address": topic_address,
        "topic_reason": topic_reason,
        "classes": _lines(6, (_class(school, number) for number in range(len(YEARS)))),
        "rooms": _lines(6, (_classroom(name) for name, _ in school.classes)),
        "devices": _lines(6, _devices(school, people)),
        "office_test": OFFICE_TEST if school is SCHOOLS[0] else "",
        "people": _lines(6, (_person(person) for person in people)),
    }


def _lines(indent: int, lines: Iterable[str]) -> str:
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def _class(school: SampleSchool, number: int) -> str:
    name, _ = school.classes[number]
    return f"{name.lower()}: {{name: {name} class, year: {YEARS[number]}}}"


def _classroom(name: str) -> str:
    return f"{name.lower()}-room: {{name: {name} classroom, site: main, group: {name.lower()}}}"


def _devices(school: SampleSchool, people: Iterable[SamplePerson]) -> Iterable[str]:
    """Laptops of the computer room, tablets of the two youngest classes, computers of the library, one teacher's."""
    yield "# A device belongs to one room, one group or one person, and is known by its address, its mac or both."
    for number in range(1, LAPTOPS + 1):
        yield _device(school, f"laptop-{number:02}", f"laptop {number}", 4, number, "room: it-suite")
    for class_name, _ in school.classes[:2]:
        for number in range(1, 7):
            third = 8 if class_name == school.classes[0][0] else 9
            name = f"{class_name.lower()}-tablet-{number}"
            yield _device(school, name, f"{class_name} tablet {number}", third, number, f"group: {class_name.lower()}")
    for number in range(1, 5):
        yield _device(school, f"library-{number}", f"library computer {number}", 5, number, "room: library")
    teacher = next(person for person in people if person.groups == ("staff",))
    yield _device(school, "staff-laptop-01", "staff laptop 1", 6, 1, f"person: {teacher.id}")


def _device(school: SampleSchool, name: str, title: str, third: int, number: int, holder: str) -> str:
    """Hardware addresses are of the range that anybody may give out (02:…)."""
    site = int(school.net.partition(".")[2])
    mac = f"02:00:5e:{site:02}:{third:02}:{number:02}"
    address = f"{school.net}.{third}.{10 + number}"
    return f'{school.short}-{name}: {{name: {title}, address: {address}, mac: "{mac}", {holder}}}'


def _person(person: SamplePerson) -> str:
    parts = [f"id: {person.id}", f"sign_in: {person.sign_in}", f"name: {person.name}"]
    if person.class_:
        parts.append(f"class: {person.class_}")
    if person.groups:
        parts.append(f"groups: [{', '.join(person.groups)}]")
    return f"- {{{', '.join(parts)}}}"
