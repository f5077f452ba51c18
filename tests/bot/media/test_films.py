"""Films lose their words in place, so that all offsets stay right; what hides a way is refused."""

import struct

import pytest

from bot.media import films, voices, workshop
from bot.media.cleaned import CannotKeep, Why

CANARY = b"+44.8231+021.3359/"
WHEN = struct.pack(">II", 0xDEADBEEF, 0xDEADBEEF)


def box(name: str, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, name.encode("latin-1")) + body


def handler(kind: bytes) -> bytes:
    return box("hdlr", bytes(8), kind, bytes(12), b"Core Media " + CANARY + b"\0")


def track(kind: bytes) -> bytes:
    media = box("mdia", box("mdhd", bytes(4), WHEN, bytes(8)), handler(kind), box("minf"))
    return box("trak", box("tkhd", bytes(4), WHEN, bytes(8)), media, box("udta", CANARY))


def film(*tracks: bytes, more: bytes = b"") -> bytes:
    words = box("udta", box("\xa9xyz", CANARY)) + box("meta", CANARY)
    head = box("mvhd", bytes(4), WHEN, bytes(8))
    moov = box("moov", head, *tracks, words, box("uuid", CANARY))
    start = box("ftyp", b"mp42", bytes(4), b"isom")
    return start + box("free", CANARY) + moov + box("mdat", b"PICTURES AND SOUND") + more


async def test_a_film_keeps_its_pictures_and_sound_where_they_are_and_nothing_else() -> None:
    before = film(track(b"vide"), track(b"soun"), more=box("uuid", CANARY))
    assert before.count(CANARY) == 9
    cleaned = await workshop.clean("video", before)

    assert (CANARY in cleaned.data, WHEN in cleaned.data) == (False, False)
    assert len(cleaned.data) == len(before)
    at = before.index(b"PICTURES AND SOUND")
    assert cleaned.data[at : at + 18] == b"PICTURES AND SOUND"
    assert cleaned.media_type == "video/mp4"


def test_a_film_with_a_track_of_places_is_refused() -> None:
    with pytest.raises(CannotKeep) as refusal:
        films.clean(film(track(b"vide"), track(b"meta")))
    assert refusal.value.why == Why.HIDDEN_TRACK


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 a renamed zip of some length",
        box("ftyp", b"mp42"),
        box("moov"),
        struct.pack(">I4s", 0xFFFFFFFF, b"ftyp") + b"mp42",
        struct.pack(">I4s", 4, b"ftyp") + b"mp42",
        struct.pack(">I4sQ", 1, b"ftyp", 3),
        box("ftyp", b"mp42") + box("moov", box("mvhd")),
        box("ftyp", b"mp42") + box("moov", *[box("free")] * 20_001),
        film(track(b"vide"))[:-3],
    ],
)
def test_what_is_no_film_is_refused(data: bytes) -> None:
    with pytest.raises(CannotKeep) as refusal:
        films.clean(data)
    assert refusal.value.why == Why.UNREADABLE


def test_no_cut_or_damaged_film_does_anything_but_be_refused() -> None:
    whole = film(track(b"vide"), track(b"soun"))
    for at in range(len(whole)):
        for data in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :]):
            try:
                cleaned = films.clean(data)
            except CannotKeep:
                continue
            assert len(cleaned.data) == len(data)


async def test_a_voice_message_is_kept_as_it_is() -> None:
    assert (await workshop.clean("voice", b"OggS rest")).data == b"OggS rest"
    with pytest.raises(CannotKeep):
        voices.clean(b"ID3 music")
