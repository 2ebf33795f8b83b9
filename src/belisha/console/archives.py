"""What reading a damaged or hostile zip out of memory raises: each reader of archives turns all of it into a sentence.

Never put around work that also writes to a disk: a full disk is no fault of the file.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import Final

__all__ = ["UNREADABLE_ARCHIVE"]

# zipfile itself, the methods of packing below it, and what follows from sizes and names that lie
UNREADABLE_ARCHIVE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
)
