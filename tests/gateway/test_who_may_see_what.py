"""Real Squid, real TLS, invented sites: each person gets what the policy says, and the site sees no more than that."""

from __future__ import annotations

import pytest

from town.town import AVA, BEN, GUEST, HALL, LIBRARY, MAYA, NOBODY, Person, Town

pytestmark = pytest.mark.gateway


def test_an_allowed_page_is_shown_to_a_pupil(town: Town) -> None:
    assert "Welcome to story.test" in town.get(town.http("story.test")).body
    assert "Welcome to story.test" in town.get(town.https("story.test")).body


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("person", "host", "words"),
    [
        (AVA, "arcade.test", "not your fault"),
        (BEN, "arcade.test", "Ask for this page"),
        (MAYA, "naughty.test", "Pornography"),
    ],
)
def test_each_audience_gets_its_own_blocked_page(
    town: Town, scheme: str, person: Person, host: str, words: str
) -> None:
    before = len(town.seen_at(host))
    url = town.http(host) if scheme == "http" else town.https(host)
    reply = town.get(url, person)
    assert reply.status == 403
    assert words in reply.body
    assert len(town.seen_at(host)) == before, "a blocked request must never reach the site"


def test_staff_may_see_what_pupils_may_not(town: Town) -> None:
    assert "Welcome to arcade.test" in town.get(town.https("arcade.test"), MAYA).body


def test_a_locked_list_blocks_everybody(town: Town) -> None:
    for person in (AVA, BEN, MAYA, GUEST, LIBRARY):
        reply = town.get(town.http("illegal.test"), person)
        assert reply.status == 403
    assert town.seen_at("illegal.test") == []


def test_a_wrong_password_opens_nothing(town: Town) -> None:
    reply = town.get(town.http("story.test"), Person("ben.4", password="wrong"))
    assert reply.status == 407
    assert "sign in" in reply.body.lower()


def test_a_name_that_nobody_has_opens_nothing(town: Town) -> None:
    assert town.get(town.http("story.test"), Person("nobody.9", password="")).status == 407


def test_an_unknown_device_is_asked_to_sign_in(town: Town) -> None:
    assert town.get(town.http("story.test"), NOBODY).status == 407
    assert town.get(town.https("story.test"), NOBODY).tunnel == 407


def test_an_address_outside_every_network_is_asked_to_sign_in(town: Town) -> None:
    assert town.get(town.http("story.test"), Person(address="127.0.77.1")).status == 407


def test_a_room_device_needs_no_sign_in_and_has_its_rooms_rules(town: Town) -> None:
    assert "Welcome" in town.get(town.http("story.test"), LIBRARY).body
    assert town.get(town.http("arcade.test"), LIBRARY).status == 403


def test_people_nobody_knows_get_the_strictest_profile(town: Town) -> None:
    assert town.get(town.http("shop.test"), HALL).status == 403
    assert town.get(town.http("shop.test"), BEN).status == 200


def test_guests_have_the_rules_of_their_network(town: Town) -> None:
    assert "Welcome" in town.get(town.http("arcade.test"), GUEST).body
    assert town.get(town.http("bets.test"), GUEST).status == 403


def test_name_only_traffic_is_passed_on_unread(town: Town) -> None:
    reply = town.get(town.https("shop.test"), BEN, trusts_us=False)
    assert "Welcome to shop.test" in reply.body, "the device sees the site's own certificate"


def test_inspected_traffic_needs_the_schools_certificate(town: Town) -> None:
    assert town.get(town.https("story.test"), BEN, trusts_us=False).code == 60


def test_left_alone_traffic_is_never_opened(town: Town) -> None:
    assert "Welcome to bank.test" in town.get(town.https("bank.test"), BEN, trusts_us=False).body


def test_a_blocked_name_closes_cleanly_where_the_device_does_not_trust_us(town: Town) -> None:
    before = len(town.seen_at("arcade.test"))
    reply = town.get(town.https("arcade.test"), BEN, trusts_us=False)
    assert reply.code == 60
    assert len(town.seen_at("arcade.test")) == before


def test_a_tunnel_for_one_name_cannot_carry_another(town: Town) -> None:
    options = ("--connect-to", f"other.test:{town.tls_port}:shop.test:{town.tls_port}")
    before = len(town.seen_at("other.test"))
    reply = town.get(town.https("other.test"), BEN, trusts_us=False, options=options)
    assert reply.code != 0
    assert len(town.seen_at("other.test")) == before


def test_an_inspected_request_cannot_name_another_host(town: Town) -> None:
    before = len(town.seen())
    reply = town.get(town.https("story.test"), BEN, options=("-H", "Host: arcade.test"))
    assert reply.status == 403
    assert len(town.seen()) == before


@pytest.mark.parametrize(
    ("host", "path", "wanted"),
    [
        ("www.google.com", "/search?q=lions", "safe=active"),
        ("www.google.com", "/search?q=lions&safe=off", "safe=active"),
        ("www.bing.com", "/search?q=lions", "adlt=strict"),
        ("duckduckgo.com", "/?q=lions", "kp=1"),
    ],
)
def test_safe_search_is_seen_by_the_search_engine(town: Town, host: str, path: str, wanted: str) -> None:
    town.get(town.https(host, path))
    asked = town.seen_at(host)[-1]
    assert "q=lions" in asked
    assert wanted in asked
    assert "safe=off" not in asked


def test_youtube_is_asked_for_restricted_mode(town: Town) -> None:
    town.get(town.https("www.youtube.com", "/watch?v=1"), options=("-H", "YouTube-Restrict: Off"))
    headers = town.seen()[-1]["headers"]
    assert isinstance(headers, dict)
    assert headers["YouTube-Restrict"] == "Strict"


def test_other_sites_are_not_told_about_restricted_mode(town: Town) -> None:
    town.get(town.https("story.test"))
    headers = town.seen()[-1]["headers"]
    assert isinstance(headers, dict)
    assert "YouTube-Restrict" not in headers


def test_a_download_is_refused_by_its_name_before_the_site_is_asked(town: Town) -> None:
    reply = town.get(town.https("story.test", "/game/Setup.EXE?x=1"))
    assert reply.status == 403
    assert "/game/Setup.EXE?x=1" not in town.seen_at("story.test")


@pytest.mark.parametrize("path", ["/setup", "/brochure"])
def test_a_download_is_refused_by_what_the_reply_is(town: Town, path: str) -> None:
    assert town.get(town.https("story.test", path)).status == 403
    assert town.get(town.http("story.test", path)).status == 403
    assert town.get(town.http("story.test", path), MAYA).status == 200
    assert town.get(town.http("story.test", "/picture")).status == 200


def test_quic_is_not_advertised_to_pupils(town: Town) -> None:
    assert "h3=" not in town.get(town.https("story.test"), options=("-i",)).body
    assert "h3=" in town.get(town.http("story.test"), MAYA, options=("-i",)).body


def test_a_resolver_over_https_is_blocked_for_pupils(town: Town) -> None:
    assert town.get(town.https("resolver.test", "/dns-query?dns=AAAB")).status == 403


def test_squids_own_pages_are_shut(town: Town) -> None:
    manager = f"http://{town.where['proxy']}/squid-internal-mgr/info"
    assert town.get(manager, MAYA).status in {403, 407}
