"""What the register of remote access proves, and the sum of all checks of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.duties.registry import PROOFS, SOON, Basis, Standing, State, proves
from belisha.console.filtering.models import RemoteGrant
from belisha.console.filtering.remote.queries import approved_systems, is_approved

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__: list[str] = []

# what the infrastructure is judged by: every measured duty of these domains
INFRASTRUCTURE: Final = ("filtering.", "network.")
SUM: Final = "network.safe-infrastructure"


@proves("network.remote-agencies")
def remote_agencies(school: School, now: datetime) -> Standing:
    """Every open remote access of an agency was approved, and none is over."""
    link = reverse("remote-access", args=[school.code])
    rows = RemoteGrant.objects.for_school(school).open()
    overdue = rows.overdue(timezone.localdate(now)).count()
    if overdue:
        words = ngettext(
            "%(n)s remote access is over and not closed.", "%(n)s remote accesses are over and not closed.", overdue
        )
        return Standing(State.BREACHED, words % {"n": overdue}, Basis.RECORDED, link=link)
    if not RemoteGrant.objects.for_school(school).exists():
        return _never_entered(link)
    granted = rows.filter(approved_at__isnull=False).count()
    if not granted:
        words = _("Nobody outside has remote access now; each one that there was is closed.")
        return Standing(State.MET, words, Basis.RECORDED, link=link)
    words = ngettext(
        "%(n)s remote access is open, with a need, an approver and an end.",
        "%(n)s remote accesses are open, each with a need, an approver and an end.",
        granted,
    )
    return Standing(State.MET, words % {"n": granted}, Basis.RECORDED, link=link)


def _never_entered(link: str) -> Standing:
    words = _("No remote access of anybody outside was ever entered: does nobody have any, or did nobody look?")
    return Standing(State.NOT_KNOWN, words, Basis.RECORDED, link=link)


@proves("network.remote-approved-systems")
def remote_approved_systems(school: School, now: datetime) -> Standing:
    """Every open remote access comes through a system that the school has approved, with a second factor."""
    del now
    link = reverse("remote-access", args=[school.code])
    if not RemoteGrant.objects.for_school(school).exists():
        return _never_entered(link)
    granted = list(RemoteGrant.objects.for_school(school).open().filter(approved_at__isnull=False))
    systems = approved_systems(school)
    wrong = [grant for grant in granted if not grant.second_factor or not is_approved(grant.system, systems)]
    if wrong and not systems:
        words = _("Somebody outside has remote access, and no system is approved for it: name them in the settings.")
        return Standing(State.BREACHED, words, Basis.RECORDED, link=reverse("settings", args=[school.code]))
    if wrong:
        words = ngettext(
            "%(n)s remote access comes through a system that is not approved, or without a second factor.",
            "%(n)s remote accesses come through a system that is not approved, or without a second factor.",
            len(wrong),
        )
        return Standing(State.BREACHED, words % {"n": len(wrong)}, Basis.RECORDED, link=link)
    if not granted:
        words = _("Nobody outside has remote access now; each one that there was is closed.")
        return Standing(State.MET, words, Basis.RECORDED, link=link)
    words = ngettext(
        "%(n)s remote access is open, through an approved system with a second factor.",
        "%(n)s remote accesses are open, each through an approved system with a second factor.",
        len(granted),
    )
    return Standing(State.MET, words % {"n": len(granted)}, Basis.RECORDED, link=link)


@proves(SUM, within=SOON)
def safe_infrastructure(school: School, now: datetime) -> Standing:
    """Everything else that is measured of filter and network: one red makes this red."""
    link = reverse("duties", args=[school.code])
    red, risk, unknown, asked = [], 0, 0, 0
    for name, proof in PROOFS.items():
        if name == SUM or not name.startswith(INFRASTRUCTURE):
            continue
        state = proof.ask(school, now).state
        asked += 1
        if state is State.BREACHED:
            red.append(name)
        risk += state is State.AT_RISK
        unknown += state is State.NOT_KNOWN
    if red:
        words = ngettext(
            "%(n)s of %(all)s checks of filter and network is red.",
            "%(n)s of %(all)s checks of filter and network are red.",
            len(red),
        )
        return Standing(State.BREACHED, words % {"n": len(red), "all": asked}, link=link)
    if unknown == asked:
        return Standing(State.NOT_KNOWN, _("Nothing is known yet of filter and network."), link=link)
    words = _("None of %(all)s checks of filter and network is red; at risk: %(risk)s, not known: %(unknown)s.")
    words %= {"all": asked, "risk": risk, "unknown": unknown}
    return Standing(State.AT_RISK if risk or unknown else State.MET, words, link=link)
