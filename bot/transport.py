"""How a call reaches Telegram, and whether one that failed may have been accepted."""

import io
import json
import os
from collections.abc import Mapping
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot import trust

os.environ["PTB_TIMEDELTA"] = "1"  # durations as timedelta; the library warns otherwise

CONNECT = 5.0  # seconds to get a connection, waiting for a free one included
READ = 5.0  # seconds between two pieces of an answer
WRITE = 60.0  # seconds more that the whole exchange may take: the largest upload on a slow line
_TOO_LARGE = 413
_JSON = {"Content-Type": "application/json"}


class NotSent(NetworkError):  # noqa: N818 it says what happened, as the library's own names do
    """The call never left: it can be made again without a second copy."""


class Ambiguous(TimedOut):
    """The call left and its answer is unknown: Telegram may have accepted it."""


class JsonBody(RequestData):  # type: ignore[misc]  # it goes where the library's own goes
    """Parameters of a call as one JSON text: the Bot API takes it as it takes a form, for less."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        super().__init__([])
        self.body = json.dumps(parameters).encode()


class FormBody(RequestData):  # type: ignore[misc]  # it goes where the library's own goes
    """Parameters of a call together with the bytes of one file, which they name as `attach://`."""

    PART = "file"

    def __init__(
        self, parameters: Mapping[str, Any], data: bytes, *, name: str, media_type: str
    ) -> None:
        super().__init__([])
        self._fields = parameters
        self._data, self._name, self._media_type = data, name, media_type

    @property
    def form(self) -> aiohttp.FormData:
        """A form for one sending."""
        form = aiohttp.FormData(quote_fields=False)  # file names as they are, in any script
        for name, value in self._fields.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        file = io.BytesIO(self._data)  # as bare bytes it would be written in one go
        form.add_field(self.PART, file, filename=self._name, content_type=self._media_type)
        return form


class AiohttpRequest(BaseRequest):
    """Bot API requests over one aiohttp session, made by `initialize` and closed by `shutdown`.

    Addresses of calls hold the bot's token, and aiohttp's errors hold addresses: what is raised
    here names the kind of error only and keeps no trace of the original.
    """

    def __init__(
        self,
        *,
        connections: int = 16,
        proxy: str | None = None,
        ca_bundle: str | None = None,
        read_timeout: float = READ,
    ) -> None:
        """`ca_bundle`: a PEM file to trust beside the system's; `read_timeout` in seconds."""
        self._connections = connections
        self._proxy = proxy
        self._ca_bundle = ca_bundle
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds between two pieces of an answer, where a call does not say."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Ready to call; again is no mistake. Raises `trust.CannotTrust`."""
        if self._session is not None and not self._session.closed:
            return
        trusted = trust.context(self._ca_bundle)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, ssl=trusted),
            headers={"User-Agent": "straja"},
        )

    async def shutdown(self) -> None:
        """Close every connection; again is no mistake."""
        if self._session is not None:
            await self._session.close()

    async def do_request(  # noqa: PLR0917 the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 aiohttp counts it as connecting
    ) -> tuple[int, bytes]:
        """One call: the HTTP status and the body of the answer.

        Raises `NotSent` and `Ambiguous`.
        """
        connect = _seconds(connect_timeout, CONNECT)
        read = _seconds(read_timeout, self._read_timeout)
        limits = aiohttp.ClientTimeout(
            total=connect + read + _seconds(write_timeout, WRITE), connect=connect, sock_read=read
        )
        try:
            return await self._exchange(url, method, request_data, limits)
        except (NotSent, Ambiguous):
            raise
        except (aiohttp.ClientError, OSError) as error:
            failure = _failure(error)
        raise failure  # outside the handler, so that it keeps no reference to the original

    async def _exchange(
        self, url: str, method: str, data: RequestData | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None or self._session.closed:
            raise NotSent("The connection to Telegram is closed.")
        async with self._session.request(
            method,
            url,
            data=_body(data),
            headers=_JSON if isinstance(data, JsonBody) else None,
            timeout=limits,
            proxy=self._proxy,
            allow_redirects=False,  # a redirect would carry the token elsewhere
        ) as answer:
            body = await answer.read()
        if not 200 <= answer.status < 300 and not 400 <= answer.status < 500:
            raise Ambiguous(f"HTTP {answer.status}")
        # A proxy or a front server may answer for itself. Only Telegram's own word, which is JSON,
        # may bury a message; what is too large is refused before it comes to that.
        own = method != "POST" or answer.status == _TOO_LARGE or body.lstrip().startswith(b"{")
        if not own:
            raise Ambiguous(f"HTTP {answer.status} that is not from the Bot API")
        return answer.status, body


def _seconds(given: object, otherwise: float) -> float:
    return float(given) if isinstance(given, int | float) else otherwise


def _body(data: RequestData | None) -> aiohttp.FormData | bytes | None:
    if data is None:
        return None
    if isinstance(data, JsonBody):
        return data.body
    if isinstance(data, FormBody):
        return data.form
    form = aiohttp.FormData(quote_fields=False)  # file names as they are, in any script
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    if data.contains_files:
        for name, (filename, content, kind) in _files(data):
            form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _files(data: RequestData) -> list[tuple[str, tuple[str, Any, str]]]:
    return list((data.multipart_data or {}).items())


def _failure(error: Exception) -> NotSent | Ambiguous:
    """A connection that could not be made carried nothing; after that, nobody can tell."""
    kind = type(error).__name__
    if isinstance(
        error,
        aiohttp.ClientConnectorError
        | aiohttp.ConnectionTimeoutError
        | aiohttp.ClientHttpProxyError
        | aiohttp.InvalidURL,
    ):
        return NotSent(f"No connection to Telegram ({kind})")
    return Ambiguous(f"No answer from Telegram ({kind})")
