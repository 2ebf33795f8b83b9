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
NO_FRAME = "frame-ancestors 'none'"
FRAMED_BY = "X-Belisha-Framed-By"  # from a view to the middleware, which takes it off
# for what people handed in: wherever it is opened, it runs nothing, sends nothing and belongs to no page of ours
SANDBOX = f"{POLICY}; sandbox"


def framed_by(response: HttpResponse, origin: str) -> HttpResponse:
    """Let pages of one other origin show this answer in a frame. The view is exempt from X-Frame-Options as well."""
    response.headers[FRAMED_BY] = origin
    return response


def content_security_policy(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send the content security policy with every answer, and keep pages out of caches that others share."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        origin = response.headers.get(FRAMED_BY, "")
        del response.headers[FRAMED_BY]
        if response.headers.get("Content-Security-Policy") != SANDBOX:
            allowed = POLICY.replace(NO_FRAME, f"frame-ancestors {origin}") if origin else POLICY
            response.headers["Content-Security-Policy"] = allowed
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
