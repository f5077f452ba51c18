"""A bot that speaks plain HTTP, so that nothing between it and the sandbox corrects anything."""

from typing import Any

import aiohttp

TOKEN = "4242:made-up-token-of-tests"


class BotApi:
    """Calls methods and returns what came back, unjudged."""

    def __init__(self, url: str, token: str = TOKEN) -> None:
        self.url = url
        self.token = token
        self.session = aiohttp.ClientSession()
        self.headers: dict[str, str] = {}

    async def raw(self, method: str, **request: Any) -> tuple[int, dict[str, Any]]:
        address = f"{self.url}/bot{self.token}/{method}"
        async with self.session.post(address, **request) as answer:
            self.headers = dict(answer.headers)
            return answer.status, await answer.json()

    async def __call__(self, method: str, **params: Any) -> Any:
        """The result; AssertionError where Telegram refuses."""
        status, body = await self.raw(method, json=params)
        assert status == 200, body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a refusal that must come."""
        status, body = await self.raw(method, json=params)
        assert status != 200, body
        assert status == body["error_code"]
        return str(body["description"])
