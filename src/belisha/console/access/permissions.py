"""What somebody may be allowed to do. Roles (roles.py) say who; the matrix page shows both."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = ["TITLES", "Permission"]


class Permission(StrEnum):
    """One right. The value is stable: it appears in records. What it means in plain words is in TITLES below."""

    SEE_SCHOOL = "see-school"  # its name, calendar and who holds which post
    CHANGE_SCHOOL = "change-school"  # settings and calendar
    ADD_SCHOOLS = "add-schools"
    SEE_POSTS = "see-posts"
    CHANGE_POSTS = "change-posts"
    FILL_HEADSHIP = "fill-headship"  # enter the new head where nobody could appoint anybody
    SEE_PEOPLE = "see-people"
    CHANGE_PEOPLE = "change-people"
    SEE_FAMILIES = "see-families"
    SEE_NEEDS = "see-needs"
    CHANGE_NEEDS = "change-needs"
    SEE_STAFF_CHECKS = "see-staff-checks"
    CHANGE_STAFF_CHECKS = "change-staff-checks"
    LEAD_STAFF = "lead-staff"  # takes starters through their induction, confirms yearly reviews
    SEE_DECLARATIONS = "see-declarations"  # private ties, contact, and what staff declare each year
    IMPORT_PEOPLE = "import-people"
    RECEIVE_VISITORS = "receive-visitors"
    SEE_ACCOUNTS = "see-accounts"
    CHANGE_ACCOUNTS = "change-accounts"
    SET_CLASS_PASSWORDS = "set-class-passwords"
    REVIEW_ACCESS = "review-access"  # sign each term that the record of who can reach what is right
    ASK_STAND_IN = "ask-stand-in"
    APPROVE_STAND_IN = "approve-stand-in"
    SEE_DEVICES = "see-devices"
    CHANGE_DEVICES = "change-devices"
    SEE_AUDIT = "see-audit"
    SHRED_AUDIT = "shred-audit"
    SEE_DUTIES = "see-duties"
    WALK_SCHOOL = "walk-school"  # look round with a list, sign what was seen
    RUN_SURVEYS = "run-surveys"  # choose questions, open and close; nobody can tell who answered
    RUN_SYSTEM = "run-system"  # health, jobs, mail outbox, backups
    SEE_FILTER = "see-filter"  # profiles, rules, changes, lists, probes, coverage, gateways
    DRAFT_FILTER_CHANGES = "draft-filter-changes"
    ASSESS_FOR_LEARNING = "assess-for-learning"  # one half of the risk form
    ASSESS_TECHNICALLY = "assess-technically"  # the other half
    CONSENT_TO_FILTER_CHANGES = "consent-to-filter-changes"
    GIVE_FILTER_RIGHT = "give-filter-right"  # says who may apply changes, from when until when
    APPLY_FILTER_CHANGES = "apply-filter-changes"  # only together with the time-limited right of a filter manager
    BLOCK_AT_ONCE = "block-at-once"
    ASK_FOR_PAGES = "ask-for-pages"  # staff ask; pupils ask through the blocked page
    ANSWER_ASKS = "answer-asks"
    OPEN_FOR_LESSON = "open-for-lesson"
    ANSWER_REPORTS = "answer-reports"  # of unsuitable pages, and of a filter that fails
    SEE_WHY = "see-why"  # why a page is open or blocked for somebody
    SIGN_FILTER_CHECKS = "sign-filter-checks"
    CHANGE_LISTS = "change-lists"
    CHANGE_GATEWAYS = "change-gateways"
    SEE_ALERTS = "see-alerts"  # never about oneself or one's family; about staff the head's alone
    HANDLE_ALERTS = "handle-alerts"
    SEE_INTERNET_USE = "see-internet-use"  # with a purpose, and each look is on record
    SEE_LOOKS = "see-looks"  # who looked at whose internet use, and what for
    SIGN_DIGEST = "sign-digest"
    WORK_CONCERNS = "work-concerns"  # those of the safeguarding team
    WORK_STAFF_CONCERNS = "work-staff-concerns"  # about adults who work here
    WORK_HEAD_CONCERNS = "work-head-concerns"  # about the head
    WORK_DATA_CONCERNS = "work-data-concerns"  # breaches of personal data
    SEE_CONCERN_FIGURES = "see-concern-figures"  # without names, small numbers suppressed
    ERASE_CONCERN_WORDS = "erase-concern-words"  # by law, leaving a mark
    DECIDE_KEEPING = "decide-keeping"  # what becomes of records whose time is over: two people of two places
    MANAGE_ACCESS_REQUESTS = "manage-access-requests"  # of people who want to see what is held of them
    PREPARE_PACKS = "prepare-packs"  # each what they may read; one decides, another checks
    HOLD_CONCERNS = "hold-concerns"  # for a court or an inquiry: not deleted whatever the clock says
    WRITE_POLICIES = "write-policies"  # drafts, consultation, the shelf; what is in force everybody reads
    APPROVE_POLICIES = "approve-policies"  # enter the governors' vote and minute
    WRITE_AGREEMENTS = "write-agreements"  # wording, issuing, who is asked for which
    SEE_SIGNATURES = "see-signatures"  # who has signed what, and what is permitted of a child
    TAKE_SIGNATURES = "take-signatures"  # of a class, on paper, at the desk; and consents handed in


# what the matrix of rights says: each begins with a verb, as in "may …"
TITLES: Final[dict[Permission, StrPromise]] = {
    Permission.SEE_SCHOOL: _("see the school's page, calendar and settings"),
    Permission.CHANGE_SCHOOL: _("change the school's details, calendar and settings"),
    Permission.ADD_SCHOOLS: _("add schools to the federation"),
    Permission.SEE_POSTS: _("see who holds which post, and who may do what"),
    Permission.CHANGE_POSTS: _("appoint people, end posts, name stand-ins"),
    Permission.FILL_HEADSHIP: _("enter the new head while nobody else could"),
    Permission.SEE_PEOPLE: _("see the register: names, classes and groups"),
    Permission.CHANGE_PEOPLE: _("change the register: joiners, movers and leavers"),
    Permission.SEE_FAMILIES: _("see parents and carers, and who is responsible for whom"),
    Permission.SEE_NEEDS: _("see children's needs that matter online"),
    Permission.CHANGE_NEEDS: _("change what is noted of children's needs"),
    Permission.SEE_STAFF_CHECKS: _("see staff checks (the single central record)"),
    Permission.CHANGE_STAFF_CHECKS: _("enter and renew staff checks"),
    Permission.LEAD_STAFF: _("take starters through their induction and confirm yearly reviews"),
    Permission.SEE_DECLARATIONS: _("see what staff declare: private ties and contact with pupils or parents"),
    Permission.IMPORT_PEOPLE: _("import the register from the school's management information system"),
    Permission.RECEIVE_VISITORS: _("sign visitors in and out, and give them a guest code for the day"),
    Permission.SEE_ACCOUNTS: _("see accounts and what each can reach"),
    Permission.CHANGE_ACCOUNTS: _("open, lock and close accounts"),
    Permission.REVIEW_ACCESS: _("sign each term that the record of who can reach what is right"),
    Permission.SET_CLASS_PASSWORDS: _("set passwords of the pupils of a class and print their cards"),
    Permission.ASK_STAND_IN: _("ask to stand in for somebody's session in an emergency"),
    Permission.APPROVE_STAND_IN: _("approve that somebody stands in for a session"),
    Permission.SEE_DEVICES: _("see devices and networks"),
    Permission.CHANGE_DEVICES: _("change devices and networks"),
    Permission.SEE_AUDIT: _("read the record of who did what"),
    Permission.SHRED_AUDIT: _("shred personal data in the record, leaving a mark"),
    Permission.SEE_DUTIES: _("see where every duty of the policy stands"),
    Permission.WALK_SCHOOL: _("walk the school with a list of what keeps children safe, and sign what they saw"),
    Permission.RUN_SURVEYS: _("ask pupils, staff and parents about online safety without their names"),
    Permission.RUN_SYSTEM: _("look after the system: health, jobs, e-mail, backups"),
    Permission.SEE_FILTER: _("see the filter: profiles, rules, changes, lists, tests"),
    Permission.DRAFT_FILTER_CHANGES: _("draft changes of the filter"),
    Permission.ASSESS_FOR_LEARNING: _("assess the risk of a change of the filter for children and teaching"),
    Permission.ASSESS_TECHNICALLY: _("assess the technical risk of a change of the filter"),
    Permission.CONSENT_TO_FILTER_CHANGES: _("consent to a risky change of the filter"),
    Permission.GIVE_FILTER_RIGHT: _("say who is filter manager, and until when"),
    Permission.APPLY_FILTER_CHANGES: _("apply changes of the filter while they are filter manager"),
    Permission.BLOCK_AT_ONCE: _("block a site at once in an emergency"),
    Permission.ASK_FOR_PAGES: _("ask for a blocked page to be opened"),
    Permission.ANSWER_ASKS: _("answer requests for pages"),
    Permission.OPEN_FOR_LESSON: _("open agreed categories for their own class during a lesson"),
    Permission.ANSWER_REPORTS: _("answer reports of unsuitable pages and of a filter that fails"),
    Permission.SEE_WHY: _("ask why a page is open or blocked for somebody"),
    Permission.SIGN_FILTER_CHECKS: _("sign that the filter was checked and works"),
    Permission.CHANGE_LISTS: _("change lists of sites and correct their categories"),
    Permission.CHANGE_GATEWAYS: _("add gateways and take them out"),
    Permission.SEE_ALERTS: _(
        "see alerts about other people's children; about staff the head, about the head the chair"
    ),
    Permission.HANDLE_ALERTS: _("deal with alerts: acknowledge, note, dismiss, make a concern"),
    Permission.SEE_INTERNET_USE: _("look at internet use for a purpose of the school's list; each look is recorded"),
    Permission.SEE_LOOKS: _("see who looked at whose internet use, and what for"),
    Permission.SIGN_DIGEST: _("sign the weekly digest of alerts"),
    Permission.WORK_CONCERNS: _("work on concerns of the safeguarding team"),
    Permission.WORK_STAFF_CONCERNS: _("work on concerns about adults who work at the school"),
    Permission.WORK_HEAD_CONCERNS: _("work on concerns about the head"),
    Permission.WORK_DATA_CONCERNS: _("work on breaches of personal data"),
    Permission.SEE_CONCERN_FIGURES: _("see figures of concerns, without names"),
    Permission.ERASE_CONCERN_WORDS: _("erase words of a concern where the law asks for it, leaving a mark"),
    Permission.DECIDE_KEEPING: _("decide, as one of two, what becomes of records of concerns whose time is over"),
    Permission.MANAGE_ACCESS_REQUESTS: _("put down requests to see what is held of somebody, and answer them"),
    Permission.PREPARE_PACKS: _("decide and check what of it is given, as far as they may read it"),
    Permission.HOLD_CONCERNS: _("hold records of concerns for a claim, a court or an inquiry"),
    Permission.WRITE_POLICIES: _("draft policies, consult on them and keep the shelf of policies"),
    Permission.APPROVE_POLICIES: _("enter the governors' vote on a policy, with its minute"),
    Permission.WRITE_AGREEMENTS: _("write and issue agreements, and say who is asked to sign which"),
    Permission.SEE_SIGNATURES: _("see who has signed what, and what parents permit"),
    Permission.TAKE_SIGNATURES: _("take signatures of a class, on paper or at the desk, and consents handed in"),
}
