"""The record in a bucket that speaks S3, through fsspec. Loaded only where the record lies in one.

Arrow's own S3 client does the work, because Arrow is here anyway: `s3fs` would bring 90 MB and a dozen packages more.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import yaml
from fsspec.implementations.arrow import ArrowFSWrapper
from fsspec.spec import AbstractFileSystem
from pyarrow.fs import AwsStandardS3RetryStrategy, FileSelector, FileType, S3FileSystem

from belisha.activity.durable import make_folder
from belisha.activity.place import BUCKET, PlaceError

if TYPE_CHECKING:
    from belisha.activity.duck import Connection

COPY_BYTES = 8 << 20
CONNECT_SECONDS, ANSWER_SECONDS, ATTEMPTS = 5.0, 30.0, 3


class Access(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to get at the bucket. ``endpoint``: such as https://s3.example.org:9000; empty for Amazon's own."""

    key: str
    secret: str
    endpoint: str = ""
    region: str = "eu-west-2"

    def __repr__(self) -> str:
        return f"Access(endpoint={self.endpoint!r})"  # the rest is for nobody's log


def read_access(path: Path) -> Access:
    """Endpoint and credentials. Raises PlaceError; its text never holds a value of the file."""
    try:
        if path.stat().st_mode & 0o077:
            message = f"{path} holds a password that others can read: chmod 600 {path}"
            raise PlaceError(message)
        return msgspec.convert(yaml.safe_load(path.read_text()), Access)
    except FileNotFoundError as error:
        message = f"{path} is missing: it says how to get at the bucket (endpoint, key, secret; docs/operate/scale.md)."
        raise PlaceError(message) from error
    except (yaml.YAMLError, msgspec.ValidationError):
        message = f"{path} must hold key: and secret:, and may hold endpoint: and region:, each once, as text."
        raise PlaceError(message) from None  # the parser's words quote the file


class Bucket:
    """A bucket, or a part of one. An object appears whole, when its upload is complete."""

    def __init__(self, files: AbstractFileSystem, root: str, scratch: Path) -> None:
        """``root``: bucket and folder. ``scratch``: a local folder for drafts."""
        self._files = files
        self._root = root
        self._scratch = scratch

    def __str__(self) -> str:
        return BUCKET + self._root

    def below(self, folder: str) -> "Bucket":
        """A prefix in it."""
        return Bucket(self._files, f"{self._root}/{folder}", self._scratch)

    def read(self, name: str) -> bytes:
        """One request."""
        content: bytes = self._files.cat_file(f"{self._root}/{name}")
        return content

    def write(self, name: str, content: bytes) -> None:
        """One request, which the bucket carries out or not."""
        self._files.pipe_file(f"{self._root}/{name}", content)

    @contextmanager
    def drafting(self, name: str) -> Iterator[Path]:
        """On the local disk, uploaded when it is whole."""
        make_folder(self._scratch)
        with tempfile.NamedTemporaryFile(dir=self._scratch, prefix="draft-") as draft:
            yield Path(draft.name)
            with Path(draft.name).open("rb") as source, self._files.open(f"{self._root}/{name}", "wb") as target:
                shutil.copyfileobj(source, target, COPY_BYTES)

    def remove(self, name: str) -> None:
        """For good, where the bucket keeps no versions."""
        try:
            self._files.rm_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return

    def names(self, folder: str = "") -> list[str]:
        """By one listing."""
        below = f"{self._root}/{folder}".rstrip("/")
        return sorted(path.removeprefix(f"{self._root}/") for path in self._files.find(below))

    def folders(self) -> list[str]:
        """Of the first level."""
        try:
            listed = self._files.ls(self._root, detail=True)
        except FileNotFoundError:
            return []
        return sorted(each["name"].rsplit("/", 1)[-1] for each in listed if each["type"] == "directory")

    def locator(self, name: str) -> str:
        """Its address."""
        return f"{BUCKET}{self._root}/{name}"

    def show_to(self, duck: "Connection") -> None:
        """As the file system behind these addresses; DuckDB fetches nothing by itself."""
        duck.register_filesystem(self._files)


class _S3(ArrowFSWrapper):  # type: ignore[misc] # fsspec carries no types
    """Finds files by one recursive listing, where fsspec would ask for each folder."""

    def find(self, path: str, **_: object) -> list[str]:
        """Paths of all files below."""
        infos = self.fs.get_file_info(FileSelector(path, allow_not_found=True, recursive=True))
        return [info.path for info in infos if info.type == FileType.File]


@lru_cache(maxsize=8)
def _connected(access: Access) -> AbstractFileSystem:
    scheme, _, host = (access.endpoint or "https://").partition("://")
    return _S3(
        S3FileSystem(
            access_key=access.key,
            secret_key=access.secret,
            region=access.region,
            scheme=scheme,
            endpoint_override=host.rstrip("/") or None,
            connect_timeout=CONNECT_SECONDS,
            request_timeout=ANSWER_SECONDS,
            retry_strategy=AwsStandardS3RetryStrategy(max_attempts=ATTEMPTS),
        )
    )


def open_bucket(root: str, access: Access, scratch: Path) -> Bucket:
    """The bucket and folder ``root``. Nothing is asked of it yet."""
    return Bucket(_connected(access), root.strip("/"), scratch)
