"""Room on a picture: what is taken, and where something still fits."""

from collections.abc import Iterable
from dataclasses import dataclass

from geography.picture.mercator import Pixel


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, middle: Pixel, width: float, height: float) -> "Box":
        """A rectangle of this size."""
        x, y = middle
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def middle(self) -> Pixel:
        """Half-way across and down."""
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Box") -> bool:
        """Whether the other lies inside."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


class Room:
    """A picture being filled: nothing is put over what is there, nor over the edge."""

    def __init__(self, width: float, height: float) -> None:
        self._whole = Box(0, 0, width, height)
        self._taken: list[Box] = []

    def take(self, box: Box) -> None:
        """Something stands here, whatever else does."""
        self._taken.append(box)

    def free(self, box: Box) -> bool:
        """Whether it lies inside and over nothing."""
        return self._whole.holds(box) and not any(box.overlaps(each) for each in self._taken)

    @property
    def taken(self) -> tuple[Box, ...]:
        """All that stands here by now."""
        return tuple(self._taken)

    def put(self, candidates: Iterable[Box]) -> Box | None:
        """The first that is free, taken from now on; none where none is."""
        for box in candidates:
            if self.free(box):
                self.take(box)
                return box
        return None
