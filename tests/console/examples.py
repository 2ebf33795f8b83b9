"""What the addresses of pages take beside the school, for the tests that visit every page.

A page that takes more than a school's code stands here under the name of its address: a function that makes a sample,
given the school and the member who looks at it, and returns what the address takes. `school` is added by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User

EXAMPLES: dict[str, Callable[[School, User], dict[str, Any]]] = {}
# Pages that need a role of their own beside the permission, by name: "class-cards": Role.TEACHER
MEMBERS: dict[str, str] = {}
# Pages whose answer is no page to read (a file, a redirect, words for scripts): they are visited, not read
NOT_READ: frozenset[str] = frozenset()
