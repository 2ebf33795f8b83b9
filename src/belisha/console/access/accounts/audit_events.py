"""What accounts put on record. Each title goes on from the name of the person that it is about."""

from __future__ import annotations

from belisha.console.audit.events import event

OPENED = event("accounts.opened", "got an account")
RENAMED = event("accounts.renamed", "got another user name")
GENERIC_OPENED = event("accounts.generic-opened", "was opened as an account that is nobody's own")
CLOSED = event("accounts.closed", "had their account closed")
REOPENED = event("accounts.reopened", "had their account opened again")
PASSWORD_CHOSEN = event("accounts.password-chosen", "chose a new password")
PASSWORD_GIVEN = event("accounts.password-given", "was given a new first password")
MAY_BE_KNOWN = event("accounts.may-be-known", "has a password that somebody may know")
PASSWORD_OVERDUE = event(
    "accounts.password-overdue", "has a password that is as old as it may be: a new one is asked for"
)
DEVICE_PASSWORD = event("accounts.device-password", "had their computer's password noted, so that it is not taken here")
JOINED = event("accounts.joined", "signs in for this school by the account that they have at another one")
PARTED = event("accounts.parted", "no longer signs in for this school by the account of another one")
CARD_MADE = event("accounts.card-made", "got a new card to sign in with")
CARD_REVOKED = event("accounts.card-revoked", "had their card revoked")
PICTURES_SET = event("accounts.pictures-set", "got new pictures to sign in with")
PICTURES_REMOVED = event("accounts.pictures-removed", "no longer signs in with pictures")
WAIVED = event("accounts.gate-waived", "opens accounts although a gate is shut")
WAIVER_ENDED = event("accounts.waiver-ended", "no longer opens accounts while a gate is shut")
SERVICE_ADDED = event("accounts.service-added", "was added to the list of outside services")
SERVICE_CHANGED = event("accounts.service-changed", "was changed in the list of outside services")
SERVICE_ENDED = event("accounts.service-ended", "was taken off the list of outside services")
SERVICE_GIVEN = event("accounts.service-given", "was noted as an account with an outside service")
SERVICE_TO_CLOSE = event("accounts.service-to-close", "is to be closed with the outside service")
SERVICE_CLOSED = event("accounts.service-closed", "was closed with the outside service")
COMPARED = event("accounts.compared", "had its record of access compared with its accounts")
REVIEWED = event("accounts.reviewed", "had its record of access reviewed and signed")
ADVICE_OPENED = event("accounts.advice-opened", "opened the advice on keeping an account safe")
