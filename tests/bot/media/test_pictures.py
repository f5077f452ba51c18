"""Pictures are drawn anew: what they show stays, and not a byte of anything else."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from bot.media import pictures, workshop
from bot.media.cleaned import CannotKeep, Why

CANARY = "canary-44.8231-21.3359"
MAKER, GPS, LATITUDE = 0x010F, 0x8825, 2


def drawn(size: tuple[int, int] = (400, 200), mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue."""
    picture = Image.new(mode, size, "red")
    picture.paste(Image.new(mode, (size[0] // 2, size[1]), "blue"), (size[0] // 2, 0))
    return picture


def told(turned: int = 1) -> Image.Exif:
    """EXIF as a telephone writes it, with a place."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[MAKER] = CANARY
    exif.get_ifd(GPS)[LATITUDE] = (44.0, 49.0, 23.16)
    exif.get_ifd(GPS)[29] = CANARY
    return exif


def written(picture: Image.Image, kind: str = "JPEG", **more: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **more)
    return file.getvalue()


def with_everything(kind: str) -> bytes:
    more: dict[str, Any] = {"exif": told()}
    if kind == "JPEG":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        more |= {"comment": CANARY, "xmp": f"<x>{CANARY}</x>".encode(), "icc_profile": profile}
    return written(drawn(), kind, **more) + CANARY.encode()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_nothing_but_what_is_seen_is_left(kind: str) -> None:
    before = with_everything(kind)
    assert CANARY.encode() in before, "or the test proves nothing"
    cleaned = await workshop.clean("photo", before)

    assert CANARY.encode() not in cleaned.data
    assert b"Exif" not in cleaned.data
    assert (cleaned.media_type, cleaned.width, cleaned.height) == ("image/jpeg", 400, 200)
    with Image.open(io.BytesIO(cleaned.data)) as seen:
        assert (dict(seen.getexif()), seen.info.get("comment")) == ({}, None)
        assert "icc_profile" not in seen.info


def test_a_picture_held_on_its_side_is_put_upright() -> None:
    cleaned = pictures.clean(written(drawn(), exif=told(6)))  # to be turned by 90 degrees

    assert (cleaned.width, cleaned.height) == (200, 400)
    with Image.open(io.BytesIO(cleaned.data)) as seen:
        top, bottom = seen.getpixel((100, 50)), seen.getpixel((100, 350))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200, bottom[2] > 200) == (True, True)


def test_a_large_picture_becomes_a_small_one_of_the_same_shape() -> None:
    cleaned = pictures.clean(written(drawn((4000, 3000))))
    assert (cleaned.width, cleaned.height) == (1600, 1200)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("1", "PNG"), ("L", "JPEG"), ("P", "PNG"), ("CMYK", "JPEG"), ("I;16", "PNG"), ("F", "TIFF")],
)
def test_any_kind_of_colour_is_read(mode: str, kind: str) -> None:
    grey = mode in {"I;16", "F"}
    picture = (drawn().convert("L") if grey else drawn()).convert(mode)
    assert pictures.clean(written(picture, kind)).width == 400


def test_what_is_seen_through_is_white_behind() -> None:
    cleaned = pictures.clean(written(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    with Image.open(io.BytesIO(cleaned.data)) as seen:
        assert seen.getpixel((10, 10)) == (255, 255, 255)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds a row."""

    def chunk(name: bytes, body: bytes) -> bytes:
        sealed = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", sealed)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * (width // 8 + 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (bomb(50_000, 50_000), Why.TOO_MANY_PIXELS),
        (bomb(8_001, 8_000), Why.TOO_MANY_PIXELS),
        (b"PK\x03\x04 a renamed zip", Why.UNREADABLE),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", Why.UNREADABLE),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", Why.UNREADABLE),
        (b"", Why.UNREADABLE),
    ],
)
async def test_what_cannot_be_a_picture_is_refused(data: bytes, why: Why) -> None:
    with pytest.raises(CannotKeep) as refusal:
        await workshop.clean("photo", data)
    assert refusal.value.why == why


def test_no_cut_or_damaged_picture_does_anything_but_be_refused() -> None:
    whole = with_everything("JPEG")
    outcomes = set()
    for at in range(0, len(whole), 97):
        for data in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :]):
            try:
                outcomes.add(pictures.clean(data).media_type)
            except CannotKeep as refusal:
                outcomes.add(refusal.why)
    assert outcomes <= {"image/jpeg", Why.UNREADABLE, Why.TOO_MANY_PIXELS}
