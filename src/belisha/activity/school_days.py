"""The unit in which everything is kept and deleted: one day of one school, and the folder that it lies in."""

import hashlib
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

LONGEST_NAME = 100


class SchoolDay(NamedTuple):
    """Whose events a part holds."""

    school: str
    day: date


def part_folder(owner: SchoolDay) -> str:
    """Folder of a school's day, below the gateway's; any text can be a school's id."""
    name = quote(owner.school, safe="")
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME] + "~" + hashlib.sha256(name.encode()).hexdigest()[:16]
    return f"school={name}/day={owner.day.isoformat()}"
