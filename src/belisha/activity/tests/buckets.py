"""A real server that speaks S3, for tests: SeaweedFS, on loopback, with one bucket."""

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_socket

KEY, SECRET = "TESTKEY", "a-secret-of-the-tests"
BUCKET = "belisha"
WEED = Path(sys.executable).with_name("weed")
_FLAGS = ("volume.max=8", "master.volumeSizeLimitMB=64", "s3.iam=false", "s3.port.iceberg=0", "s3.port.lance=0")
_PORTS = ("master", "volume", "filer", "s3")


class Server(NamedTuple):
    """Where it answers."""

    port: int

    def settle(self, home: Path, folder: str, *, port: int = 0) -> None:
        """Have a data folder keep its record in a folder of the bucket; ``port``: where to look for it instead."""
        home.mkdir(parents=True, exist_ok=True)
        (home / "gateway.yaml").write_text(f"record: s3://{BUCKET}/{folder}\n")
        access = home / "record-access.yaml"
        access.write_text(f"endpoint: http://127.0.0.1:{port or self.port}\nkey: {KEY}\nsecret: {SECRET}\n")
        access.chmod(0o600)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def running(folder: Path) -> Iterator[Server]:
    """Until the tests that need it are done."""
    if not WEED.exists():
        pytest.skip("the S3 server of the tests (weed) is not installed: ./check installs it")
    pytest_socket.enable_socket()
    identity = {"name": "t", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    ports = {f"{one}.port{kind}": free_port() for one in _PORTS for kind in ("", ".grpc")}
    flags = [f"-{name}={port}" for name, port in ports.items()] + [f"-{flag}" for flag in _FLAGS]
    command = [str(WEED), "-logtostderr", "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "-filer", "-s3", f"-s3.config={folder / 's3.json'}", *flags], stdout=log, stderr=log
        )
    try:
        yield _with_bucket(ports["s3.port"])
    finally:
        process.kill()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
        pytest_socket.disable_socket(allow_unix_socket=True)


def _with_bucket(port: int) -> Server:
    from pyarrow.fs import S3FileSystem

    files = S3FileSystem(
        access_key=KEY,
        secret_key=SECRET,
        endpoint_override=f"127.0.0.1:{port}",
        scheme="http",
        region="eu-west-2",
        allow_bucket_creation=True,
    )
    for _ in range(120):
        with contextlib.suppress(OSError):
            files.create_dir(BUCKET)
            return Server(port)
        time.sleep(0.25)
    message = "the S3 server of the tests does not answer"
    raise TimeoutError(message)
