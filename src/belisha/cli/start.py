"""`belisha start`: makes the data folder ready, then runs gateway and console until Ctrl-C or SIGTERM."""

from __future__ import annotations

import csv
import json
import logging
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from belisha.cli.running import held_by_a_start
from belisha.cli.start_console import (
    SignIn,
    console_services,
    fill_with_sample,
    is_taken,
    make_ready,
    renew_certificate,
    wait_for_console,
    why_not,
)
from belisha.console.config.installation import ConsoleSettingsError
from belisha.engine.published import NothingPublishedError, Published
from belisha.engine.published.preparing import REGISTER, read_checked_policy
from belisha.gateway.installation import Beginning, install
from belisha.gateway.settings import SettingsError, default_home, read_settings
from belisha.gateway.squid.conf import SquidError, last_words, own, prepare
from belisha.gateway.supervisor import Supervisor, services, wait_for_answer, wait_for_port
from belisha.sample import JUNIOR, sample_policy, sample_sign_ins

if TYPE_CHECKING:
    from belisha.console.config.installation import Console
    from belisha.gateway.settings import Settings
    from belisha.gateway.supervisor import Service

READY_SECONDS = 20.0
CONSOLE_SECONDS = 120.0  # the first time its database is made


def _sample() -> Beginning:
    text = sample_policy()
    return Beginning(text, read_checked_policy(text), sample_sign_ins())


def _somebody(settings: Settings) -> tuple[str, str]:
    """Name and password of the sample's junior; words to replace where the sample is gone."""
    try:
        with (settings.home / "sample-sign-ins.csv").open(newline="") as listing:
            passwords = dict(row for row in csv.reader(listing) if len(row) == len(("name", "password")))
        return JUNIOR.sign_in, passwords[JUNIOR.sign_in]
    except (OSError, KeyError):
        return "NAME", "PASSWORD"


def _welcome(settings: Settings) -> list[str]:
    proxy = f"{settings.address}:{settings.proxy_port}"
    name, password = _somebody(settings)
    curl = f"curl -x http://{name}:{password}@{proxy}"
    belisha = Path(sys.argv[0]).with_name("belisha")
    sample = "  (sign-ins of the sample: sample-sign-ins.csv)" if name == JUNIOR.sign_in else ""
    return [
        f"  proxy address    {proxy}",
        f"  PAC address      {settings.portal_url}/proxy.pac",
        f"  certificate      {settings.authority_file}  (also {settings.portal_url}/ca.crt)",
        f"  data             {settings.home}{sample}",
        "",
        "Three lines to try:",
        f"  {curl} http://example.com/",
        f"  {curl} --cacert {settings.authority_file} https://www.bet365.com/",
        f"  {belisha} why https://www.bet365.com/ --user {name} --home {settings.home}",
    ]


@dataclass
class Running:
    """What one `belisha start` runs: a gateway, a console, or both."""

    settings: Settings
    gateway: list[Service] | None
    web: list[Service]
    console: Console | None
    sign_ins: list[SignIn] = field(default_factory=list)
    trouble: str = ""  # why the console does not answer yet

    @property
    def services(self) -> list[Service]:
        """All of them, the gateway's first."""
        return [*(self.gateway or ()), *self.web]


