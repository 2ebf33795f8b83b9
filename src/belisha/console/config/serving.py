"""Gunicorn over the console, inside the process that made it ready: Django is loaded once and shared by its workers."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any, Final

from gunicorn.app.base import BaseApplication

from belisha.console.config.installation import Console, read_console

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["certificate_files", "leave_what_stays", "options", "serve"]

THREADS: Final = 4
UPLOAD_SECONDS: Final = 120
NEW_OBJECTS: Final = 20_000  # a large page makes as many
TURNOVER: Final = 5000  # requests after which a worker makes way for a fresh one


def certificate_files(console: Console, home: Path) -> tuple[Path, Path]:
    """Certificate and key: those that console.yaml names, or what the school's own authority made."""
    if console.certificate:
        return home / console.certificate, home / console.certificate_key
    return home / "console" / "tls" / "certificate.pem", home / "console" / "tls" / "key.pem"


def options(console: Console, home: Path) -> dict[str, object]:
    """What gunicorn is told."""
    host = f"[{console.listen}]" if ":" in console.listen else console.listen
    told: dict[str, object] = {
        "bind": f"{host}:{console.port}",
        "workers": console.workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": UPLOAD_SECONDS,
        "graceful_timeout": 5,
        "max_requests": TURNOVER,
        "max_requests_jitter": TURNOVER // 10,
        "preload_app": True,
        "proc_name": "belisha console",
        "control_socket_disable": True,
        # the scheme that a web server in front tells of is read by Django, where console.yaml says that there is one
        "forwarded_allow_ips": "",
    }
    if console.tls:
        certificate, key = certificate_files(console, home)
        told |= {"certfile": str(certificate), "keyfile": str(key)}
    return told


class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn with the options of a console."""

    def __init__(self, home: Path) -> None:
        self.home = home
        super().__init__()

    def load_config(self) -> None:
        for name, value in options(read_console(self.home), self.home).items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from django.urls import get_resolver  # noqa: PLC0415 - once Django is set up

        from belisha.console.config.wsgi import application  # noqa: PLC0415

        get_resolver().url_patterns  # noqa: B018 - every page is read here, once, and not by each worker at its first request
        leave_what_stays()
        return application


def leave_what_stays() -> None:
    """Let the collector of garbage pass over all that is loaded by now, and look at what is new less often.

    Each look at the whole program takes a tenth of a second, and somebody waits for it; the memory stays shared too.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)


def serve(home: Path) -> None:
    """Serve pages until told to end."""
    _Gunicorn(home).run()
