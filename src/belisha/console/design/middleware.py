"""Headers that every answer carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Everything from here alone, nothing inline, no exceptions: what a page needs lies in a file of ours.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# for what people handed in: wherever it is opened, it runs nothing, sends nothing and belongs to no page of ours
SANDBOX = f"{POLICY}; sandbox"


def content_security_policy(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send the content security policy with every answer, and keep pages out of caches that others share."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.headers.get("Content-Security-Policy") != SANDBOX:
            response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