@click.command()
@click.option("--setup", is_flag=True, help="Only make everything ready; do not run.")
@click.option("--demo", is_flag=True, help="Fill an empty console with the sample federation, and print its sign-ins.")
@click.option("--only", type=click.Choice(["gateway", "console"]), help="Run one of the two; the other is elsewhere.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
@click.option("--json", "as_json", is_flag=True, help="Say where everything is as one JSON object.")
def command(*, setup: bool, demo: bool, only: str | None, home: Path | None, as_json: bool) -> None:
    """Set up what is missing and run the gateway and the console."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        running = _prepare((home or default_home()).absolute(), only)
    except (SettingsError, ConsoleSettingsError, SquidError, OSError) as error:
        raise click.ClickException(str(error)) from error
    if setup:
        click.echo("Ready. ./start runs it.", err=True)
        return
    with held_by_a_start(running.settings.home):
        _run(running, demo=demo, as_json=as_json)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _prepare(home: Path, only: str | None) -> Running:
    if only == "console":
        os.umask(0o027)
        home.mkdir(parents=True, exist_ok=True)
        settings = read_settings(home)
    else:
        settings = install(home, _sample, _say)
    # who follows a console elsewhere needs none here
    console = None if only == "gateway" or settings.follows else make_ready(settings, _say)
    if only == "console":
        own(settings, home)
        gateway = None
    else:
        gateway = services(settings, prepare(settings))
    return Running(settings, gateway, console_services(settings, console) if console else [], console)


def _run(running: Running, *, demo: bool, as_json: bool) -> None:
    settings = running.settings
    zone = _time_zone(settings) if running.gateway is not None else "Europe/London"
    supervisor = Supervisor(settings, running.services, zone, gateway=running.gateway is not None)
    if console := running.console:
        supervisor.daily = lambda: renew_certificate(settings, console, _say)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: supervisor.stopping.set())
    if running.console and is_taken(running.console):
        # a port that another program answers on would look like our console
        running.trouble = (
            f"Something else answers at {running.console.url}: end it, or change the port in console.yaml."
        )
    supervisor.start()
    try:
        _await(running, demo=demo)
    except click.ClickException:
        supervisor.end()
        raise
    click.echo(json.dumps(where(running)) if as_json else _told(running))
    sys.stdout.flush()
    supervisor.watch()
    click.echo("Belisha has ended.", err=True)


def _await(running: Running, *, demo: bool) -> None:
    """Wait until all answers. A console that does not is told of; the gateway runs without it."""
    if running.gateway is not None:
        _await_gateway(running.settings)
    if running.console is None:
        return
    if running.trouble or not wait_for_console(running.console, running.web[0], CONSOLE_SECONDS):
        running.trouble = running.trouble or why_not(running.settings.home) or "it said nothing"
        if running.gateway is None:
            message = f"The console does not answer: {running.trouble} Look into {running.settings.home / 'log'}."
            raise click.ClickException(message)
    elif demo:
        running.sign_ins = fill_with_sample(running.settings, running.web)


def _await_gateway(settings: Settings) -> None:
    portal = wait_for_port(settings.listen, settings.portal_port, READY_SECONDS)
    if not (portal and wait_for_answer(settings, READY_SECONDS)):
        said = f" Squid said: {words}." if (words := last_words(settings)) else ""
        message = f"The gateway does not answer.{said} Look into {settings.home / 'log'}, and run `belisha doctor`."
        raise click.ClickException(message)


def _told(running: Running) -> str:
    lines = ["", "Belisha is running. Ctrl-C ends it."]
    if running.console:
        lines.append(f"  console          {running.console.url}")
        if not (running.sign_ins or (running.settings.home / REGISTER).exists()):  # published with the first school
            found = f"{Path(sys.argv[0]).with_name('belisha')} console found"
            lines.append(f"  your school      `{found}` tells how to enter it; until then the people here are invented")
    if running.trouble:
        lines.append(f"  BUT the console does not answer yet: {running.trouble}  It is tried again.")
    lines += _welcome(running.settings) if running.gateway is not None else []
    if running.sign_ins:
        wide = [max(len(row[column]) for row in running.sign_ins) for column in range(2)]
        lines += ["", "Sign-ins to try in the console:"]
        lines += [f"  {title:{wide[0]}}  {name:{wide[1]}}  {password}" for title, name, password in running.sign_ins]
        lines += ["  Whose role is sensitive is asked for a code too: .venv/bin/belisha console code NAME"]
    return "\n".join([*lines, ""])


def _time_zone(settings: Settings) -> str:
    """The policy's time zone; the usual one when nothing can be opened, for there is still a page to show."""
    try:
        return Published(settings.home).now().rulebook.policy.federation.time_zone
    except NothingPublishedError as error:
        click.echo(f"{error} Everything stays closed until that is mended.", err=True)
        return "Europe/London"


def where(running: Running) -> dict[str, object]:
    """Where everything is, for scripts."""
    settings = running.settings
    told: dict[str, object] = {"home": str(settings.home)}
    if running.gateway is not None:
        told["proxy"] = f"{settings.address}:{settings.proxy_port}"
        told["pac"] = f"{settings.portal_url}/proxy.pac"
        told["certificate"] = str(settings.authority_file)
    if running.console:
        told["console"] = running.console.url
    if running.sign_ins:
        told["sign_ins"] = running.sign_ins
    return told
