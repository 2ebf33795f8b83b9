"""What gunicorn serves."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.console.config.settings")


def callers_address(
    inner: Callable[[dict[str, Any], Any], Iterable[bytes]], *, behind_proxy: bool
) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """The application, told who asks: by a web server in front where there is one, else by the connection alone.

    Of what such a server says only the last name counts, which it wrote itself: all before it anybody can send.
    """

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        told = environ.pop("HTTP_X_FORWARDED_FOR", "")
        if behind_proxy and told:
            environ["REMOTE_ADDR"] = told.rpartition(",")[2].strip()
        return inner(environ, start_response)

    return application


application = callers_address(get_wsgi_application(), behind_proxy=settings.CONSOLE.behind_proxy)
