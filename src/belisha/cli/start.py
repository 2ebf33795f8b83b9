"""`belisha start`: makes the data folder ready, then runs the gateway until Ctrl-C or SIGTERM."""

from __future__ import annotations

import csv
import json
import logging
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from belisha.engine.published import NothingPublishedError, Published
from belisha.engine.published.preparing import read_checked_policy
from belisha.gateway.installation import Beginning, install
from belisha.gateway.settings import SettingsError, default_home
from belisha.gateway.squid.conf import SquidError, last_words, prepare
from belisha.gateway.supervisor import Supervisor, services, wait_for_answer, wait_for_port
from belisha.sample import JUNIOR, sample_policy, sample_sign_ins

if TYPE_CHECKING:
    from belisha.gateway.settings import Settings

READY_SECONDS = 20.0


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


def _welcome(settings: Settings) -> str:
    proxy = f"{settings.address}:{settings.proxy_port}"
    name, password = _somebody(settings)
    curl = f"curl -x http://{name}:{password}@{proxy}"
    belisha = Path(sys.argv[0]).with_name("belisha")
    lines = [
        "",
        "Belisha is running. Ctrl-C ends it.",
        f"  proxy address    {proxy}",
        f"  PAC address      {settings.portal_url}/proxy.pac",
        f"  certificate      {settings.authority_file}  (also {settings.portal_url}/ca.crt)",
        f"  data             {settings.home}  (sign-ins of the sample: sample-sign-ins.csv)",
        "",
        "Three lines to try:",
        f"  {curl} http://example.com/",
        f"  {curl} --cacert {settings.authority_file} https://www.bet365.com/",
        f"  {belisha} why https://www.bet365.com/ --user {name} --home {settings.home}",
        "",
    ]
    return "\n".join(lines)


@click.command()
@click.option("--setup", is_flag=True, help="Only make everything ready; do not run.")
@click.option("--demo", is_flag=True, help="Begin with the sample federation (the default while there is no policy).")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
@click.option("--json", "as_json", is_flag=True, help="Say where everything is as one JSON object.")
def command(*, setup: bool, demo: bool, home: Path | None, as_json: bool) -> None:
    """Set up what is missing and run the gateway."""
    del demo
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        settings = install((home or default_home()).absolute(), _sample, lambda text: click.echo(text, err=True))
        configuration = prepare(settings)
    except (SettingsError, SquidError, OSError) as error:
        raise click.ClickException(str(error)) from error
    if setup:
        click.echo("Ready. ./start runs it.", err=True)
        return
    _run(settings, configuration, as_json=as_json)


def _run(settings: Settings, configuration: Path, *, as_json: bool) -> None:
    supervisor = Supervisor(settings, services(settings, configuration), _time_zone(settings))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: supervisor.stopping.set())
    supervisor.start()
    portal = wait_for_port(settings.listen, settings.portal_port, READY_SECONDS)
    if not (portal and wait_for_answer(settings, READY_SECONDS)):
        supervisor.end()
        said = f" Squid said: {words}." if (words := last_words(settings)) else ""
        message = f"The gateway does not answer.{said} Look into {settings.home / 'log'}, and run `belisha doctor`."
        raise click.ClickException(message)
    click.echo(json.dumps(where(settings)) if as_json else _welcome(settings))
    sys.stdout.flush()
    supervisor.watch()
    click.echo("Belisha has ended.", err=True)


def _time_zone(settings: Settings) -> str:
    """The policy's time zone; the usual one when nothing can be opened, for there is still a page to show."""
    try:
        return Published(settings.home).now().rulebook.policy.federation.time_zone
    except NothingPublishedError as error:
        click.echo(f"{error} Everything stays closed until that is mended.", err=True)
        return "Europe/London"


def where(settings: Settings) -> dict[str, str]:
    """Where everything is, for scripts."""
    return {
        "proxy": f"{settings.address}:{settings.proxy_port}",
        "pac": f"{settings.portal_url}/proxy.pac",
        "certificate": str(settings.authority_file),
        "home": str(settings.home),
    }
