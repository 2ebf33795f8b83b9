"""The rules of the console that lint cannot say: who may write, and that nothing is put into a page by hand."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.console.access.permissions import TITLES, Permission
from belisha.console.access.roles import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

CONSOLE = Path(__file__).parents[2] / "src/belisha/console"
MODULES = [path for path in sorted(CONSOLE.rglob("*.py")) if not {"tests", "migrations"} & set(path.parts)]
TEMPLATES = sorted(CONSOLE.rglob("jinja2/**/*.html"))
WRITING = {"save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# the verbs live in actions; a flow joins the verbs of several apps; the outbox is filled in the transaction of a verb;
# what the clock starts tidies up after itself
WRITERS = {"actions", "flows", "models", "outbox", "nightly", "jobs"}
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\bsrc=)(?![^>]*json)|javascript:", re.IGNORECASE
)


def named(path: Path) -> str:
    return path.relative_to(CONSOLE).as_posix()


def is_view(path: Path) -> bool:
    return path.stem == "views" or "views" in path.parent.parts


def chain_of(node: ast.expr) -> Iterator[str]:
    """The names along a chain of attributes and calls, last first: filter, objects, Person."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            if isinstance(node, ast.Name):
                yield node.id
            return


def writes(tree: ast.AST) -> Iterator[str]:
    """Calls that write to the database: on a manager, or `save` and `delete` of a row."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        verb, *rest = chain_of(node.func)
        on_manager = "objects" in rest or any(name.startswith("for_") for name in rest)
        if verb in WRITING and "super" not in rest and (on_manager or verb in {"save", "delete"}):
            yield f"{node.lineno}: {ast.unparse(node.func)}"


def test_views_ask_queries_and_call_actions_and_touch_no_table() -> None:
    touching = [
        f"{named(path)}:{node.lineno}"
        for path in MODULES
        if is_view(path)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "save"}
    ]
    assert touching == []


def test_only_actions_write() -> None:
    elsewhere = [
        f"{named(path)}:{found}"
        for path in MODULES
        if not WRITERS & {*path.relative_to(CONSOLE).parts, path.stem}
        for found in writes(ast.parse(path.read_text()))
    ]
    assert elsewhere == []


def test_rules_know_no_database() -> None:
    asking = [
        f"{named(path)}: {line.strip()}"
        for path in MODULES
        if path.stem == "rules" or "rules" in path.parent.parts
        for line in path.read_text().splitlines()
        if re.match(r"\s*(from django\.db|from .*\.models import)", line)
        and not re.match(r"\s{4}from", line)  # for types alone
    ]
    assert asking == []


def test_no_signal_carries_a_rule() -> None:
    """What belongs to the shape of the database may be done around migrations; nothing happens behind a save."""
    imported = re.compile(r"^\s*from django\.db\.models\.signals import (?!post_migrate, pre_migrate$)", re.MULTILINE)
    listening = [named(path) for path in MODULES if imported.search(path.read_text())]
    listening += [named(path) for path in MODULES if "import signals" in path.read_text()]
    assert listening == []


def test_no_template_holds_style_or_script() -> None:
    inline = [
        f"{named(path)}: {found.group()}" for path in TEMPLATES for found in [INLINE.search(path.read_text())] if found
    ]
    assert inline == []


def test_every_permission_says_in_plain_words_what_it_is() -> None:
    assert set(Permission) - TITLES.keys() == set()


def test_every_permission_is_some_roles() -> None:
    given = frozenset().union(*(rule.permissions for rule in ROLES.values()))
    assert set(Permission) - given == set()


def furniture_names() -> set[str]:
    """What every template is given beside its view's own context: the keys that the context processors answer."""
    sources = (CONSOLE / "config/navigation.py", CONSOLE / "access/sign_in/furniture.py")
    return {
        key.value
        for source in sources
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name in {"furniture", "session_furniture"}
        for answer in ast.walk(node)
        if isinstance(answer, ast.Return) and isinstance(answer.value, ast.Dict)
        for key in answer.value.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def test_no_view_gives_its_page_a_name_that_the_furniture_takes() -> None:
    taken = furniture_names()
    assert {"at_school", "navigation", "stand_in"} <= taken
    lost = [
        f"{named(path)}:{key.lineno}: {key.value}"
        for path in MODULES
        if is_view(path)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and key.value in taken
    ]
    assert lost == [], "the furniture of every page comes after it, and the page never sees it"


def test_no_template_sets_a_name_that_the_furniture_takes() -> None:
    taken = furniture_names()
    lost = [
        f"{named(path)}: {name}"
        for path in TEMPLATES
        for names in re.findall(r"\{%-? set ([a-z_, ]+?)\s*(?:=|%\})", path.read_text())
        for name in names.replace(" ", "").split(",")
        if name in taken
    ]
    assert lost == [], "the head of the page would show it"
