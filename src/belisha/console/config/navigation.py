"""The way around: which pages the furniture of every page links to, by what somebody may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from belisha.console.access.authorization import has_permission, only_school, schools_for
from belisha.console.access.models import School, User
from belisha.console.access.permissions import Permission
from belisha.console.config.around import hides_to, runs_system, setting_up

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrPromise

__all__ = ["SECTIONS", "Entry", "Section", "furniture"]


class Entry(NamedTuple):
    """A page of a school that people go to: its words, its name, who sees it; `about`: for the home page.

    `also`: names of pages that belong to it though their addresses do not lie below its own. `others`: who has one of
    these rights instead sees it as well. `seldom`: stands apart for whoever sees many of its section.
    """

    text: StrPromise
    page: str
    permission: Permission
    about: StrPromise | str = ""
    also: tuple[str, ...] = ()
    others: tuple[Permission, ...] = ()
    seldom: bool = False

    def is_for(self, user: User, school: School) -> bool:
        """Whether somebody sees it."""
        return any(has_permission(user, right, school) for right in (self.permission, *self.others))


class Section(NamedTuple):
    """Pages that belong together: one word at the top of every page, and the pages themselves beneath it."""

    text: StrPromise
    entries: tuple[Entry, ...]


ACCOUNT_PAGE: Final = "own-account"
OWN_DUTIES: Final = "own-duties"  # of oneself, whatever the school
LAST: Final = "school"  # in the session of those with several: the code of the school looked at last
# whoever answers for a route of concerns sees their pages; which concerns, the pages themselves know
OTHER_ROUTES: Final = (
    Permission.WORK_STAFF_CONCERNS,
    Permission.WORK_HEAD_CONCERNS,
    Permission.WORK_DATA_CONCERNS,
)
MOST: Final = 7  # entries of a section that stand side by side; whoever sees more finds the seldom ones under "More"
SECTIONS: Final[tuple[Section, ...]] = (
    Section(
        _("People"),
        (
            Entry(_("Everybody"), "people", Permission.SEE_PEOPLE, _("Pupils, staff, parents and everybody else")),
            Entry(
                _("Classes"),
                "groups",
                Permission.SEE_PEOPLE,
                _("Classes and groups, and who teaches them"),
                also=("roll-over",),
            ),
            Entry(
                _("Visitors"), "visitors", Permission.SEE_PEOPLE, _("Who is in the building; sign in and out, badges")
            ),
            Entry(
                _("Central record"),
                "record",
                Permission.SEE_STAFF_CHECKS,
                _("The checks of every adult, and their gaps"),
            ),
            Entry(
                _("Staff forms"),
                "declarations",
                Permission.LEAD_STAFF,
                _("Yearly declarations, ties, and starters"),
                also=("ties", "contacts", "starters"),
            ),
            Entry(
                _("My declarations"),
                "my-declarations",
                Permission.SEE_PEOPLE,
                _("What I declare each year, ties, induction"),
                also=(OWN_DUTIES,),
            ),
            Entry(
                _("Imports"),
                "roster",
                Permission.IMPORT_PEOPLE,
                _("The roster of your system: import, undo, nightly feed"),
            ),
        ),
    ),
    Section(
        _("Accounts and devices"),
        (
            Entry(
                _("Class cards"),
                "class-accounts-all",
                Permission.SET_CLASS_PASSWORDS,
                _("Pupils' passwords and sign-in cards"),
            ),
            Entry(
                _("Accounts"),
                "accounts",
                Permission.SEE_ACCOUNTS,
                _("User names, who can reach what, and what to close"),
                also=("access-record", "outside-services", "first-passwords"),
            ),
            Entry(
                _("Flagged sign-ins"),
                "sign-in-flags",
                Permission.SEE_ACCOUNTS,
                _("Sign-ins that somebody must look at"),
            ),
            Entry(
                _("Lost second factors"), "factor-resets", Permission.SEE_ACCOUNTS, _("Taken off when two people agree")
            ),
            Entry(_("Signing out"), "sign-in-habits", Permission.SEE_ACCOUNTS, _("Who leaves without signing out")),
            Entry(_("Standing in"), "stand-ins", Permission.ASK_STAND_IN, _("Using Belisha as somebody else")),
            Entry(
                _("Devices"),
                "devices",
                Permission.SEE_DEVICES,
                _("Devices and rooms, and whose they are"),
                also=("rooms",),
            ),
        ),
    ),
    Section(
        _("Internet"),
        (
            Entry(
                _("Requests for pages"),
                "filter-asks",
                Permission.ASK_FOR_PAGES,
                _("Ask for a page, and answers"),
                also=("filter-agreed",),
            ),
            Entry(
                _("Open for a lesson"),
                "filter-openings",
                Permission.OPEN_FOR_LESSON,
                _("What leaders agreed, for my class"),
            ),
            Entry(
                _("Reported pages"),
                "filter-reports",
                Permission.ANSWER_REPORTS,
                _("Pages that should be blocked"),
                also=("filter-procedure",),
            ),
            Entry(_("The filter fails"), "filter-failures", Permission.ASK_FOR_PAGES, _("Report it, and what is done")),
            Entry(
                _("Why?"),
                "filter-why",
                Permission.SEE_WHY,
                _("Why a page is open or blocked for somebody, and who can change it"),
            ),
            Entry(
                _("Block a site at once"),
                "filter-block",
                Permission.BLOCK_AT_ONCE,
                _("In an emergency, within seconds"),
            ),
            Entry(
                _("Changes of the filter"),
                "filter-changes",
                Permission.SEE_FILTER,
                _("Drafts, risk forms, log, filter managers and the weeks to sign"),
            ),
            Entry(
                _("Does the filter work?"),
                "filter-proof",
                Permission.SEE_FILTER,
                _("Tests, evidence and signed checks"),
            ),
            Entry(_("Coverage"), "filter-coverage", Permission.SEE_FILTER, _("What should be seen and is not")),
        ),
    ),
    Section(
        _("Safeguarding"),
        (
            Entry(
                _("Concerns"),
                "concerns",
                Permission.WORK_CONCERNS,
                _("What needs doing, with its clocks"),
                also=("concern-rota", "concern-playbooks", "concern-tables", "concern-drills"),
                others=OTHER_ROUTES,
            ),
            Entry(
                _("Alerts"), "alerts", Permission.SEE_ALERTS, _("What was found of somebody, until it is dealt with")
            ),
            Entry(
                _("Report a concern"), "report-concern", Permission.SEE_SCHOOL, _("What worries you, in under a minute")
            ),
            Entry(
                _("All concerns"),
                "concerns-all",
                Permission.WORK_CONCERNS,
                _("Search, list, and the chronology of a child"),
                also=("concern-people", "concern-imports"),
                others=OTHER_ROUTES,
            ),
            Entry(
                _("Referrals"),
                "referrals",
                Permission.WORK_CONCERNS,
                _("Whom concerns were passed on to, and what is late"),
                others=OTHER_ROUTES,
            ),
            Entry(
                _("Internet use"),
                "use",
                Permission.SEE_INTERNET_USE,
                _("Reports on demand and each week, with a purpose"),
            ),
            Entry(
                _("Weekly digests"),
                "digests",
                Permission.SIGN_DIGEST,
                _("What came in a week and what was done: read and sign"),
            ),
            Entry(
                _("Files of leavers"),
                "concern-leaving",
                Permission.WORK_CONCERNS,
                _("To the next school with a receipt, and from the school before"),
                also=("concern-leaving-who", "concern-take-in"),
                seldom=True,
            ),
            Entry(
                _("Patterns"),
                "concern-patterns",
                Permission.WORK_CONCERNS,
                _("What rises, who comes back, what follows for lessons and the filter"),
                seldom=True,
            ),
            Entry(
                _("Concerns in figures"),
                "concern-figures",
                Permission.SEE_CONCERN_FIGURES,
                _("A term on one page, for governors: no names"),
                seldom=True,
            ),
            Entry(
                _("Numbers of concerns"),
                "concern-digests",
                Permission.SEE_CONCERN_FIGURES,
                _("Each week's, for leaders: read and confirmed"),
                seldom=True,
            ),
            Entry(
                _("Safeguarding contacts"),
                "safeguarding-contacts",
                Permission.SEE_SCHOOL,
                _("Social care, LADO, police: how each is reached"),
                seldom=True,
            ),
            Entry(
                _("How long records are kept"),
                "concern-keeping",
                Permission.DECIDE_KEEPING,
                _("What is due to be deleted, and what is held"),
                seldom=True,
            ),
            Entry(
                _("Erase words"),
                "concern-erasure",
                Permission.ERASE_CONCERN_WORDS,
                _("Of a concern, where the law asks for it"),
                seldom=True,
            ),
            Entry(
                _("Who looked"), "looks", Permission.SEE_LOOKS, _("At whose internet use, and what for"), seldom=True
            ),
            Entry(
                _("Filter and monitoring today"),
                "health-day",
                Permission.SEE_FILTER,
                _("The daily page for whoever looks after the machines"),
                seldom=True,
            ),
            Entry(
                _("Tell of misuse"),
                "alert-misuse",
                Permission.ANSWER_REPORTS,
                _("What you saw on the network, to the safeguarding lead"),
                seldom=True,
            ),
        ),
    ),
    Section(
        _("Policies and agreements"),
        (
            Entry(
                _("Agreements"),
                "agreements",
                Permission.SEE_SIGNATURES,
                _("What everybody signs, who has not, class by class, the desk"),
                also=("agreement-posters",),
            ),
            Entry(
                _("Policies"),
                "policies",
                Permission.SEE_SCHOOL,
                _("What is in force, what is being made, who is asked, the shelf"),
            ),
            Entry(
                _("Online-safety policy"),
                "policy-reading",
                Permission.SEE_SCHOOL,
                _("What our policy says today, and why each sentence is there"),
            ),
            Entry(
                _("Choices of our policy"),
                "policy-choices",
                Permission.SEE_SCHOOL,
                _("The points on which schools differ: text, behaviour and duties together"),
            ),
            Entry(
                _("Consents"),
                "consents",
                Permission.SEE_SIGNATURES,
                _("What parents permit, where pictures are shown, and what must come down"),
            ),
            Entry(_("Apps and tools"), "technology", Permission.ASK_FOR_PAGES, _("What may be used, and how to ask")),
            Entry(_("My consents"), "consents-mine", Permission.SEE_SCHOOL, _("Whether the school may show me")),
            Entry(
                _("Parents' programme"),
                "parents-programme",
                Permission.SEE_FAMILIES,
                _("Activities and notices for parents, and how many families take part"),
            ),
        ),
    ),
    Section(
        _("Filter"),
        (
            Entry(_("Who has what"), "filter", Permission.SEE_FILTER, _("Who has which profile, as a tree; people")),
            Entry(_("Site rules"), "filter-rules", Permission.SEE_FILTER, _("Sites opened or blocked, and until when")),
            Entry(_("Profiles"), "filter-profiles", Permission.SEE_FILTER, _("What each blocks and leaves open")),
            Entry(_("Categories"), "filter-categories", Permission.SEE_FILTER, _("Subjects of sites, in plain words")),
            Entry(
                _("Illegal content"), "filter-locked-lists", Permission.SEE_FILTER, _("Lists that nobody switches off")
            ),
            Entry(
                _("Lists"), "filter-lists", Permission.SEE_FILTER, _("Where lists come from, their age, corrections")
            ),
            Entry(
                _("Networks"), "filter-networks", Permission.SEE_FILTER, _("Ranges of addresses, and whose they are")
            ),
            Entry(
                _("Gateways"), "filter-gateways", Permission.SEE_FILTER, _("The machines that filter, what each runs")
            ),
            Entry(_("Remote access"), "remote-access", Permission.SEE_DEVICES, _("Who outside may reach our systems")),
        ),
    ),
    Section(
        _("Duties and record"),
        (
            Entry(_("Duties"), "duties", Permission.SEE_DUTIES, _("Where each rule of the policy stands, and why")),
            Entry(
                _("What there is to do"),
                "school-to-do",
                Permission.SEE_DUTIES,
                _("Everybody's work with its day, what nobody has, posts that go over"),
                also=("hand-overs",),
            ),
            Entry(_("Reviews"), "reviews", Permission.SEE_DUTIES, _("What people look at together, and sign")),
            Entry(_("Risks of technology"), "risks", Permission.SEE_DUTIES, _("Assessed and allowed"), seldom=True),
            Entry(_("Surveys"), "surveys", Permission.SEE_DUTIES, _("Of pupils, staff and parents, without names")),
            Entry(_("Safety walks"), "walks", Permission.SEE_DUTIES, _("Round the school with a list, once a term")),
            Entry(
                _("Who did what"),
                "audit",
                Permission.SEE_AUDIT,
                _("The record of every change, and whether it is whole"),
            ),
            Entry(
                _("Requests to see what is held"),
                "access-requests",
                Permission.PREPARE_PACKS,
                _("Of a child or an adult: one month, redacted, checked by two"),
            ),
        ),
    ),
    Section(
        _("School"),
        (
            Entry(_("About the school"), "school", Permission.SEE_SCHOOL, _("Who to talk to, address and contacts")),
            Entry(
                _("School year"), "calendar", Permission.SEE_SCHOOL, _("Terms, holidays, staff days and lesson times")
            ),
            Entry(_("Who does what"), "posts", Permission.SEE_POSTS, _("Posts, stand-ins, and what each role may do")),
            Entry(
                _("Settings"), "settings", Permission.CHANGE_SCHOOL, _("What the school or the federation has chosen")
            ),
        ),
    ),
)


def furniture(request: HttpRequest) -> dict[str, Any]:
    """What every page shows around its content: schools to choose from, the one that this page is about, links."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": [], "own_schools": [], "at_school": None, "signed_in": None}
    own: School | None = getattr(request, "school", None)  # is not asked for again where there is no other
    schools = [own] if own and own.pk == only_school(user) else list(schools_for(user))
    here = _here(request, user, schools)
    return {
        "navigation": _sections(user, here, request.path) if here else [],
        "own_schools": schools,
        "at_school": here,
        "signed_in": user,
        "federation_name": "" if here else user.federation.name,
        "account_page": ACCOUNT_PAGE,
        "setting_up": setting_up(request, here),
        "hide_to": hides_to(request, user, here),
        "system_page": "system" if runs_system(user, here) else "",
    }


