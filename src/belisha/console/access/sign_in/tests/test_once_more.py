"""Signing in once more where one is signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from belisha.console.access.models import Session
from cast import a_school, somebody


@pytest.mark.django_db
def test_whoever_signs_in_once_more_in_the_same_browser_gets_a_session_of_a_new_key() -> None:
    user, browser = somebody(a_school()), Client()
    browser.force_login(user)
    first = browser.cookies["sessionid"].value
    browser.force_login(user)
    assert browser.cookies["sessionid"].value != first
    assert Session.objects.filter(user=user).count() == 2
