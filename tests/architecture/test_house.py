"""The rules of the house that lint cannot say."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import click
import msgspec
import pytest

from belisha.cli import COMMANDS, main
from belisha.gateway.settings import Settings

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for top in ("src", "bench", "tests") for path in (ROOT / top).rglob("*.py"))
PRODUCT = [path for path in SOURCES if path.is_relative_to(ROOT / "src") and "tests" not in path.parts]
WRITTEN = [path for path in SOURCES if "migrations" not in path.parts]  # Django writes those from the models
FORBIDDEN = {"core", "common", "utils", "helpers", "base", "misc"}
LONGEST_FUNCTION, LONGEST_FILE = 50, 500
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org"))]


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_file_is_longer_than_the_budget() -> None:
    assert named([path for path in WRITTEN if len(path.read_text().splitlines()) > LONGEST_FILE]) == []


def test_no_function_is_longer_than_the_budget() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_no_folder_has_a_name_that_says_nothing() -> None:
    folders = [path for path in (ROOT / "src").rglob("*") if path.is_dir() and path.name in FORBIDDEN]
    assert named(folders) == []


def test_every_module_says_what_it_is_for() -> None:
    assert (
        named([path for path in WRITTEN if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))])
        == []
    )


def test_the_product_does_not_rest_on_assert() -> None:
    asserting = [
        path for path in PRODUCT if any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(path.read_text())))
    ]
    assert named(asserting) == []


def test_the_engine_has_no_clock_and_no_network() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in PRODUCT
        if path.is_relative_to(ROOT / "src/belisha/engine/decide")
        or path.is_relative_to(ROOT / "src/belisha/engine/policy")
        for word in (
            r"datetime\.now\(",
            r"time\.time\(",
            "import socket",
            r"import urllib\.request",
            r"(?<![\w.])open\(",
        )
        if re.search(word, path.read_text())
    ]
    assert found == []


def test_the_repository_names_no_package_registry() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        pytest.skip("not a git checkout")
    texts = [
        path for name in tracked if (path := ROOT / name).suffix in {".py", ".md", ".txt", ".toml", ".yaml", ".sh", ""}
    ]
    naming = [
        path for path in texts if path.is_file() and any(host in path.read_text("utf-8", "replace") for host in HOSTS)
    ]
    # sources.yaml and shipped lists name sites of the internet: that is what they are about
    assert [name for name in named(naming) if "engine/lists" not in name and "tests" not in name] == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_can_speak_json(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    for each in lowest(command):
        assert any("--json" in option.opts for option in each.params), f"{name} {each.name}"


def lowest(command: click.Command) -> list[click.Command]:
    """The command itself, or all commands below a group."""
    if not isinstance(command, click.Group):
        return [command]
    context = click.Context(command)
    below = [command.get_command(context, name) for name in command.list_commands(context)]
    return [each for one in below if one for each in lowest(one)]


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/operate/gateway.md").read_text()
    missing = [field for field in Settings.__struct_fields__ if field != "home" and f"`{field}`" not in text]
    assert missing == []


def test_every_command_is_documented() -> None:
    text = "".join(path.read_text() for path in (ROOT / "docs").rglob("*.md")) + (ROOT / "README.md").read_text()
    assert [name for name in COMMANDS if f"belisha {name}" not in text] == []


def test_settings_have_defaults_that_work() -> None:
    assert msgspec.convert({}, Settings).listen == "127.0.0.1", "nobody else is let in until the school says so"
