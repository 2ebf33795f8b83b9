"""The proxies that bench/proxy.py asks, each as its manual sets it up, and the nginx that is every web site to them."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import lists_data
import peers
import school
from belisha.engine.published import publish_lists, publish_policy, read_pointer
from belisha.engine.published.preparing import read_checked_policy
from belisha.gateway.authority import make_authority
from belisha.gateway.installation import write_passwords
from belisha.gateway.journal import new_segment
from belisha.gateway.settings import FILE, read_settings
from belisha.gateway.squid.conf import prepare
from belisha.sample import JUNIOR, sample_policy

PASSWORD = "cold-lamp-tree"
PLAIN = "plain Squid, same log"


def _free_ports(count: int) -> range:
    """Ports in a row that nobody listens on: several benches may run on one machine."""
    for first in range(18200, 18280, count):
        with contextlib.ExitStack() as stack:
            try:
                for port in range(first, first + count):
                    stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
            return range(first, first + count)
    message = "no free ports from 18200 to 18279"
    raise RuntimeError(message)


ORIGIN, BARE, LOGGED, SIGNED_PLAIN, KNOWN, SIGNED, GUARD, GUARDIAN, TRANSPARENT = _free_ports(9)
SQUID = """
http_port 127.0.0.1:{port}
workers 1
visible_hostname {name}
pid_filename {folder}/{name}.pid
cache_log {folder}/{name}.cache.log
hosts_file {folder}/hosts
coredump_dir {folder}
cache_store_log none
cache deny all
cache_mem 8 MB
client_db off
pinger_enable off
via off
forwarded_for delete
max_filedescriptors 16384
logfile_rotate 0
"""


class Proxy(NamedTuple):
    """One that runs; `name` is how it is known to the web sites."""

    title: str
    name: str
    port: int
    process: subprocess.Popen[bytes]
    signs_in: bool = False

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> tuple[float, float]:
        """Seconds of processor time of the proxy, and of the programs that it started."""
        return _cpu(self.process.pid), sum(map(_cpu, _children(self.process.pid)))

    def end(self) -> None:
        """Stop it and what it started."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)


def _cpu(pid: int) -> float:
    try:
        return sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9
    except FileNotFoundError:
        return 0.0


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_children(child)]
    return found


def moment() -> datetime:
    """Now: what is closed may depend on it."""
    return datetime.now(UTC)


def start(title: str, name: str, port: int, command: list[str], *, signs_in: bool = False) -> Proxy:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(0.5)
            if process.poll() is None:
                return Proxy(title, name, port, process, signs_in)
    process.kill()
    message = f"{title} does not answer on port {port}"
    raise RuntimeError(message)


def name_hosts(folder: Path, urls: Iterable[str]) -> None:
    """Write the file of hosts that Squid reads: each has its own address on loopback, as sites have."""
    hosts = sorted({urlsplit(url).netloc for url in urls})
    named = (f"127.{1 + at // 65_000}.{at // 254 % 256}.{1 + at % 254} {host}\n" for at, host in enumerate(hosts))
    (folder / "hosts").write_text("".join(named))


