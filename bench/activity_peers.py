"""What schools use today to read Squid's log, run on the same events: sarg, goaccess and calamaris, all of Debian."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from measured import Cost, cost_of

_SARG = Path("/etc/sarg/sarg.conf")  # the distribution's, but without graphs, and with files where we want them
_SARG_KEYS = ("access_log", "output_dir", "temporary_dir", "graphs")
_GOACCESS_FORMAT = "%x.%^ %~%L %h %^/%s %b %m %U %e %^"


class Peer(NamedTuple):
    """One of them, and what it cost to make its report."""

    name: str
    cost: Cost


def native(segments: Iterable[Path], log: Path) -> int:
    """The journal's lines as Squid's own log format has them; returns how many bytes."""
    with log.open("wb") as target:
        for segment in segments:
            with segment.open("rb") as source:
                target.writelines(_native(line.split(b" ")) for line in source)
    return log.stat().st_size


def _native(words: list[bytes]) -> bytes:
    _, time, duration, client, method, _, _, _, url, query, status, size, kind, tag, user, *_ = words
    url = url.rstrip(b"?") + (b"" if query == b"-" else b"?" + query)
    media = kind.partition(b";")[0]
    return b"%b %6b %b %b/%b %b %b %b %b HIER_DIRECT/192.0.2.1 %b\n" % (
        time,
        duration,
        client,
        tag,
        status,
        size,
        method,
        url,
        user,
        media,
    )


def run_peers(log: Path, out: Path) -> list[Peer]:
    """Each makes its report of the whole log, one after the other."""
    dates = [f"--{kind}-format=%s" for kind in ("date", "time", "datetime")]
    goaccess = ["goaccess", str(log), *dates, f"--log-format={_GOACCESS_FORMAT}", "--no-progress"]
    return [
        Peer("sarg, without graphs", cost_of(["sarg", "-f", str(_sarg_settings(log, out))])),
        Peer("goaccess", cost_of([*goaccess, "-o", str(out / "goaccess.html")])),
        Peer("calamaris", cost_of(["calamaris", "-a", "-n", "-F", "html"], log)),
    ]


def _sarg_settings(log: Path, out: Path) -> Path:
    temporary = out / "sarg-temporary"
    temporary.mkdir()
    kept = [line for line in _SARG.read_text("latin-1").splitlines() if not line.startswith(_SARG_KEYS)]
    ours = [f"access_log {log}", f"output_dir {out / 'sarg'}", f"temporary_dir {temporary}", "graphs no"]
    path = out / "sarg.conf"
    path.write_text("\n".join([*kept, *ours, ""]), "latin-1")
    return path
