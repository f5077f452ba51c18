"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import json
import socket
import struct
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from sandbox import wire
from sandbox.errors import ApiError, bad_request
from sandbox.params import Params, Upload
from sandbox.performing import Outcome, perform, refusal, refuse_unread
from sandbox.wire import Json
from sandbox.world import World

LARGEST_UPLOAD = 50 * 1024 * 1024
WORLD = web.AppKey("world", World)


async def call(request: web.Request) -> web.StreamResponse:
    """Any method."""
    world = request.app[WORLD]
    name = request.match_info["method"]
    try:
        bot = world.bot_of_token(request.match_info["token"])
    except ApiError as error:
        return answer(refusal(error))
    try:
        params = await read_params(request)
    except ApiError as error:
        return answer(refuse_unread(world, bot, name, error))
    world.requests.append(
        {"at": world.clock.now(), "bot": bot.id, "method": name, "params": params.as_logged()}
    )
    agent = request.headers.get("User-Agent", "")
    doing = perform(world, bot, name, params, agent=agent)
    if world.faults and name.lower() != "getupdates":
        # A slow call goes through even when its caller hangs up meanwhile; a poll ends with him.
        outcome = await asyncio.shield(world.spawn(doing))
    else:
        outcome = await doing
    if outcome.hang:
        await asyncio.sleep(outcome.hang)
    if outcome.status is None:
        return cut_off(request, reset=outcome.reset)
    return answer(outcome)


def answer(outcome: Outcome) -> web.Response:
    """An HTTP answer with the body and, for 429, its Retry-After header."""
    headers = {}
    if outcome.retry_after is not None:
        headers["Retry-After"] = str(outcome.retry_after)
    return web.Response(
        body=wire.dump(outcome.body).encode(),
        status=outcome.status or 200,
        content_type="application/json",
        headers=headers,
    )


def cut_off(request: web.Request, *, reset: bool) -> web.Response:
    """Close the connection without a word; a reset makes the other side notice it as an error."""
    transport = request.transport
    if transport is not None:
        if reset and (sock := transport.get_extra_info("socket")) is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def read_params(request: web.Request) -> Params:
    """Parameters of query and body together; ApiError where they cannot be read."""
    values: Json = dict(request.query)
    if request.method == "GET" or not request.can_read_body:
        return Params(values)
    if request.content_type == "multipart/form-data":
        return await _multipart(request, values)
    body = await request.read()
    try:
        if request.content_type == "application/json":
            decoded = wire.load(body) if body.strip() else {}
            if not isinstance(decoded, dict):
                raise bad_request("can't parse JSON object")
            return Params(values | decoded)
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except (json.JSONDecodeError, RecursionError):
        raise bad_request("can't parse JSON object") from None
    return Params(values | dict(pairs))


async def _multipart(request: web.Request, values: Json) -> Params:
    params = Params(values)
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            data = bytes(await part.read())
            if len(data) > LARGEST_UPLOAD:
                raise ApiError(413, "Request Entity Too Large")
            if part.filename is None:
                params.values[part.name] = data.decode()
            else:
                mime = part.headers.get("Content-Type", "application/octet-stream")
                params.uploads[part.name] = Upload(part.filename, data, mime)
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad_request("can't parse multipart request") from None
    return params


async def file(request: web.Request) -> web.Response:
    """The bytes of a file."""
    world = request.app[WORLD]
    try:
        world.bot_of_token(request.match_info["token"])
    except ApiError as error:
        return answer(refusal(error))
    stored = world.files.by_path.get(request.match_info["path"])
    if stored is None:
        return answer(refusal(ApiError(404, "Not Found")))
    return web.Response(body=stored.data, content_type="application/octet-stream")


def routes() -> list[web.RouteDef]:
    """What this module serves. What has no colon is no token at all: 401 as well."""
    return [
        web.route("GET", "/bot{token}/{method}", call, allow_head=False),
        web.post("/bot{token}/{method}", call),
        web.get("/file/bot{token}/{path:.+}", file),
    ]