def _sections(user: User, here: School, path: str) -> list[dict[str, Any]]:
    """The pages of a school that somebody may see, by section; the one that they are at or below is marked."""
    allowed = [(section, [entry for entry in section.entries if entry.is_for(user, here)]) for section in SECTIONS]
    addresses = {entry: reverse(entry.page, args=[here.code]) for _section, entries in allowed for entry in entries}
    at = _entry_at(path, addresses, here)
    return [
        {
            "text": str(section.text),
            "href": addresses[entries[0]],
            "active": at in entries,
            "entries": [_link(entry, addresses[entry], at) for entry in entries if not _apart(entry, entries)],
            "more": [_link(entry, addresses[entry], at) for entry in entries if _apart(entry, entries)],
        }
        for section, entries in allowed
        if entries
    ]


def _apart(entry: Entry, entries: list[Entry]) -> bool:
    """Whether an entry is needed seldom, among more than fit side by side."""
    return entry.seldom and len(entries) > MOST


def _link(entry: Entry, address: str, at: Entry | None) -> dict[str, Any]:
    return {"text": str(entry.text), "about": str(entry.about), "href": address, "active": entry is at}


def _entry_at(path: str, addresses: dict[Entry, str], here: School) -> Entry | None:
    """The entry that a page belongs to: the one whose address, or that of a page of it, goes furthest along."""
    places = [(address, entry) for entry, address in addresses.items()]
    places += [
        (reverse(name, args=[] if name == OWN_DUTIES else [here.code]), entry)
        for entry in addresses
        for name in entry.also
    ]
    found = [(len(address), entry) for address, entry in places if path.startswith(address)]
    return max(found, key=lambda each: each[0])[1] if found else None


def _here(request: HttpRequest, user: User, schools: list[School]) -> School | None:
    """The school that a page is about; else the one looked at last; else one's own, or the only one."""
    named: School | None = getattr(request, "school", None)
    if len(schools) == 1:
        return named or schools[0]
    if named and request.session.get(LAST) != named.code:
        request.session[LAST] = named.code
    by_code, own = {school.code: school for school in schools}, {school.pk: school for school in schools}
    return named or by_code.get(request.session.get(LAST, "")) or own.get(user.school_id or 0)
