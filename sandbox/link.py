"""The HTTP link between a test and the control side of the sandbox."""

from types import TracebackType
from typing import Any, Self

import aiohttp

from sandbox.wire import Json


class SandboxError(Exception):
    """The sandbox refused; the sentence says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.sentence = sentence


class Link:
    """A connection to one sandbox; use it as a context manager or call `close`."""

    def __init__(self, base_url: str) -> None:
        self.url = base_url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def ask(
        self,
        verb: str,
        path: str,
        body: Json | None = None,
        **query: object,
    ) -> Any:  # noqa: ANN401 -- JSON of any shape
        """Any request of the control side; SandboxError where it is refused."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        given = {key: str(value) for key, value in query.items() if value is not None}
        async with self._session.request(
            verb, f"{self.url}/sandbox/{path}", json=body, params=given
        ) as answer:
            content = await answer.json()
        if answer.status >= 400:
            raise SandboxError(answer.status, content["error"])
        return content

    async def fetch(self, path: str) -> bytes:
        """Bytes of the control side; SandboxError where there are none."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.get(f"{self.url}/sandbox/{path}") as answer:
            if answer.status >= 400:
                raise SandboxError(answer.status, (await answer.json())["error"])
            return await answer.read()

    async def do(self, person: int, deed: str, **body: object) -> Json:
        """Have a person do something; what is None is left out."""
        given = {key: value for key, value in body.items() if value is not None}
        done: Json = await self.ask("POST", f"people/{person}/{deed}", given)
        return done
