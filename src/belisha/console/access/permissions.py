"""What somebody may be allowed to do. Roles (roles.py) say who; the matrix page shows both."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Permission"]


class Permission(StrEnum):
    """One right. The value is stable: it appears in records. Titles are in TITLES below each app's own words."""

    SEE_SCHOOL = "see-school"  # its name, calendar and who holds which post
    CHANGE_SCHOOL = "change-school"  # settings and calendar
    ADD_SCHOOLS = "add-schools"
    SEE_POSTS = "see-posts"
    CHANGE_POSTS = "change-posts"
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
    SEE_ACCOUNTS = "see-accounts"
    CHANGE_ACCOUNTS = "change-accounts"
    SET_CLASS_PASSWORDS = "set-class-passwords"
    ASK_STAND_IN = "ask-stand-in"
    APPROVE_STAND_IN = "approve-stand-in"
    SEE_DEVICES = "see-devices"
    CHANGE_DEVICES = "change-devices"
    SEE_AUDIT = "see-audit"
    SHRED_AUDIT = "shred-audit"
    SEE_DUTIES = "see-duties"
    RUN_SYSTEM = "run-system"  # health, jobs, mail outbox, backups
