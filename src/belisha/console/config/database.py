"""Which database: SQLite in the data folder, or PostgreSQL by one address. Also how its own programs are told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DatabaseAddressError", "Server", "database_settings", "read_address", "sqlite_file"]

SCHEMES: Final = frozenset({"postgresql", "postgres"})
# of libpq's parameters those that a school may need: encryption, and how long to wait
OPTIONS: Final = frozenset({"sslmode", "sslrootcert", "connect_timeout"})
WAIT_SECONDS: Final = 10
KEPT_SECONDS: Final = 60
CACHE_KB: Final = 8_192  # of a connection of SQLite, of which each thread has one
# compiled questions that a connection keeps: a home page alone asks more than the 128 that Python keeps by itself
KEPT_QUESTIONS: Final = 512


class DatabaseAddressError(ValueError):
    """The address of the database cannot be used; the text says what to change, and holds no password."""


class Server(NamedTuple):
    """A PostgreSQL database. `host` is a name, an address, the folder of a socket, or empty: the local socket."""

    host: str
    port: str
    user: str
    password: str
    name: str
    options: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """What pg_dump and psql read: in the environment, for everybody may read a command line."""
        told = {
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGDATABASE": self.name,
        }
        told |= {f"PG{name.replace('_', '').upper()}": value for name, value in self.options.items()}
        return {name: value for name, value in told.items() if value}


def read_address(address: str) -> Server:
    """Read postgresql://user:password@host:port/name. Raises DatabaseAddressError."""
    parts = urlsplit(address)
    place, _, host = parts.netloc.rpartition("@")
    user, _, password = place.partition(":")
    host, _, port = host.rpartition(":") if host.rpartition(":")[2].isdigit() else (host, "", "")
    options = dict(parse_qsl(parts.query))
    faults = {
        "it must begin with postgresql://": parts.scheme not in SCHEMES,
        "it names no database: postgresql://user@host/NAME": not parts.path.strip("/"),
        f"it may set only {', '.join(sorted(OPTIONS))}": bool(options.keys() - OPTIONS),
    }
    for fault, present in faults.items():
        if present:
            message = f"The address of the database cannot be used: {fault}."
            raise DatabaseAddressError(message)
    return Server(unquote(host).strip("[]"), port, unquote(user), unquote(password), unquote(parts.path[1:]), options)


def sqlite_file(home: Path) -> Path:
    """The file of the embedded database."""
    return home / "console" / "console.sqlite3"


def database_settings(address: str, home: Path) -> dict[str, Any]:
    """Django's settings of the database at an address; SQLite when it is empty. Raises DatabaseAddressError."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_file(home),
            "OPTIONS": {
                # writers wait for each other from their first statement on: none finds the file locked half-way
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "cached_statements": KEPT_QUESTIONS,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                f" PRAGMA cache_size=-{CACHE_KB};",
            },
            # a connection knows the tables and keeps pages in memory: made anew for each request it knows nothing
            "CONN_MAX_AGE": KEPT_SECONDS,
        }
    server = read_address(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": server.name,
        "USER": server.user,
        "PASSWORD": server.password,
        "HOST": server.host,
        "PORT": server.port,
        "CONN_MAX_AGE": KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        # compiling a question takes PostgreSQL up to a second, which pays for none that takes a tenth of one
        "OPTIONS": {"connect_timeout": WAIT_SECONDS, "options": "-c jit=off", **server.options},
    }
