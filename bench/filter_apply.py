"""How long a change of the filter takes from pressing "Apply" until two gateways decide by it, deciding all the while.

`.venv/bin/python bench/filter_apply.py [--rules 50000] [--people 2000] [--runs 10]` takes about two minutes. One
gateway follows the console's own data folder, the other one of its own, into which a process copies what is told,
asking every quarter of a second. Each asks for verdicts all the while. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

    from belisha.console.access.models import School
    from belisha.console.filtering.models import Change

ASK_SECONDS = 0.001
PULL_SECONDS = 0.25
WANTED_SECONDS = 2.0
HOST = "castles.example"


class Press(NamedTuple):
    """A change that was applied: when it began and was answered (monotonic clock), and processor seconds."""

    began: float
    done: float
    worked: float


class Seen(NamedTuple):
    """What one gateway saw: when each answer began to be given (seconds of the monotonic clock), how it was asked."""

    gateway: str
    flips: list[tuple[float, bool]]
    asked: int
    failed: int


def main() -> None:
    """Make the school, apply and undo, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=50_000)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=10)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="belisha-bench-") as folder:
        home, other = Path(folder) / "home", Path(folder) / "other"
        home.mkdir()
        os.environ |= {"BELISHA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings"}
        school = _prepare(home, chosen.rules, chosen.people)
        presses, seen = _measured(school, home, other, chosen.runs)
    _print(presses, seen, f"{chosen.rules} site rules, {chosen.people} people")


