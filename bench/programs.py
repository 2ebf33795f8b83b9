"""Drives a helper program through its own pipe, as Squid does, and reads what the kernel says it cost."""

import os
import select
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

CHUNK = 1 << 16


class Cost(NamedTuple):
    """Seconds by the clock, and seconds of processor time of the program alone."""

    wall: float
    cpu: float


class Memory(NamedTuple):
    """Megabytes: what belongs to the program alone, and the pages of files that it has mapped and only reads."""

    private: float
    mapped: float


class Program:
    """A helper that answers each line with a line, in order."""

    def __init__(self, command: Sequence[str]) -> None:
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        self.pid = self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()
        self._process.wait(10)

    def cpu(self) -> float:
        """Seconds of processor time so far, of all its threads, as the scheduler counts them in nanoseconds."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def ask(self, question: bytes) -> bytes:
        """One question, and its answer."""
        os.write(self._in, question)
        answer = os.read(self._out, CHUNK)
        while not answer.endswith(b"\n"):
            more = os.read(self._out, CHUNK)
            if not more:
                message = f"the program ended after {answer!r}"
                raise RuntimeError(message)
            answer += more
        return answer

    def ask_many(self, questions: Sequence[bytes], in_flight: int, answers: list[bytes] | None = None) -> Cost:
        """All questions, with at most so many unanswered; the answers are kept when there is a list for them."""
        begun, cpu = time.perf_counter(), self.cpu()
        sent = answered = 0
        while answered < len(questions):
            room = min(in_flight - (sent - answered), len(questions) - sent)
            if room:
                self._send(b"".join(questions[sent : sent + room]))
                sent += room
            chunk = os.read(self._out, CHUNK)
            if not chunk:
                message = "the program ended in the middle"
                raise RuntimeError(message)
            answered += chunk.count(b"\n")
            if answers is not None:
                answers.append(chunk)
        return Cost(time.perf_counter() - begun, self.cpu() - cpu)

    def _send(self, content: bytes) -> None:
        while content:
            select.select([], [self._in], [])
            content = content[os.write(self._in, content) :]

    def memory(self) -> Memory:
        """By /proc/PID/smaps: anonymous memory and dirtied pages are its own; clean pages of files are not."""
        fields = {"Private_Clean:": 0, "Private_Dirty:": 0, "Shared_Clean:": 0, "Anonymous:": 0}
        for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()[1:]:
            name, size = line.split()[:2]
            if name in fields:
                fields[name] += int(size)
        mapped = fields["Private_Clean:"] + fields["Shared_Clean:"]
        return Memory(fields["Private_Dirty:"] / 1024, mapped / 1024)
