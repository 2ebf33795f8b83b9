"""`belisha address`: one address a line in, one JSON object a line out, for scripts and for asking how one is read."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, cast

import click

from belisha.engine.address import Address, read_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedIOBase

_CHUNK = 65_536


@click.command("address")
@click.option("--json", is_flag=True, default=True, expose_value=False, help="Print JSON (the only form there is).")
def command() -> None:
    """Read addresses from standard input, one a line, as a browser reads them.

    Each line is answered by {"input", "host", "port", "scheme", "path"} or {"input", "refused": reason}.
    Bytes that are not UTF-8 appear in "input" as lone surrogates, as Python and JavaScript write them.
    """
    out = sys.stdout.buffer
    # What has arrived is answered at once, so that a program may also ask line by line and wait.
    for lines in arriving_lines(cast("BufferedIOBase", sys.stdin.buffer)):
        out.write(b"".join(map(_answer, lines)))
        out.flush()


def _answer(line: bytes) -> bytes:
    text = line.removesuffix(b"\r").decode("utf-8", "surrogateescape")
    found = read_address(text)
    answer: dict[str, str | int] = {"input": text}
    if isinstance(found, Address):
        answer |= {"host": found.host, "port": found.port, "scheme": found.scheme, "path": found.path}
    else:
        answer["refused"] = found.reason
    return json.dumps(answer).encode() + b"\n"


def arriving_lines(stream: BufferedIOBase) -> Iterator[list[bytes]]:
    """Whole lines without their line feed, in batches of what one read brought."""
    started: list[bytes] = []
    while chunk := stream.read1(_CHUNK):
        first, *others = chunk.split(b"\n")
        started.append(first)
        if others:
            *whole, last = b"".join(started), *others
            started = [last]
            yield whole
    rest = b"".join(started)
    if rest:
        yield [rest]
