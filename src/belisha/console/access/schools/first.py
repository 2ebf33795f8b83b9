"""The code of the first page of an empty console: whoever can read it on the machine may enter the first school."""

from __future__ import annotations

import base64
import re
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

__all__ = ["is_setup_code", "setup_code"]

SIZE: Final = 10  # bytes: 80 bits, so guessing needs no brake
PURPOSE: Final = "belisha first school"


def setup_code() -> str:
    """Made of the console's own secret, so nothing is kept and it is the same until a school is entered."""
    digest = salted_hmac(PURPOSE, "code", algorithm="sha256").digest()
    letters = base64.b32encode(digest[:SIZE]).decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def is_setup_code(typed: str) -> bool:
    """Whether it is the code, in whatever letters and with or without its hyphens."""
    bare = re.sub(r"[^A-Za-z0-9]", "", typed).upper()
    return constant_time_compare(bare, setup_code().replace("-", ""))
