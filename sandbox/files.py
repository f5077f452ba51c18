"""Files sent to and by the bot, pictures made up for tests."""

import hashlib
import struct
from dataclasses import dataclass

from sandbox.errors import bad_request
from sandbox.wire import Json

GET_FILE_LIMIT = 20_000_000
PHOTO_LIMIT = 10_000_000
SIDES = (90, 320, 800, 1280)
SUFFIX = {"photo": "jpg", "voice": "oga", "video": "mp4", "sticker": "webp", "document": "bin"}


@dataclass(slots=True, frozen=True)
class Stored:
    """A file at rest; `path` is its place below /file/bot<token>/."""

    file_id: str
    unique_id: str
    path: str
    kind: str
    data: bytes
    name: str
    mime: str

    def reference(self) -> Json:
        """The fields common to all file objects of the Bot API."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }


class Files:
    """All files, by id and by path."""

    def __init__(self) -> None:
        self.by_id: dict[str, Stored] = {}
        self.by_path: dict[str, Stored] = {}

    def put(self, data: bytes, kind: str, *, name: str = "", mime: str = "") -> Stored:
        """Keep a file under a new id."""
        number = len(self.by_path) + 1
        digest = hashlib.sha256(data + str(number).encode()).hexdigest()
        suffix = name.rpartition(".")[2] if "." in name else SUFFIX.get(kind, "bin")
        stored = Stored(
            file_id=f"SBX{kind[0].upper()}{number:06d}{digest[:40]}",
            unique_id=f"SBX{digest[:12]}",
            path=f"{kind}s/file_{number}.{suffix}",
            kind=kind,
            data=data,
            name=name or f"file_{number}.{suffix}",
            mime=mime or "application/octet-stream",
        )
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> Stored:
        """The file of this id, or ApiError."""
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored

    def photo(self, data: bytes) -> list[Json]:
        """PhotoSize objects, smallest first. Every size holds the same bytes."""
        width, height = dimensions(data)
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        longest = max(width, height)
        sides = [side for side in SIDES if side < longest] + [min(longest, SIDES[-1])]
        sizes = []
        for side in dict.fromkeys(sides):
            scaled = {
                "width": max(1, width * side // longest),
                "height": max(1, height * side // longest),
            }
            sizes.append({**self.put(data, "photo", mime="image/jpeg").reference(), **scaled})
        return sizes


def dimensions(data: bytes) -> tuple[int, int]:
    """Width and height of a JPEG, PNG, GIF or WebP; ApiError for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return _positive(width, height)
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return _positive(width, height)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512  # WebP hides its size in three ways; a nominal one is enough here
    if data[:2] == b"\xff\xd8":
        return _jpeg_dimensions(data)
    raise bad_request("IMAGE_PROCESS_FAILED")


def _jpeg_dimensions(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _positive(width, height)
        at += 2 + length
    raise bad_request("IMAGE_PROCESS_FAILED")


def _positive(width: int, height: int) -> tuple[int, int]:
    if not (width and height):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return width, height


def grey_jpeg(width: int = 320, height: int = 240, remark: str = "") -> bytes:
    """A real, evenly grey JPEG: every 8x8 block is coded as "no change", two zero bits."""
    blocks = -(-width // 8) * -(-height // 8)
    bits = 2 * blocks
    scan = bytearray(-(-bits // 8))
    if bits % 8:
        scan[-1] |= (1 << (8 - bits % 8)) - 1  # a scan is padded with ones
    one_code = bytes([1] + [0] * 15 + [0])
    segments = [
        (0xFE, remark.encode() or b"sandbox"),
        (0xDB, b"\x00" + b"\x01" * 64),
        (0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"),
        (0xC4, b"\x00" + one_code),
        (0xC4, b"\x10" + one_code),
        (0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    ]
    head = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body for marker, body in segments
    )
    return b"\xff\xd8" + head + bytes(scan) + b"\xff\xd9"
