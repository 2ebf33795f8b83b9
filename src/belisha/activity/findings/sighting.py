"""From requests to sightings: the themes of each, and when it was by the calendar of its school."""

from collections.abc import Iterator
from pathlib import Path

from belisha.activity.findings.model import Kind, Request, Sighting
from belisha.activity.findings.readers import Readers
from belisha.activity.findings.rules import address_text, hours_of, is_search
from belisha.activity.register import Register, read_register
from belisha.engine.published import NothingPublishedError, Pointer, read_pointer


class Sighter:
    """Sees themes in requests, by the policy, rules and marks in force at the last look."""

    def __init__(self, home: Path) -> None:
        """Reads the policy in force."""
        self._home = home
        self._readers = Readers(home)
        self._pointer = _pointer(home)
        self.register: Register = read_register(home)

    def look(self) -> None:
        """Take up what was published or marked since."""
        self._readers.look()
        pointer = _pointer(self._home)
        if pointer != self._pointer:
            self._pointer, self.register = pointer, read_register(self._home)

    def see(self, request: Request) -> Iterator[Sighting]:
        """What a request shows, not yet put to a finding."""
        found = self._readers.found(request)
        if not found:
            return
        school = self.register.schools.get(request.school)
        hours = hours_of(school.calendar if school else None, self.register.zone, request.ended)
        searched = is_search(request)
        for one in found:
            yield Sighting(
                finding="",
                noted=0,
                at=request.ended,
                school=request.school,
                site=request.site,
                person=request.person,
                group=request.group,
                device=request.device,
                address=request.address,
                theme=one.theme,
                level=one.level,
                kind=Kind.SEARCH if searched else Kind.PAGE,
                text=request.search_term if searched else address_text(request),
                verdict=request.verdict,
                hours=hours,
                first=False,
                because=one.because,
                gateway=request.gateway,
                segment=request.segment,
                offset=request.offset,
            )


def _pointer(home: Path) -> Pointer:
    try:
        return read_pointer(home)
    except NothingPublishedError:
        return Pointer()
