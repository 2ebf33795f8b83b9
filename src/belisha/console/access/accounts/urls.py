"""Addresses of accounts; those that need the register are in console/flows/accounts/urls.py."""

from django.urls import path

from belisha.console.access.accounts.views import accounts, first_passwords, gates, own, services

SCHOOL = "schools/<slug:school>"
ACCOUNT = f"{SCHOOL}/accounts/<int:pk>"
SERVICES = f"{SCHOOL}/outside-services"

urlpatterns = [
    path(f"{ACCOUNT}/", accounts.account, name="account"),
    path(f"{ACCOUNT}/user-name/", accounts.rename_account, name="account-rename"),
    path(f"{ACCOUNT}/close/", accounts.close, name="account-close"),
    path(f"{ACCOUNT}/reopen/", accounts.reopen, name="account-reopen"),
    path(f"{ACCOUNT}/new-password/", accounts.reset, name="account-reset"),
    path(f"{ACCOUNT}/outside-service/", accounts.give, name="account-service"),
    path(f"{SCHOOL}/accounts/nobodys-own/", accounts.generic, name="account-generic"),
    path(f"{SCHOOL}/accounts/gates/", gates.gates, name="account-gates"),
    path(f"{SCHOOL}/accounts/gates/<int:pk>/end/", gates.end, name="account-gate-end"),
    path(f"{SCHOOL}/accounts/gates/<slug:gate>/<slug:kind>/", gates.waive, name="account-gate-waive"),
    path(f"{SCHOOL}/first-passwords/", first_passwords.first_passwords, name="first-passwords"),
    path(f"{SCHOOL}/first-passwords/slips.pdf", first_passwords.first_passwords_paper, name="first-passwords-paper"),
    path(f"{SCHOOL}/first-passwords/done/", first_passwords.first_passwords_done, name="first-passwords-done"),
    path(f"{SERVICES}/", services.services, name="outside-services"),
    path(f"{SERVICES}/add/", services.add_service, name="outside-service-add"),
    path(f"{SERVICES}/closed/", services.closed_outside, name="outside-services-closed"),
    path(f"{SERVICES}/<int:pk>/", services.change_service, name="outside-service"),
    path(f"{SERVICES}/<int:pk>/remove/", services.remove_service, name="outside-service-remove"),
    path(f"{SERVICES}/closing/<int:pk>/", services.tick, name="outside-service-tick"),
    path("account/password-may-be-known/", own.password_may_be_known, name="password-may-be-known"),
    path("account/advice/", own.advice, name="account-advice"),
]
