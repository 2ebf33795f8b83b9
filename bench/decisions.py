"""Side by side: one decision process of ours and one of squidGuard's, on the same pipe with the same requests.

`.venv/bin/python bench/decisions.py` prints one table. Ours is the program that Squid starts, with the sample's policy,
400 people signed in at their computers, and every list; squidGuard has the same lists and knows nobody.
"""

import argparse
import random
import statistics
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from time import perf_counter
from typing import NamedTuple

import lists_data
import peers
import school
from programs import Cost, Memory, Program

IN_FLIGHT = 200
WINDOW = 60_000  # bytes in flight at most: less than a pipe holds, so that nobody waits for the other for ever
SINGLY = 4_000


class Question(NamedTuple):
    """One request, before it is put into anybody's protocol."""

    client: school.Client
    host: str
    path: str
    tunnel: bool


class Engine(NamedTuple):
    """A program, its protocol, and how its answer says that a request is blocked."""

    title: str
    command: list[str]
    line: Callable[[int, Question], str]
    blocks: Callable[[bytes], bool]


class Round(NamedTuple):
    """What one engine did in one round."""

    ready: float
    cost: Cost
    singly: list[float]
    memory: Memory
    blocked: list[bool]


def ours(number: int, question: Question) -> str:
    """As squid.conf's `external_acl_type verdict` writes it."""
    client, host, path, tunnel = question
    rest = f"CONNECT - {host}:443" if tunnel else f"GET {host} https://{host}{path}"
    return f"{number % 2000} {client.address} 00:00:00:00:00:00 {client.name} {rest} request\n"


def squidguards(_: int, question: Question) -> str:
    """As Squid writes to a rewriter without channels."""
    client, host, path, tunnel = question
    url = f"{host}:443" if tunnel else f"https://{host}{path}"
    return f"{url} {client.address}/- {client.name} {'CONNECT' if tunnel else 'GET'}\n"


def engines() -> list[Engine]:
    """Ours, and squidGuard twice."""
    program = [sys.executable, "-I", "-m", "belisha.gateway.squid.helper", str(school.home()), "verdict"]
    return [
        Engine("Belisha, all lists", program, ours, lambda answer: b" do=allow" not in answer),
        *(
            Engine(f"squidGuard, {title}", peers.squidguard(names, title), squidguards, lambda answer: b"OK " in answer)
            for title, names in (("school", school.lists_of_a_pupil()), ("all", peers.all_lists()))
        ),
    ]


def questions(count: int) -> list[Question]:
    """The workload, each request by one of 400 people, one in three of them as a tunnel is opened."""
    rng = random.Random(lists_data.SEED)
    people = school.clients()
    return [Question(rng.choice(people), host, path, rng.random() < 1 / 3) for host, path in lists_data.workload(count)]


def one_round(engine: Engine, asked: Sequence[Question]) -> Round:
    """Start it, ask all at once in a window, then one after another."""
    lines = [engine.line(number, question).encode() for number, question in enumerate(asked)]
    chunks: list[bytes] = []
    with Program(engine.command) as program:
        program.ask(lines[0])
        ready = perf_counter() - program.started
        cost = program.ask_many(lines, min(IN_FLIGHT, WINDOW // max(map(len, lines))), chunks)
        memory = program.memory()
        moments = [perf_counter()]
        for line in lines[:SINGLY]:
            program.ask(line)
            moments.append(perf_counter())
    answers = b"".join(chunks).splitlines()
    singly = [after - before for before, after in pairwise(moments)]
    return Round(ready, cost, singly, memory, [engine.blocks(answer) for answer in answers])


def table(rounds: dict[str, list[Round]], count: int) -> None:
    """The medians of all rounds, and how many times as many answers as the last engine for the same processor time."""
    heads = ("answers/s", "us CPU each", "times", "p50 us", "p99 us", "own MB", "mapped MB", "ready ms", "blocked %")
    print(f"{'':24}" + "".join(f"{head:>13}" for head in heads))
    base = statistics.median(each.cost.cpu for each in list(rounds.values())[-1])
    for title, done in rounds.items():
        cpu = statistics.median(each.cost.cpu for each in done)
        singly = sorted(moment for each in done for moment in each.singly)
        figures = (
            count / statistics.median(each.cost.wall for each in done),
            1e6 * cpu / count,
            base / cpu,
            1e6 * singly[len(singly) // 2],
            1e6 * singly[len(singly) * 99 // 100],
            statistics.median(each.memory.private for each in done),
            statistics.median(each.memory.mapped for each in done),
            1e3 * statistics.median(each.ready for each in done),
            100 * sum(done[0].blocked) / len(done[0].blocked),
        )
        print(f"{title:24}" + "".join(f"{figure:>13,.1f}" for figure in figures))


def agreement(rounds: dict[str, list[Round]], asked: Sequence[Question]) -> None:
    """How often a pupil's verdicts agree with squidGuard's for a school: nobody is to measure wrong answers."""
    our, their, _ = (done[0].blocked for done in rounds.values())
    pupils = {client.name for client in school.clients()} - school.adults()
    pairs = [(us, them) for us, them, question in zip(our, their, asked, strict=True) if question.client.name in pupils]
    both = sum(us and them for us, them in pairs)
    neither = sum(not us and not them for us, them in pairs)
    only_us = sum(us and not them for us, them in pairs)
    only_them = len(pairs) - both - neither - only_us
    print(f"\nof {len(pairs):,} requests by pupils both block {both:,} and both open {neither:,};")
    print(f"only ours blocks {only_us:,} (it knows people and rules), only squidGuard {only_them:,}")
    if only_them > both / 50:
        sys.exit("squidGuard blocks what ours opens: the figures compare different work")


def main() -> None:
    """Ask each engine in turn, several rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="requests in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ours", action="store_true", help="ours alone")
    given = parser.parse_args()
    asked = questions(given.count)
    chosen = engines()[:1] if given.ours else engines()
    rounds: dict[str, list[Round]] = {engine.title: [] for engine in chosen}
    for _ in range(given.rounds):
        for engine in chosen:
            rounds[engine.title].append(one_round(engine, asked))
    table(rounds, given.count)
    if not given.ours:
        agreement(rounds, asked)


if __name__ == "__main__":
    main()
