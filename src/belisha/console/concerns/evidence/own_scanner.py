"""The virus scanner of an installation: ClamAV's clamd, run beside the console, asked over a socket in the data folder.

Its signatures are those that Debian's freshclam keeps up to date; until there are any, ours alone, which finds nothing
but the industry's harmless test file: pages and `belisha doctor` then say that nothing else would be found.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Final

__all__ = ["OFFICIAL", "clamd", "has_signatures", "main", "socket_of", "write_configuration"]

OFFICIAL: Final = Path("/var/lib/clamav")
PATHS: Final = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"
LONGEST_SOCKET: Final = 100  # bytes that the path of a socket may have, with room for clamd's own
# The EICAR test file, in ClamAV's own notation: name, any kind of file, at its beginning, the bytes
TEST_SIGNATURE: Final = "Belisha.Test.Eicar:0:0:{}\n".format(
    (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").hex()
)
CONFIGURATION: Final = """\
# Written at each start of the console: what is changed here is lost.
LocalSocket {socket}
LocalSocketMode 600
FixStaleSocket yes
DatabaseDirectory {signatures}
TemporaryDirectory {temporary}
Foreground yes
LogTime yes
MaxThreads 4
SelfCheck 600
StreamMaxLength 30M
MaxFileSize 100M
MaxScanSize 300M
MaxRecursion 12
MaxFiles 5000
MaxScanTime 25000
AlertExceedsMax yes
AlertOLE2Macros yes
ConcurrentDatabaseReload no
"""


def clamd() -> str:
    """The scanner's program; "" where it is not installed."""
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:{PATHS}") or ""


def socket_of(home: Path) -> Path:
    """Where our own scanner answers."""
    return home / "scanner" / "clamd.sock"


def write_configuration(home: Path, official: Path = OFFICIAL) -> Path:
    """Write the scanner's settings and, where there are no others, the test signature. Raises OSError."""
    folder = home / "scanner"
    own, temporary = folder / "signatures", folder / "temporary"
    for each in (own, temporary):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    (own / "belisha.ndb").write_text(TEST_SIGNATURE)
    if len(str(socket_of(home)).encode()) > LONGEST_SOCKET:
        message = f"{socket_of(home)} is too long for a socket: choose a shorter data folder, or name a `scanner:`"
        raise OSError(message)
    signatures = official if has_signatures(official) else own
    file = folder / "clamd.conf"
    file.write_text(CONFIGURATION.format(socket=socket_of(home), signatures=signatures, temporary=temporary))
    return file


def has_signatures(folder: Path) -> bool:
    """Whether freshclam has brought any."""
    return any(file.suffix in {".cvd", ".cld"} for file in folder.glob("*")) if folder.is_dir() else False


def main(arguments: list[str]) -> None:
    """Write the settings of the data folder that is named, and become the scanner: `python -m … HOME`."""
    file = write_configuration(Path(arguments[0]))
    program = clamd()
    os.execv(program, [program, "--foreground", f"--config-file={file}"])  # noqa: S606 - found on the system's own path


if __name__ == "__main__":
    main(sys.argv[1:])
