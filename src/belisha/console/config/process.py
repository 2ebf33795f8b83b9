"""The console's processes, as the supervisor runs them: `python -m belisha.console.config.process web HOME`.

`web` serves pages, `worker` does jobs that pages ask for, `due` what the clock asks for, `demo` adds sample people and
ends. Each ends with a sentence when it cannot go on, and is started again.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from belisha.console.config.installation import read_console

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["main"]

log = logging.getLogger("belisha.console")

WAIT_SECONDS: Final = 60.0
MINUTE: Final = 60.0
LOOK_SECONDS: Final = 0.2  # between looks whether somebody is in danger


def main(arguments: list[str]) -> int:
    """Run one of the processes. Its exit status."""
    if len(arguments) != len(("name", "home")) or arguments[0] not in PROCESSES:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    os.environ["BELISHA_HOME"] = arguments[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "belisha.console.config.settings"
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stdout)
    import django  # noqa: PLC0415 - settings are read from the folder that was named

    try:
        if arguments[0] in {"worker", "due"}:
            _let_pages_come_first(Path(arguments[1]))
        gc.disable()  # nothing of what is loaded can be garbage yet: a tenth of the time
        django.setup()
        gc.enable()
        return PROCESSES[arguments[0]](Path(arguments[1]))
    except Exception as error:
        if type(error).__name__ not in TOLD_IN_A_SENTENCE:
            raise
        log.error("%s", str(error).strip())
        return 1


# by name: what raises them is loaded once the data folder is known
TOLD_IN_A_SENTENCE: Final = {"ConsoleSettingsError", "DatabaseAddressError", "OperationalError"}


def _let_pages_come_first(home: Path) -> None:
    """Wait until pages are served: reading the whole program three times at once would make people wait for them."""
    console = read_console(home)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(console.listen, console.listen)  # noqa: S104
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection((host, console.port), timeout=1):
            return
        time.sleep(0.1)


def web(home: Path) -> int:
    """Make everything ready, then serve pages until told to end."""
    from belisha.console.config.preparing import prepare  # noqa: PLC0415
    from belisha.console.config.serving import serve  # noqa: PLC0415

    prepare(log.info)
    serve(home)
    return 0


def worker(home: Path) -> int:
    """Do the jobs that pages ask for, one after the other."""
    from django.core.management import call_command  # noqa: PLC0415

    from belisha.console.config.preparing import await_database  # noqa: PLC0415
    from belisha.console.config.system.jobs import take_up_again  # noqa: PLC0415

    del home
    if not await_database(WAIT_SECONDS):
        log.error("The database does not answer, or is not up to date.")
        return 1
    take_up_again()
    call_command("db_worker", queue_name="*", interval=1, startup_delay=False, reload=False)
    return 0


def clock(home: Path) -> int:
    """Each minute run what is due, in a process of its own: nothing that a job leaves behind stays.

    Danger does not wait for the minute.
    """
    from belisha.console.config.preparing import await_database  # noqa: PLC0415

    if not await_database(WAIT_SECONDS):
        log.error("The database does not answer, or is not up to date.")
        return 1
    _read_ahead()
    _end_cleanly()
    while True:
        _in_child(_due_now)
        _reap()
        _look_until(time.time() + MINUTE - time.time() % MINUTE, home)


def _read_ahead() -> None:
    """Read once what each child would read again before it brings danger in: 0.7 s of processor."""
    from django.urls import reverse  # noqa: PLC0415

    import_module("belisha.console.monitoring.alerts.jobs")
    reverse("home")


def _look_until(until: float, home: Path) -> None:
    """Until the minute is over: what the record hands on as danger is brought in at once."""
    from belisha.console.flows.alerts import handed_on  # noqa: PLC0415

    before = frozenset[tuple[str, int]]()
    while (left := until - time.time()) > 0:
        time.sleep(min(LOOK_SECONDS, left))
        now = handed_on(home)
        if now - before:
            _in_child(_danger_now)
            _reap()
        before = now


def _danger_now() -> None:
    from belisha.console.flows.alerts import bring_danger_in  # noqa: PLC0415

    if did := bring_danger_in(datetime.now(UTC)):
        log.info("%s", did)


def _end_cleanly() -> None:
    def end(number: int, frame: Any) -> None:
        del number, frame
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)  # jobs that run just now: what was begun is taken up or tried again
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)


def _in_child(run: Callable[[], None]) -> None:
    from django.db import connections  # noqa: PLC0415

    connections.close_all()  # a connection that two processes share serves neither
    sys.stdout.flush()
    if os.fork() == 0:
        code = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            run()
            code = 0
        except Exception:
            log.exception("what is due could not be run")
        finally:
            sys.stdout.flush()
            os._exit(code)


def _due_now() -> None:
    from belisha.console.flows.due import run_due  # noqa: PLC0415

    for outcome in run_due(datetime.now(UTC)):
        if outcome.did or outcome.error:
            log.info("%s: %s", outcome.job, outcome.error or outcome.did)


def _reap() -> None:
    """Take leave of children that have ended; one that still works is left to it."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def demo(home: Path) -> int:
    """Fill an empty console with the sample federation, and print a sign-in for each role as one line of JSON."""
    from belisha.console.compliance.demo import sample_governing  # noqa: PLC0415
    from belisha.console.compliance.nightly import reassess_schools  # noqa: PLC0415
    from belisha.console.compliance.risks.demo import sample_technology  # noqa: PLC0415
    from belisha.console.compliance.surveys.demo import sample_surveys  # noqa: PLC0415
    from belisha.console.compliance.tasks.demo import sample_tasks  # noqa: PLC0415
    from belisha.console.compliance.walks.demo import sample_walks  # noqa: PLC0415
    from belisha.console.flows.demo import fill, sign_ins  # noqa: PLC0415
    from belisha.console.subject_access.demo import sample_requests  # noqa: PLC0415

    if fill(home):
        sample_requests()
        sample_technology()
        sample_walks()
        sample_surveys()
        # otherwise every duty would be unknown until the first night
        reassess_schools(datetime.now(UTC))
        sample_governing()
        sample_tasks()
    sys.stdout.write(json.dumps(sign_ins(home)) + "\n")
    return 0


PROCESSES: Final[dict[str, Callable[[Path], int]]] = {"web": web, "worker": worker, "due": clock, "demo": demo}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
