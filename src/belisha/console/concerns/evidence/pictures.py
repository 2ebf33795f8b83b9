"""Pictures: looked at without trusting them, and shown as a copy that carries the viewer's name."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont, ImageOps

from belisha.console.concerns.evidence.rules.refusing import RefusedError

if TYPE_CHECKING:
    from belisha.console.concerns.evidence.rules.kinds import Kind

__all__ = ["check_picture", "marked"]

MOST_POINTS: Final = {"jpeg": 80_000_000, "png": 40_000_000, "gif": 20_000_000, "webp": 40_000_000}
FORMATS: Final = {"jpeg": ("JPEG",), "png": ("PNG",), "gif": ("GIF",), "webp": ("WEBP",)}
WIDEST, HIGHEST = 1600, 8000  # of the copy: a long picture of a conversation stays readable
LETTERS: Final = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")  # of a package that ./start installs
# what its decoders raise for what is damaged or made to harm
BROKEN: Final = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, AttributeError, ArithmeticError,
    MemoryError, NotImplementedError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip


def check_picture(kind: Kind, content: bytes) -> None:
    """Raise RefusedError where a picture is a bomb, is damaged, or is not what it begins as."""
    _opened(kind, content)


def _opened(kind: Kind, content: bytes) -> Image.Image:
    """The first picture in a file, upright, as colours on white. Raises RefusedError."""
    try:
        picture = Image.open(BytesIO(content), formats=FORMATS[kind.id])
        # before anything is unpacked
        if picture.width * picture.height > MOST_POINTS[kind.id]:
            raise RefusedError(_too_many())
        picture.draft("RGB", (WIDEST, HIGHEST))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((WIDEST, HIGHEST))
        coloured = upright.convert("RGBA")
    except RefusedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedError(_too_many()) from error
    except BROKEN as error:
        raise RefusedError(_("This picture is damaged, or is not what it says it is.")) from error
    whole = Image.new("RGB", coloured.size, "white")
    whole.paste(coloured, mask=coloured)
    return whole


def _too_many() -> str:
    return _("This picture has more points than any screen or camera makes.")


def marked(kind: Kind, content: bytes, words: str) -> bytes:
    """A copy as JPEG with `words` across all of it; nothing else of the file is in there. Raises RefusedError."""
    picture = _opened(kind, content)
    size = max(14, min(picture.width // 22, 40))
    stamp = _stamp(words, size)
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    step_x, step_y = stamp.width + size, max(stamp.height * 3 // 4, size * 3)
    for row, y in enumerate(range(-stamp.height // 2, picture.height, step_y)):
        for x in range(-(row % 2) * step_x // 2, picture.width, step_x):
            layer.alpha_composite(stamp, (max(x, 0), max(y, 0)), (max(-x, 0), max(-y, 0)))
    picture.paste(layer, mask=layer)
    sink = BytesIO()
    encode = picture.save  # of a picture, not of a row
    encode(sink, "JPEG", quality=85)
    return sink.getvalue()


def _stamp(words: str, size: int) -> Image.Image:
    """The words, aslant, light with a dark edge: readable on any ground, and not in the way of what is beneath."""
    letters = ImageFont.truetype(str(LETTERS), size) if LETTERS.exists() else ImageFont.load_default(size)
    box = ImageDraw.Draw(Image.new("L", (1, 1))).multiline_textbbox((0, 0), words, letters, stroke_width=1)
    left, top, right, bottom = box
    stamp = Image.new("RGBA", (int(right - left) + 8, int(bottom - top) + 8), (0, 0, 0, 0))
    ImageDraw.Draw(stamp).multiline_text(
        (4 - left, 4 - top), words, (255, 255, 255, 130), letters, stroke_width=1, stroke_fill=(0, 0, 0, 110)
    )
    return stamp.rotate(24, Image.Resampling.BICUBIC, expand=True)
