"""Refusals: those a bot gets from the Bot API, and those a test gets from the control side."""


class ApiError(Exception):
    """A refusal in the shape of the Bot API; `parameters` as in ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class ControlError(Exception):
    """A refusal of the control side: an HTTP status and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def bad_request(what: str) -> ApiError:
    """400, worded as Telegram words it."""
    return ApiError(400, f"Bad Request: {what}")


def too_many(seconds: int) -> ApiError:
    """429, to be retried after so many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
