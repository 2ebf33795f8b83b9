"""The two outcomes of reading an address: its canonical parts, or a refusal with its reason."""

from typing import Final, NamedTuple

DEFAULT_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}

# In characters. Four times what Squid 5 itself will carry (8 KiB), so no real address is refused for its length,
# while a flood of megabyte addresses costs no more than a flood of short ones.
LONGEST: Final = 32_768


class Address(NamedTuple):
    """An address as a browser reads it (WHATWG URL Standard); equal addresses are equal tuples."""

    scheme: str
    """One of DEFAULT_PORTS, lower case."""
    host: str
    """Lower-case A-labels without trailing dot; IPv4 dotted; IPv6 compressed, in brackets."""
    port: int
    """The effective one: the scheme's own when none is given. 0 can be written but never answers."""
    path: str
    """Begins with "/", dot segments gone, as the browser would send it."""
    query: str
    """Without "?"; "" when there is none."""

    @property
    def url(self) -> str:
        """The address as one text, which reads back as this very address."""
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        query = f"?{self.query}" if self.query else ""
        return f"{self.scheme}://{self.host}{port}{self.path}{query}"


class Refused(NamedTuple):
    """A text that has no single reading as a web address."""

    text: str
    reason: str
    """A sentence for staff, without the text itself and without a full stop."""
