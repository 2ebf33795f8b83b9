"""Importing this loads msgspec without typing_extensions, for programs that are to start at once and stay small.

msgspec takes two names from there that Python has itself since 3.11, and does without where it is missing; with it
come inspect, ast and dis: a tenth of a helper's start, and a megabyte in each helper. It can be imported afterwards.
"""

import sys
from importlib import import_module

_UNNEEDED = "typing_extensions"

if not {"msgspec", _UNNEEDED} & set(sys.modules):
    missing: dict[str, None] = {_UNNEEDED: None}  # which is how Python is told that there is no such module
    sys.modules.update(missing)  # type: ignore[arg-type]
    try:
        import_module("msgspec")
    finally:
        del sys.modules[_UNNEEDED]
