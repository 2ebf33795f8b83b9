"""Addresses of accounts that need the register; the others are in console/access/accounts/urls.py."""

from django.urls import path

from belisha.console.flows.accounts.views import access, class_sign_in, classes, lists, one_account

SCHOOL = "schools/<slug:school>"
CLASSES = f"{SCHOOL}/class-accounts"
SIGN_IN = f"{SCHOOL}/class-sign-in"

urlpatterns = [
    path(f"{SCHOOL}/accounts/", lists.accounts, name="accounts"),
    path(f"{SCHOOL}/accounts/open/", lists.open_some, name="accounts-open"),
    path(f"{SCHOOL}/accounts/youngest/", access.youngest, name="accounts-youngest"),
    path(f"{SCHOOL}/accounts/advice/", access.advice_read, name="accounts-advice"),
    path(f"{SCHOOL}/access-record/", access.access, name="access-record"),
    path(f"{SCHOOL}/access-record/review/", access.review, name="access-review"),
    path("federation/one-account/", one_account.several_schools, name="one-account"),
    path("federation/one-account/<int:pk>/", one_account.namesakes, name="one-account-person"),
    path("federation/one-account/<int:pk>/join/<int:other>/", one_account.join, name="one-account-join"),
    path("federation/one-account/<int:pk>/part/", one_account.part, name="one-account-part"),
    path(f"{CLASSES}/", classes.classes, name="class-accounts-all"),
    path(f"{CLASSES}/<int:pk>/", classes.class_accounts, name="class-accounts"),
    path(f"{CLASSES}/<int:pk>/cards/", classes.cards, name="class-cards"),
    path(f"{CLASSES}/<int:pk>/pupils/<int:pupil>/password/", classes.pupil_password, name="class-password"),
    path(f"{CLASSES}/<int:pk>/pupils/<int:pupil>/pictures/", classes.pictures, name="class-pictures"),
    path(f"{CLASSES}/<int:pk>/pupils/<int:pupil>/password-only/", classes.no_exception, name="class-password-only"),
    path(f"{SIGN_IN}/", class_sign_in.choose_class, name="class-sign-in"),
    path(f"{SIGN_IN}/<int:pk>/", class_sign_in.choose_name, name="class-sign-in-names"),
    path(f"{SIGN_IN}/<int:pk>/<int:pupil>/", class_sign_in.choose_pictures, name="class-sign-in-pictures"),
    path(f"{SIGN_IN}/card/", class_sign_in.card_shown, name="class-card-shown"),
    path(f"{SIGN_IN}/card/<slug:token>/", class_sign_in.card, name="class-card"),
]