def watch_for(folder: Path, urls: Iterable[str]) -> None:
    """Write nginx's configuration: it answers for every host, and notes requests for the hosts of these addresses."""
    hosts = sorted({urlsplit(url).netloc for url in urls})
    blocked = "".join(f"{host} 1;\n" for host in hosts)
    (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.error.log;
events {{ worker_connections 16384; }}
http {{
  map_hash_max_size 65536; map_hash_bucket_size 256;
  map $host $blocked {{ default 0; {blocked} }}
  log_format leak '$http_x_bench $host';
  access_log {folder}/leaks.log leak if=$blocked;
  keepalive_requests 1000000;
  server {{ listen 80 default_server; listen 127.0.0.1:{ORIGIN} default_server; location / {{
    default_type text/html; return 200 '{"x" * 2000}'; }} }}
}}
""")
    (folder / "leaks.log").touch()


def serve_https(folder: Path) -> None:
    """Write nginx's configuration for HTTPS, with the certificate in the folder."""
    (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.error.log;
events {{ worker_connections 16384; }}
http {{
  access_log off;
  keepalive_requests 1000000;
  server {{ listen {ORIGIN} ssl default_server;
    ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;
    location / {{ default_type application/javascript; return 200 '{"x" * 2000}'; }} }}
}}
""")


def origin(folder: Path) -> Proxy:
    """The web sites."""
    return start("nginx", "nginx", ORIGIN, ["nginx", "-c", str(folder / "nginx.conf")])


def _squid(title: str, folder: Path, name: str, port: int, extra: str) -> Proxy:
    configuration = folder / f"{name}.conf"
    text = SQUID.format(port=port, name=name, folder=folder) + extra + "http_access allow all\n"
    configuration.write_text(f"{text}\nrequest_header_add X-Bench {name} all\n")
    shutil.chown(folder, "proxy")
    return start(title, name, port, ["squid", "-N", "-n", name, "-f", str(configuration)])


def _log_of(configuration: Path, target: Path) -> str:
    """The lines of our configuration that write the log, with another place to write to."""
    lines = configuration.read_text().splitlines()
    form = next(line for line in lines if line.startswith("logformat belisha "))
    return f"{form}\naccess_log stdio:{target} logformat=belisha\n"


def plain_without_log(folder: Path) -> Proxy:
    """Squid that does nothing more than pass on."""
    return _squid("plain Squid, no log", folder, "bare", BARE, "access_log none\n")


def plain(folder: Path) -> Proxy:
    """Squid that writes the same line for each request as ours does."""
    ours = _prepare(folder / "form", "form", LOGGED, sample_policy())
    return _squid(PLAIN, folder, "logged", LOGGED, _log_of(ours, folder / "logged.log"))


def plain_signed_in(folder: Path) -> Proxy:
    """The same, where everybody signs in, checked by Squid's own program and kept as long as ours."""
    passwords = folder / "passwords"
    digest = subprocess.run(["openssl", "passwd", "-apr1", PASSWORD], capture_output=True, text=True, check=True).stdout
    passwords.write_text(f"{JUNIOR.sign_in}:{digest}")
    ours = (folder / "form" / "squid" / "squid.conf").read_text()
    kept = next(line for line in ours.splitlines() if line.startswith("auth_param basic credentialsttl"))
    sign_in = f"""
auth_param basic program /usr/lib/squid/basic_ncsa_auth {passwords}
auth_param basic children 1 startup=1 idle=1
{kept}
acl signed_in proxy_auth REQUIRED
http_access deny !signed_in
"""
    log = _log_of(folder / "form" / "squid" / "squid.conf", folder / "signedplain.log")
    proxy = _squid("plain Squid, same log, signed in", folder, "signedplain", SIGNED_PLAIN, log + sign_in)
    return proxy._replace(signs_in=True)


def with_squidguard(folder: Path) -> Proxy:
    """Squid with 16 squidGuards as rewriters, which send who asks for a blocked site elsewhere."""
    command = peers.squidguard(school.lists_of_a_pupil(), "proxy", f"302:http://127.0.0.1:{ORIGIN}/blocked")
    for path in (peers.FOLDER, *peers.FOLDER.rglob("*")):
        shutil.chown(path, "proxy")
    rewriter = f"""
url_rewrite_program /usr/bin/{" ".join(command)}
url_rewrite_children 16 startup=16 idle=16
"""
    log = _log_of(folder / "form" / "squid" / "squid.conf", folder / "guard.log")
    return _squid("Squid with 16 squidGuards", folder, "guard", GUARD, log + rewriter)


def _of_a_room() -> str:
    """The sample's policy, where whoever asks from this machine sits in the computer room."""
    return sample_policy().replace(
        "range: 127.0.0.0/8, site: main, sign_in: required", "range: 127.0.0.0/8, room: it-suite"
    )


def ours_known(folder: Path, settings: str = "") -> Proxy:
    """Squid with our helper, asked from the computer room."""
    named = ("known", KNOWN)
    return _ours("Squid with Belisha, known device", folder, named, _of_a_room(), settings=settings)


def ours_changed(title: str, folder: Path, named: tuple[str, int], change: Callable[[str], str]) -> Proxy:
    """The same by a configuration that is changed before Squid reads it."""
    return _ours(title, folder, named, _of_a_room(), settings="", change=change)


def plain_that_asks(title: str, folder: Path, named: tuple[str, int], question: str) -> Proxy:
    """Plain Squid with the same log, that lets pass what this `external_acl_type` says yes to."""
    name, port = named
    lines = f"external_acl_type asked {question}\nacl asked_and_open external asked\nhttp_access deny !asked_and_open\n"
    log = _log_of(folder / "form" / "squid" / "squid.conf", folder / f"{name}.log")
    return _squid(title, folder, name, port, lines + log)


def ours_signed_in(folder: Path, settings: str = "") -> Proxy:
    """Squid with our helper, asked by a pupil who has signed in."""
    named = ("signed", SIGNED)
    proxy = _ours("Squid with Belisha, signed in", folder, named, sample_policy(), settings=settings)
    return proxy._replace(signs_in=True)


def prepare_form(folder: Path, settings: str) -> None:
    """A data folder of ours that nobody runs: what others are to have in common with it is copied from there."""
    _prepare(folder / "form", "form", LOGGED, sample_policy(), settings)


def _ours(
    title: str,
    folder: Path,
    named: tuple[str, int],
    policy: str,
    *,
    settings: str,
    change: Callable[[str], str] = str,
) -> Proxy:
    name, port = named
    configuration = _prepare(folder / name, name, port, policy, settings)
    configuration.write_text(f"{change(configuration.read_text())}\nrequest_header_add X-Bench {name} all\n")
    new_segment(read_settings(folder / name), moment())
    return start(title, name, port, ["squid", "-N", "-n", name, "-f", str(configuration)])


def _prepare(home: Path, name: str, port: int, policy: str, extra: str = "") -> Path:
    """A data folder with all lists and this policy, prepared as `belisha start` prepares it."""
    (home / "published" / "lists").mkdir(parents=True)
    lines = (f"name: {name}", f"proxy_port: {port}", f"portal_port: {port + 50}", "local_origins: true")
    (home / FILE).write_text("\n".join((*lines, f"hosts_file: {home.parent}/hosts", extra)))
    settings = read_settings(home)
    digest = read_pointer(school.home()).lists
    for index in (school.HOME / "published" / "lists").glob(f"{digest}*"):
        os.link(index, home / "published" / "lists" / index.name)
        index.chmod(0o644)
    make_authority(settings.authority_file, settings.authority_key_file, "Bench")
    write_passwords(home / "passwords", [(JUNIOR.sign_in, PASSWORD)])
    publish_policy(home, read_checked_policy(policy))
    publish_lists(home, digest)
    return prepare(settings)


def e2guardian(folder: Path) -> Proxy:
    """e2guardian by itself, with the same lists and nothing that looks into pages."""
    target = folder / "e2guardian"
    shutil.copytree("/etc/e2guardian", target)
    lists = target / "lists"
    for path in lists.glob("*phraselist"):
        path.write_text("")
    included = (f".Include<{lists_data.lists_folder() / name / 'domains'}>" for name in school.lists_of_a_pupil())
    (lists / "bannedsitelist").write_text("\n".join(line for line in included if Path(line[9:-1]).exists()) + "\n")
    (lists / "bannedextensionlist").write_text("")
    (lists / "bannedmimetypelist").write_text("")
    (lists / "headerregexplist").write_text("")
    (lists / "addheaderregexplist").write_text('"^"->"X-Bench: guardian"\n')
    for name in ("e2guardian.conf", "e2guardianf1.conf"):
        (target / name).write_text((target / name).read_text().replace("/etc/e2guardian", str(target)))
    with (target / "e2guardian.conf").open("a") as file:
        file.write(f"proxyip = 127.0.0.1\nproxyport = {ORIGIN}\nloglocation = '{target}/access.log'\n")
        file.write(f"pidfilename = '{target}/pid'\ndstatlocation = '{target}/dstats.log'\n")
    text = (target / "e2guardian.conf").read_text()
    for old, new in (
        ("filterports = 8080", f"filterports = {GUARDIAN}"),
        ("weightedphrasemode = 2", "weightedphrasemode = 0"),
        ("nodaemon = off", "nodaemon = on"),
        ("transparenthttpsport = 8443", f"transparenthttpsport = {TRANSPARENT}"),
    ):
        text = text.replace(old, new)
    (target / "e2guardian.conf").write_text(text)
    for path in (target, *target.rglob("*")):
        shutil.chown(path, "e2guardian")
    return start("e2guardian", "guardian", GUARDIAN, ["e2guardian", "-N", "-c", str(target / "e2guardian.conf")])
