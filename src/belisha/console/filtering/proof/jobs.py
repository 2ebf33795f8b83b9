"""Making a run of tests: by the worker, who has the time, or by the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from belisha.console.access.acting import By
from belisha.console.access.settings.queries import value_of
from belisha.console.filtering.models import ProbeRun
from belisha.console.filtering.proof.actions.accounts import settle_accounts
from belisha.console.filtering.proof.actions.runs import begin, fail, finish
from belisha.console.filtering.proof.declared import GATEWAY, SAMPLES
from belisha.console.filtering.proof.probing.places import gateway_at
from belisha.console.filtering.proof.probing.running import Limits, make, wait_until_known
from belisha.console.filtering.proof.probing.scene import askers_of, open_categories, profiles_in_use, samples
from belisha.console.filtering.proof.queries.addresses import own_addresses
from belisha.console.filtering.proof.rules.plan import Asker, Scope, plan
from belisha.console.filtering.proof.rules.probes import Probe
from belisha.engine.address.probes import LOCKED_HOST
from belisha.engine.published import NothingPublishedError, Published
from belisha.engine.published.history import in_force_at, pointers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.models import School
    from belisha.console.filtering.proof.probing.running import Made
    from belisha.console.filtering.proof.probing.wire import Gateway, SignIn
    from belisha.engine.published import InForce, Pointer

__all__ = ["LIMITS", "make_run", "test_filter"]

LIMITS: Final = {ProbeRun.Kind.FULL: Limits(4000, 240.0), ProbeRun.Kind.QUICK: Limits(800, 90.0)}
SECONDS_TO_LEARN: Final = 20.0  # that a gateway may take until it knows new passwords
SYSTEM: Final = By(None, system="test of the filter")


@task
def test_filter(number: int) -> str:
    """Make a run that waits; for the worker. A run that somebody else began is left to them."""
    run = ProbeRun.objects.filter(pk=number, state=ProbeRun.State.WAITING).select_related("school__federation").first()
    return make_run(run) if run else ""


def make_run(run: ProbeRun) -> str:
    """Test the filter of a school as a run asks for it; says how it went. Whatever goes wrong is kept with the run."""
    try:
        return _made(run)
    except (NothingPublishedError, ValueError, OSError) as error:
        fail(run=run, trouble=str(error) or type(error).__name__)
        return f"The filter could not be tested: {error}"


def _made(run: ProbeRun) -> str:
    gateway = gateway_at(value_of(run.school, GATEWAY), settings.HOME)
    published = Published(settings.HOME)
    sign_ins = _sign_ins(run.school, published.now())
    askers = askers_of(published.now(), run.school.code, sign_ins, timezone.now())
    probes = plan(askers, _scope(run, published.now(), askers))
    limits = LIMITS[ProbeRun.Kind(run.kind)]
    begin(run=run, gateway=str(gateway), pointer=published.now().pointer, planned=len(probes))
    trouble = _not_ready(gateway, askers, sign_ins)
    if trouble:
        fail(run=run, trouble=f"The gateway at {gateway} could not be tested: {trouble}.")
        return run.trouble
    made = list(make(gateway, probes, sign_ins, limits))
    finish(run=run, made=made, pointers=_in_force(made, published.now().pointer))
    return f"{run.school.name}: {run.made} tests, {run.passed} came through, {run.shut} shut, {run.unknown} not known"


def _sign_ins(school: School, in_force: InForce) -> dict[str, SignIn]:
    if school.code not in in_force.rulebook.policy.schools:
        message = f"{school.name} is not in the policy that is in force."
        raise ValueError(message)
    profiles = profiles_in_use(in_force.rulebook, school.code)
    return settle_accounts(by=SYSTEM, school=school, profiles=profiles.keys(), now=timezone.now())


def _scope(run: ProbeRun, in_force: InForce, askers: Sequence[Asker]) -> Scope:
    full = run.kind == ProbeRun.Kind.FULL
    each = value_of(run.school, SAMPLES) if full else 0
    found = samples(settings.HOME, in_force, askers, each, timezone.now()) if full else {}
    return Scope(open_categories(), found, own_addresses(run.school), full)


def _not_ready(gateway: Gateway, askers: Sequence[Asker], sign_ins: dict[str, SignIn]) -> str:
    """Why the gateway cannot be tested now; nothing once it answers everybody who has an account."""
    first = [Probe(asker.profile, "locked", "block", f"http://{LOCKED_HOST}/") for asker in askers if asker.sign_in]
    return wait_until_known(gateway, first, sign_ins, SECONDS_TO_LEARN)


def _in_force(made: Sequence[Made], now: Pointer) -> list[Pointer]:
    """What was in force when each test was made."""
    history = pointers(settings.HOME)
    return [in_force_at(history, one.at) or now for one in made]
