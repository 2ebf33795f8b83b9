"""Kinds of file that can change a computer, by name and by the content type of the reply. Reviewed data.

Left out on purpose: .js and .html (every page has them), .py (pupils learn it), .zip and application/octet-stream
(they say nothing), .cab (Windows fetches its lists of bad certificates in it).
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping


class FileKind(NamedTuple):
    """One kind, as a policy names it."""

    id: str
    reason: str
    """Why a school would block it."""
    endings: tuple[str, ...]
    """Lower case, without the dot."""
    content_types: tuple[str, ...]
    """Lower case, without parameters."""


KINDS: Final = (
    FileKind(
        "programs",
        "It runs as it is: unknown software, malware, and the browsers and tunnels that lead around the filter.",
        (
            *("exe", "com", "scr", "pif", "cpl", "dll", "ocx", "xll", "application", "appref-ms", "gadget"),
            *("jar", "jnlp", "appimage", "run", "elf"),
        ),
        (
            *("application/x-msdownload", "application/x-msdos-program", "application/x-ms-dos-executable"),
            *("application/x-dosexec", "application/vnd.microsoft.portable-executable", "application/exe"),
            *("application/x-exe", "application/x-winexe", "application/x-ms-application"),
            *("application/x-executable", "application/x-elf", "application/x-pie-executable"),
            *("application/x-mach-binary", "application/vnd.appimage", "application/x-iso9660-appimage"),
            *("application/java-archive", "application/x-java-archive", "application/x-java-jnlp-file"),
        ),
    ),
    FileKind(
        "installers",
        "It puts software on the computer, which only named technicians do.",
        (
            *("msi", "msp", "msu", "mst", "msix", "msixbundle", "appx", "appxbundle", "appinstaller"),
            *("dmg", "pkg", "mpkg", "deb", "rpm", "flatpak", "flatpakref", "snap"),
            *("apk", "apks", "apkm", "xapk", "aab", "ipa"),
        ),
        (
            *("application/x-msi", "application/x-ms-installer", "application/x-windows-installer"),
            *("application/msix", "application/msixbundle", "application/appx", "application/appxbundle"),
            *("application/appinstaller", "application/vnd.ms-appx", "application/x-apple-diskimage"),
            *("application/vnd.apple.installer+xml", "application/x-newton-compatible-pkg"),
            *("application/vnd.debian.binary-package", "application/x-debian-package", "application/x-deb"),
            *("application/x-rpm", "application/x-redhat-package-manager", "application/vnd.snap"),
            *("application/vnd.flatpak", "application/vnd.flatpak.ref"),
            *("application/vnd.android.package-archive", "application/x-ios-app"),
        ),
    ),
    FileKind(
        "scripts",
        "The computer carries out the commands in it when it is opened.",
        (
            *("bat", "cmd", "ps1", "psm1", "vbs", "vbe", "jse", "wsf", "wsh", "wsc", "sct", "hta", "reg", "lnk"),
            *("scf", "inf", "msc", "chm", "ahk", "settingcontent-ms", "library-ms"),
            *("sh", "bash", "csh", "zsh", "command", "applescript", "scpt", "workflow", "desktop"),
        ),
        (
            *("application/x-bat", "application/bat", "application/x-msdos-batch", "application/hta"),
            *("application/x-powershell", "text/x-powershell", "text/vbscript", "application/x-vbs"),
            *("application/x-ms-shortcut", "text/x-ms-regedit", "application/vnd.ms-htmlhelp"),
            *("application/x-sh", "application/x-shellscript", "text/x-shellscript", "text/x-sh"),
            *("application/x-csh", "application/x-applescript"),
        ),
    ),
    FileKind(
        "browser-extensions",
        "It changes the browser: plug-ins are for technicians to choose.",
        ("crx", "xpi", "safariextz", "nex"),
        ("application/x-chrome-extension", "application/x-xpinstall"),
    ),
    FileKind(
        "disk-images",
        "It holds a whole disk, from which software starts without being installed.",
        ("iso", "img", "vhd", "vhdx", "vmdk", "ova", "wim"),
        ("application/x-iso9660-image", "application/x-cd-image", "application/x-raw-disk-image", "application/x-ova"),
    ),
    FileKind(
        "macro-documents",
        "It is a document with a program inside.",
        (
            *("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam"),
            *("pptm", "potm", "ppsm", "ppam", "sldm"),
        ),
        (
            *(f"application/vnd.ms-word.{form}.macroenabled.12" for form in ("document", "template")),
            *(f"application/vnd.ms-excel.{form}.macroenabled.12" for form in ("sheet", "template", "addin")),
            "application/vnd.ms-excel.sheet.binary.macroenabled.12",
            *(f"application/vnd.ms-powerpoint.{form}.macroenabled.12" for form in ("presentation", "slideshow")),
            *(f"application/vnd.ms-powerpoint.{form}.macroenabled.12" for form in ("template", "addin", "slide")),
        ),
    ),
    FileKind(
        "torrents",
        "It starts the sharing of files among strangers.",
        ("torrent",),
        ("application/x-bittorrent",),
    ),
)

CONTENT_TYPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({kind.id: kind.content_types for kind in KINDS})
"""The content types of each kind."""

NAME_ENDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {ending: kind.id for kind in KINDS for ending in kind.endings}
)
"""The kind of each ending (without the dot)."""

_BY_CONTENT_TYPE: Final = {name: kind.id for kind in KINDS for name in kind.content_types}
_ALSO_TOP_LEVEL_DOMAINS: Final = {"com", "sh", "run"}
_file_names: Final = re.compile(r"""filename(\*)?\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;]*))""", re.IGNORECASE).findall


def kind_by_name(path: str) -> str | None:
    """The kind of file that the path of an address names, as a server and a computer would take the name.

    So "/a.EXE", "/a%2Eexe", "/a.exe/", "/a.exe;v=1" and "/a.exe." count; a host name at the end of the path does not.
    """
    if "." not in path and "%" not in path:
        return None
    whole = unquote(path.partition("?")[0].partition("#")[0]).rstrip("/")
    # Some servers take ";v=1" for a parameter, and some programs stop at a NUL: any reading that is a kind counts.
    kind = _kind_of_file(whole) or _kind_of_file(whole.partition(";")[0]) or _kind_of_file(whole.partition("\0")[0])
    return None if kind and _ends_in_host(whole) else kind


def kind_by_content_type(value: str) -> str | None:
    """The kind that a Content-Type header names, if any."""
    for part in value.split(","):
        kind = _BY_CONTENT_TYPE.get(part.partition(";")[0].strip().lower())
        if kind is not None:
            return kind
    return None


def kind_by_disposition(value: str) -> str | None:
    """The kind of the file name in a Content-Disposition header; of several names (RFC 6266) the first that has one."""
    for extended, quoted, token in _file_names(value):
        name = re.sub(r"\\(.)", r"\1", quoted) if quoted else token.strip().strip('"')
        if extended:
            name = unquote(name.rpartition("'")[2])
        kind = _kind_of_file(name)
        if kind is not None:
            return kind
    return None


def _kind_of_file(path: str) -> str | None:
    name = path.replace("\\", "/").rpartition("/")[2]
    # Windows drops dots and blanks at the end of a name.
    return NAME_ENDINGS.get(name.rstrip(". ").rpartition(".")[2].lower()) if "." in name else None


def _ends_in_host(path: str) -> bool:
    """Whether the path ends in a host name, as on pages about other sites ("/about/www.example.com", "/http://a.sh")."""
    before, _, name = path.rpartition("/")
    a_domain = name.rpartition(".")[2].lower() in _ALSO_TOP_LEVEL_DOMAINS
    return a_domain and (before.endswith(":/") or name.lower().startswith("www."))