def _prepare(home: Path, rules: int, people: int) -> School:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone
    from msgspec.structs import replace

    from belisha.console.access.acting import By
    from belisha.console.filtering.policy.actions import adopt
    from belisha.console.flows.publishing import publish
    from belisha.engine.policy.model import SiteRule
    from belisha.engine.published import lists_folder, publish_lists
    from belisha.engine.snapshot import build
    from cast import a_class, a_pupil, a_school
    from policies import a_policy

    call_command("migrate", verbosity=0)
    school = a_school("oakfield")
    classes = [a_class(school, f"4 Oak {number}") for number in range(max(1, people // 30))]
    for number in range(people):
        pupil = a_pupil(school, f"Pupil Number{number}", in_class=classes[number % len(classes)])
        pupil.user.username = f"pupil{number}"
        pupil.user.save()
    policy = a_policy("oakfield")
    made = tuple(
        SiteRule(id=f"r{number}", address=f"site{number}.example", verdict="block", reason="A bench", owner="Jo Reed")
        for number in range(rules)
    )
    policy = replace(policy, schools={"oakfield": replace(policy.schools["oakfield"], rules=made)})
    adopt(by=By(None, system="bench"), federation=school.federation, policy=policy)
    publish_lists(home, build([], lists_folder(home)).digest)
    publish(home, timezone.localdate())
    return school


def _measured(school: School, home: Path, other: Path, runs: int) -> tuple[list[Press], list[Seen]]:
    """Apply a change and take it back, again and again: when each was pressed and answered, and what gateways saw."""
    from belisha.console.access.acting import By
    from belisha.console.filtering.changes.actions import apply_change, undo

    context = multiprocessing.get_context("spawn")
    ending, results = context.Event(), context.Queue()
    workers = [
        context.Process(target=_copying, args=(home, other, ending)),
        context.Process(target=_asking, args=("the console's own", home, ending, results)),
        context.Process(target=_asking, args=("another machine's", other, ending, results)),
    ]
    for worker in workers:
        worker.start()
    time.sleep(6)  # until both have opened the policy
    presses: list[Press] = []
    system = By(None, system="bench")
    for number in range(runs):
        change = _judged(school, number)
        for act in (partial(apply_change, change=change), partial(undo, change=change, reason="-")):
            began, worked = time.monotonic(), time.process_time()
            act(by=system)
            presses.append(Press(began, time.monotonic(), time.process_time() - worked))
            time.sleep(WANTED_SECONDS + 1)
    ending.set()
    seen = [results.get(timeout=30) for _ in range(2)]
    for worker in workers:
        worker.join()
    return presses, sorted(seen, key=lambda each: each.gateway, reverse=True)


def _judged(school: School, number: int) -> Change:
    from belisha.console.access.acting import By
    from belisha.console.access.roles import Role
    from belisha.console.filtering.changes.actions import put, submit
    from belisha.console.filtering.changes.rules.steps import Step
    from belisha.console.filtering.changes.tests.staging import half
    from belisha.engine.policy.edits import AddRule, Holder, HolderKind
    from belisha.engine.policy.model import SiteRule
    from cast import somebody

    system = By(None, system="bench")
    rule = SiteRule(id=f"castles-{number}", address=HOST, verdict="block", reason="A bench", owner="Jo Reed")
    edits = [AddRule(holder=Holder(kind=HolderKind.YEAR, school=school.code, id="year-4"), rule=rule)]
    change = put(by=system, place=school, edits=edits, title="Castles")
    change = submit(by=system, change=change, title="Castles", reason="A bench")
    half(change, Step.EDUCATION, somebody(school, Role.COMPUTING_LEAD))
    half(change, Step.TECHNICAL, somebody(school, Role.TECHNICIAN))
    return change


def _copying(home: Path, other: Path, ending: Event) -> None:
    """Stands for a gateway's pull: the file that the pointer names first, then the pointer."""
    from belisha.engine.published import index_path, policy_path, read_pointer, write_atomically

    told = ""
    while not ending.is_set():
        pointer = read_pointer(home)
        if pointer.at != told:
            for path in (policy_path(home, pointer.policy), index_path(home, pointer.lists)):
                target = other / path.relative_to(home)
                if not target.exists():
                    write_atomically(target, path.read_bytes())
            said = json.dumps({"policy": pointer.policy, "lists": pointer.lists, "at": pointer.at}).encode()
            for name in ("current.json", "last-good.json"):
                write_atomically(other / "published" / name, said)
            told = pointer.at
        time.sleep(PULL_SECONDS)


def _asking(name: str, home: Path, ending: Event, results: multiprocessing.Queue[Seen]) -> None:
    """Ask for a verdict all the time, as the gateway's helpers do; note when it becomes another."""
    from belisha.engine.decide import Blocked, Request, decide
    from belisha.engine.published import NothingPublishedError, Published
    from belisha.gateway.squid.helper import NEW_OBJECTS

    gc.freeze()  # as the gateway's helpers do
    gc.set_threshold(NEW_OBJECTS)
    while True:
        try:
            published = Published(home)
            break
        except NothingPublishedError:
            time.sleep(0.05)
    flips: list[tuple[float, bool]] = []
    asked = failed = 0
    blocked = None
    while not ending.is_set():
        asked += 1
        try:
            now = published.now()
            verdict = decide(Request(f"https://{HOST}/", "pupil0"), now.rulebook, now.index, datetime.now(UTC))
        except Exception:  # noqa: BLE001 - a gateway that answers nothing is what is looked for
            failed += 1
            continue
        if isinstance(verdict, Blocked) is not blocked:
            blocked = isinstance(verdict, Blocked)
            flips.append((time.monotonic(), blocked))
        time.sleep(ASK_SECONDS)
    results.put(Seen(name, flips, asked, failed))


def _print(presses: list[Press], seen: list[Seen], what: str) -> None:
    print(f"{what}; {len(presses)} changes applied and taken back; seconds from pressing")
    answered = [press.done - press.began for press in presses]
    worked = [press.worked for press in presses]
    print(f"  {'the page is answered':<32} median {statistics.median(answered):.2f}  most {max(answered):.2f}")
    print(f"  {'of which it worked':<32} median {statistics.median(worked):.2f}  most {max(worked):.2f}")
    for gateway in seen:
        live = [
            min((at for at, _ in gateway.flips if at > press.began), default=float("inf")) - press.began
            for press in presses
        ]
        words = f"live at {gateway.gateway}"
        print(f"  {words:<32} median {statistics.median(live):.2f}  most {max(live):.2f}")
        print(f"  {'':<32} {gateway.asked} verdicts meanwhile, {gateway.failed} not given")
        if max(live) > WANTED_SECONDS or gateway.failed:
            print(f"  MORE THAN {WANTED_SECONDS} SECONDS, or verdicts that were not given")


if __name__ == "__main__":
    main()
