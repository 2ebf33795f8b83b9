"""What the register of remote access proves, and the sum of all checks of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.remembering import said_by
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
    rows = RemoteGrant.objects.for_school(school).open().of(RemoteGrant.Whose.OUTSIDE)
    overdue = rows.overdue(timezone.localdate(now)).count()
    if overdue:
        words = ngettext(
            "%(n)s remote access is over and not closed.", "%(n)s remote accesses are over and not closed.", overdue
        )
        return Standing(State.BREACHED, words % {"n": overdue}, Basis.RECORDED, link=link)
    if not RemoteGrant.objects.for_school(school).of(RemoteGrant.Whose.OUTSIDE).exists():
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


@proves("network.remote-user-access")
def remote_user_access(school: School, now: datetime) -> Standing:
    """Staff who work away come in by an approved system, with a second factor, by somebody's leave and until a day."""
    link = reverse("remote-access", args=[school.code])
    rows = RemoteGrant.objects.for_school(school).of(RemoteGrant.Whose.STAFF)
    if not rows.exists():
        words = _("No remote access of staff was ever entered: does nobody work away, or did nobody look?")
        return Standing(State.NOT_KNOWN, words, Basis.RECORDED, link=link)
    overdue = rows.overdue(timezone.localdate(now)).count()
    granted = list(rows.open().filter(approved_at__isnull=False))
    systems = approved_systems(school)
    weak = [grant for grant in granted if not grant.second_factor or not is_approved(grant.system, systems)]
    if overdue or weak:
        words = _(
            "Remote access of staff that is over and not closed: %(overdue)s; that comes through a system that nobody "
            "approved, or without a second factor: %(weak)s."
        )
        words %= {"overdue": overdue, "weak": len(weak)}
        return Standing(State.BREACHED, words, Basis.RECORDED, link=link)
    words = _("Staff who work away come through an approved system with a second factor, until a day: %(n)s.")
    return Standing(State.MET, words % {"n": len(granted)}, Basis.RECORDED, link=link)


@proves("network.remote-scope-welfare")
def remote_scope_welfare(school: School, now: datetime) -> Standing:
    """Whoever outside sees pupils' data from afar sees only children who are named, and who are still here."""
    link = reverse("remote-access", args=[school.code])
    rows = RemoteGrant.objects.for_school(school).of(RemoteGrant.Whose.OUTSIDE)
    if not rows.exists():
        return _never_entered(link)
    granted = rows.open().filter(approved_at__isnull=False).prefetch_related("children")
    wide, unsaid, gone, named = 0, 0, 0, 0
    for grant in granted:
        children = list(grant.children.all())
        named += grant.sees == RemoteGrant.Sees.NAMED
        wide += grant.sees == RemoteGrant.Sees.MORE or (grant.sees == RemoteGrant.Sees.NAMED and not children)
        unsaid += not grant.sees
        gone += any(child.left and child.left < timezone.localdate(now) for child in children)
    if wide or gone:
        words = _(
            "Remote accesses by which somebody outside sees more children than are named: %(wide)s; that still name a "
            "child who has left: %(gone)s."
        )
        return Standing(State.BREACHED, words % {"wide": wide, "gone": gone}, Basis.RECORDED, link=link)
    if unsaid:
        words = _("Remote accesses of which nobody has said what they see of pupils: %(n)s.") % {"n": unsaid}
        return Standing(State.NOT_KNOWN, words, Basis.RECORDED, link=link)
    words = _("Remote accesses by which somebody outside sees children, each only those who are named: %(n)s.")
    return Standing(State.MET, words % {"n": named}, Basis.RECORDED, link=link)


@proves(SUM, within=SOON, sums=True)
def safe_infrastructure(school: School, now: datetime) -> Standing:
    """Everything else that is measured of filter and network: one red makes this red."""
    link = reverse("duties", args=[school.code])
    red, risk, unknown, asked = [], 0, 0, 0
    for name, proof in PROOFS.items():
        if name == SUM or not name.startswith(INFRASTRUCTURE):
            continue
        state = said_by(proof, school, now).state
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
