"""Response policy zones: DNS zone files whose records say which names and addresses to refuse."""

from __future__ import annotations

import re

TYPES = re.compile(r"(?:SOA|NS|CNAME|A|AAAA|TXT|MX|DNAME|PTR|SRV|CAA|HTTPS|SVCB)", re.IGNORECASE)
TTL_OR_CLASS = re.compile(r"\d+[smhdw]?|IN|CH", re.IGNORECASE)
COMMENT = re.compile(r";.*")
CONTROL = ("rpz-client-ip", "rpz-nsip", "rpz-nsdname")

EXCEPTION = "an exception (rpz-passthru): a list may only add, rules of the policy open sites"
NO_BLOCK = "answers over TCP only (rpz-tcp-only), which is no block"
TRIGGER = "applies to name servers or clients, not to sites"
BAD_RECORD = "not a record of a response policy zone"
BAD_NETWORK = "an rpz-ip name that holds no network"


class RpzReader:
    """Reads one zone, line by line; remembers its origin and the owner that an indented line continues."""

    def __init__(self) -> None:
        self.origin = ""
        self.owner = ""
        self.brackets = 0

    def __call__(self, line: str) -> tuple[str, ...] | str | None:
        """The name of a record that blocks, a fault, or None for the zone's own records and directives."""
        text = COMMENT.sub("", line).rstrip()
        inside, self.brackets = self.brackets, max(0, self.brackets + text.count("(") - text.count(")"))
        if inside or not text.strip():
            return None
        words = text.split()
        if words[0].startswith("$"):
            return self._directive(words)
        if not text[0].isspace():
            self.owner = words.pop(0)
        return self._record(words)

    def _directive(self, words: list[str]) -> str | None:
        if words[0].upper() == "$ORIGIN" and len(words) > 1:
            self.origin = words[1].rstrip(".").lower()
        return None if words[0].upper() in {"$ORIGIN", "$TTL"} else BAD_RECORD

    def _record(self, words: list[str]) -> tuple[str, ...] | str | None:
        while words and TTL_OR_CLASS.fullmatch(words[0]):
            words.pop(0)
        if len(words) < 2 or not TYPES.fullmatch(words[0]):
            return BAD_RECORD
        if words[0].upper() == "SOA":
            self.origin = self.origin or self.owner.rstrip(".@").lower()
        if words[0].upper() in {"SOA", "NS"}:
            return None
        return self._blocked(words[1].rstrip(".").lower())

    def _blocked(self, target: str) -> tuple[str, ...] | str:
        if target == "rpz-passthru":
            return EXCEPTION
        if target == "rpz-tcp-only":
            return NO_BLOCK
        name = self._relative(self.owner.lower())
        if name.endswith(CONTROL):
            return TRIGGER
        if name.endswith(".rpz-ip"):
            return rpz_network(name.removesuffix(".rpz-ip"))
        return (name,)

    def _relative(self, owner: str) -> str:
        """The owner without the zone's own name; without an origin a full owner is taken as it is."""
        if not owner.endswith("."):
            return owner
        owner = owner[:-1]
        return owner.removesuffix("." + self.origin) if self.origin else owner


def rpz_network(name: str) -> tuple[str, ...] | str:
    """The network in an rpz-ip owner: "24.0.2.0.192" is 192.0.2.0/24, "48.zz.db8.2001" is 2001:db8::/48."""
    length, *parts = name.split(".")
    parts.reverse()
    if not length.isdigit() or len(parts) < 2:
        return BAD_NETWORK
    if len(parts) == 4 and "zz" not in parts:
        return (f"{'.'.join(parts)}/{length}",)
    address = ":".join("" if part == "zz" else part for part in parts)
    return (f"{':' if address.startswith(':') else ''}{address}{':' if address.endswith(':') else ''}/{length}",)
