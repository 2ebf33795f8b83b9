"""The other filters, each with the same lists and as its own manual sets it up: squidGuard and e2guardian of Debian."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import lists_data

FOLDER = lists_data.DATA / "squidguard"
REDIRECT = "http://127.0.0.1:18299/blocked"


def all_lists() -> list[str]:
    """The name of every list that squidGuard can hold."""
    return [folder.name for folder in lists_data.categories()]


def squidguard(names: Iterable[str], title: str, redirect: str = REDIRECT) -> list[str]:
    """The command that starts squidGuard with these lists blocked; compiles them to its Berkeley databases at first."""
    log = FOLDER / "log"
    log.mkdir(parents=True, exist_ok=True)
    chosen = sorted(names)
    lines = [f"dbhome {FOLDER / 'db'}", f"logdir {log}"]
    for name in chosen:
        lines += [f"dest {_label(name)} {{", *_parts(name), "}"]
    blocked = " ".join(f"!{_label(name)}" for name in chosen)
    lines += ["acl { default {", f"  pass {blocked} all", f"  redirect {redirect}", "} }", ""]
    configuration = FOLDER / f"{title}.conf"
    configuration.write_text("\n".join(lines))
    _compile(configuration, chosen)
    return ["squidGuard", "-c", str(configuration)]


def _label(name: str) -> str:
    return name.replace("_", "-")


def _parts(name: str) -> list[str]:
    """What of a list squidGuard is given; copies, for it writes its databases beside them."""
    target = FOLDER / "db" / name
    target.mkdir(parents=True, exist_ok=True)
    found = []
    for part, word in (("domains", "domainlist"), ("urls", "urllist")):
        source = lists_data.lists_folder() / name / part
        if source.exists() and source.stat().st_size:
            if not (target / part).exists():
                shutil.copyfile(source, target / part)
            found.append(f"  {word} {name}/{part}")
    return found


def _compile(configuration: Path, names: Iterable[str]) -> None:
    missing = [
        f"{name}/{part.name}"
        for name in names
        for part in (FOLDER / "db" / name).iterdir()
        if part.suffix != ".db" and not part.with_name(f"{part.name}.db").exists()
    ]
    for part in missing:
        subprocess.run(["squidGuard", "-c", str(configuration), "-C", part], check=True, capture_output=True)
