"""A picture drawn anew, so that nothing of the old file is left: no place, no time, no maker."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.media.cleaned import CannotKeep, Cleaned, Why

LONGEST = 1600  # pixels of the longer side: a plate can be read, and it is sent in seconds
MOST_PIXELS = 64_000_000  # more than telephones take; as much memory as a small machine has
QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


def clean(data: bytes) -> Cleaned:
    """The picture as a JPEG of its own pixels, upright. Raises `CannotKeep`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn_anew(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise CannotKeep(Why.TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise CannotKeep(Why.UNREADABLE) from None
    except (ArithmeticError, LookupError, TypeError, RuntimeError):  # as damaged files cause
        raise CannotKeep(Why.UNREADABLE) from None


def _drawn_anew(data: bytes) -> Cleaned:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        opened.thumbnail((LONGEST, LONGEST))  # a JPEG is decoded no larger than it is needed
        upright = ImageOps.exif_transpose(opened)
        plain = Image.new("RGB", upright.size, "white")
        shown = upright.convert("RGBA") if _has_holes(upright) else upright.convert("RGB")
        plain.paste(shown, mask=shown if shown.mode == "RGBA" else None)
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Cleaned(written.getvalue(), "image/jpeg", *plain.size)


def _has_holes(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
