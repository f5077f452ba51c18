"""Faults on order: which calls go wrong, how, and how often that happened."""

import random
from dataclasses import asdict, dataclass

from sandbox.errors import ApiError, ControlError, bad_request, too_many
from sandbox.wire import Json

AFTER = frozenset({"deliver+hang", "deliver+500", "deliver+reset"})
BEFORE = frozenset({"429", "500", "502", "403", "400"})
KINDS = AFTER | BEFORE | {"drop", "migrate", "slow"}


@dataclass(slots=True)
class Fault:
    """An order; `times` None means without end."""

    id: int
    kind: str
    method: str | None = None
    chat: int | None = None
    seconds: float | None = None
    times: int | None = 1
    share: float | None = None
    seed: int | None = None
    description: str | None = None
    fired: int = 0

    def fits(self, method: str, chat: int | None) -> bool:
        """Whether a call is meant, and the order is not yet used up."""
        if self.times is not None and self.fired >= self.times:
            return False
        if self.kind == "migrate" and (chat is None or chat >= 0):
            return False
        named = self.method is None or self.method.lower() == method.lower()
        return named and (self.chat is None or self.chat == chat)

    def refusal(self, chat: int | None) -> ApiError:
        """The error of a fault that strikes before anything is carried out."""
        if self.kind == "429":
            return too_many(int(self.seconds or 1))
        if self.kind == "403":
            whom = "blocked by the user" if (chat or 0) >= 0 else "kicked from the group chat"
            return ApiError(403, self.description or f"Forbidden: bot was {whom}")
        if self.kind == "400":
            wording = self.description or "Bad Request: refused by a sandbox fault"
            return bad_request(wording.removeprefix("Bad Request: "))
        reason = "Internal Server Error" if self.kind == "500" else "Bad Gateway"
        return ApiError(int(self.kind), self.description or reason)


class Faults:
    """All orders; the oldest one that fits strikes."""

    def __init__(self) -> None:
        self._orders: dict[int, Fault] = {}
        self._dice: dict[int, random.Random] = {}
        self._last = 0

    def order(self, wish: Json) -> Fault:
        """Take an order as posted; ControlError where it makes no sense."""
        kind = str(wish.get("kind"))
        if kind not in KINDS:
            known = ", ".join(sorted(KINDS))
            raise ControlError(400, f"There is no fault {kind!r}; there are {known}.")
        unknown = set(wish) - {*Fault.__slots__} | {"id", "fired"} & set(wish)
        if unknown:
            raise ControlError(400, f"A fault has no {', '.join(sorted(unknown))}.")
        for name in ("seconds", "times", "share", "chat", "seed"):
            if not isinstance(wish.get(name), int | float | None):
                raise ControlError(400, f"The field {name!r} must be a number.")
        self._last += 1
        fault = Fault(**{"id": self._last, **wish, "kind": kind})
        if fault.share is not None and "times" not in wish:
            fault.times = None  # a share of all calls, not of the first one
        self._orders[fault.id] = fault
        self._dice[fault.id] = random.Random(fault.seed)  # noqa: S311 -- no secret
        return fault

    def take(self, method: str, chat: int | None) -> Fault | None:
        """The fault this call meets, counted; None when it is spared."""
        for fault in self._orders.values():
            if not fault.fits(method, chat):
                continue
            if fault.share is not None and self._dice[fault.id].random() >= fault.share:
                continue
            fault.fired += 1
            return fault
        return None

    def cancel(self, fault_id: int | None = None) -> None:
        """Withdraw one order, or all."""
        if fault_id is None:
            self._orders.clear()
        elif self._orders.pop(fault_id, None) is None:
            raise ControlError(404, f"There is no fault {fault_id}.")

    def __bool__(self) -> bool:
        return bool(self._orders)

    def all(self) -> list[Json]:
        """Every order and how often it struck."""
        return [asdict(fault) for fault in self._orders.values()]
