"""What kind of page it is, said to a child of 7 to 11: one sentence for each category id of the lists.

It names the subject kindly, never describes it, and never blames. A module rather than a file of data, because Squid's
helpers use it and should not carry a YAML reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, str] = {
    "adult-advice": "This page is for grown-ups who want advice.",
    "adverts": "This is an advert.",
    "alcohol-and-tobacco": "This page is about drinking or smoking, which is only for grown-ups.",
    "astrology": "This page is about stars and fortune telling.",
    "banking": "This page is for grown-ups who look after money.",
    "celebrity": "This page is about famous people.",
    "chat": "On this page people can talk to strangers.",
    "cheating": "This page does school work for people.",
    "childrens-sites": "This page is made for children.",
    "cooking": "This page is about cooking.",
    "cryptocurrency": "This page is about money that is only on computers. It is for grown-ups.",
    "dating": "This page helps grown-ups to meet a partner.",
    "disinformation": "This page says things that are not true.",
    "dns-over-https": "This page helps people to get around the school's safety rules.",
    "downloads": "This page is for putting programs on a computer.",
    "drugs": "This page is about drugs, which can harm people.",
    "dynamic-dns": "We cannot be sure who made this page.",
    "education": "This page is about learning.",
    "educational-games": "This page has games to learn with.",
    "extremism": "This page has ideas that can hurt people.",
    "file-hosting": "This page is for keeping and sharing files.",
    "file-sharing": "This page is for sharing files with strangers.",
    "finance": "This page is for grown-ups who look after money.",
    "forums-and-blogs": "On this page anybody can write what they like.",
    "gambling": "This page is about betting to win money, which is only for grown-ups.",
    "games": "This page has games, which are closed at school.",
    "generative-ai": "On this page you talk to a computer that makes up answers.",
    "hacking": "This page shows how to break into computers.",
    "hate": "This page says hurtful things about people.",
    "health": "This page is about health.",
    "helplines": "This page helps people who want to talk to someone.",
    "jobs": "This page helps grown-ups to find work.",
    "lingerie": "This page is only for grown-ups.",
    "malware": "This page could harm your computer.",
    "manga": "This page has comics and cartoons.",
    "mixed-adult": "Some of this website is only for grown-ups.",
    "mobile-phones": "This page has things for mobile phones.",
    "music-and-video": "This page has music or videos, which are closed at school.",
    "news": "This page has news that is written for grown-ups.",
    "phishing": "This page tries to trick people into giving away passwords.",
    "piracy": "This page shares things that belong to other people.",
    "pornography": "This page is only for grown-ups.",
    "proxies-and-vpns": "This page helps people to get around the school's safety rules.",
    "radio": "This page has radio programmes.",
    "religion": "This page is about religion.",
    "remote-control": "This page lets somebody else use your computer.",
    "scams": "This page tries to trick people.",
    "search-without-safety": "This search page does not keep children safe.",
    "sects": "This page is about groups that can harm people.",
    "self-harm": "This page could upset you or hurt you. If you feel sad or scared, please tell someone.",
    "shopping": "This page is a shop.",
    "social-networks": "On this page people share things with strangers. You have to be older to use it.",
    "software-updates": "This page changes the programs on a computer.",
    "sport": "This page is about sport.",
    "stalkerware": "This page is about spying on people.",
    "tls-left-alone": "This page keeps its secrets, so nobody can check it.",
    "translation": "This page can show other pages that nobody has checked.",
    "url-shorteners": "This page hides where it really goes.",
    "violence": "This page shows people or animals being hurt.",
    "weapons": "This page is about weapons.",
    "web-archives": "This page can show other pages that nobody has checked.",
    "web-hosting": "We cannot be sure who made this page.",
    "webmail": "This page is for sending messages. Your school has its own for that.",
}
