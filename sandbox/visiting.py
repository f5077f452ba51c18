"""Captions, hints and the story of the phones page, over HTTP."""

from aiohttp import web

from sandbox import visit
from sandbox.control import Ask, answering
from sandbox.errors import ControlError
from sandbox.wire import Json


def read_captions(ask: Ask) -> Json:
    """Every line that can be captioned."""
    return {"lines": ask.world.visit.captions}


def set_captions(ask: Ask) -> Json:
    """A whole new table: `{"lines": [[pattern, english, language], …]}`."""
    ask.world.visit.captions = visit.captions(ask.need("lines"))
    _tell(ask, "captions")
    return {"lines": len(ask.world.visit.captions)}


def read_hints(ask: Ask) -> Json:
    """What each person may try, by id."""
    return {str(person): text for person, text in ask.world.visit.hints.items()}


def set_hint(ask: Ask) -> Json:
    """What a person may try: `{"person", "text"}`; an empty text takes it away."""
    number = ask.whole("person")
    if number is None:
        raise ControlError(400, "The field 'person' is missing.")
    person, text = ask.world.person(number), str(ask.body.get("text") or "")
    hints = ask.world.visit.hints
    if hints.get(person.id, "") != text:
        hints[person.id] = text
        _tell(ask, "hints")
    return {"person": person.id, "text": text}


def read_story(ask: Ask) -> Json:
    """Whether a story can be played, and how far it is."""
    return ask.world.visit.story.as_fact()


def ask_for_story(ask: Ask) -> Json:
    """Somebody has pressed *play the story*."""
    ask.world.visit.story.ask()
    _tell(ask, "story")
    return ask.world.visit.story.as_fact()


async def await_story(ask: Ask) -> Json:
    """How often it was asked for, once that is more than `after` or `wait` seconds are over."""
    story = ask.world.visit.story
    if ask.wait() and story.asked <= int(ask.query("after")):
        await story.bell.wait(ask.wait())
    return {"asked": story.asked}


def tell_progress(ask: Ask) -> Json:
    """Any facts of the teller's: `playing`, `step`, `of`, `person`, `label`, `scene`, `failed`."""
    ask.world.visit.story.progress(ask.body)
    _tell(ask, "story")
    return ask.world.visit.story.as_fact()


def _tell(ask: Ask, kind: str) -> None:
    ask.world.tell({"chat_id": None, "seq": ask.world.seq, "kind": kind})


def routes() -> list[web.RouteDef]:
    """What this module serves."""
    return [
        web.get("/sandbox/captions", answering(read_captions)),
        web.post("/sandbox/captions", answering(set_captions)),
        web.get("/sandbox/hints", answering(read_hints)),
        web.post("/sandbox/hints", answering(set_hint)),
        web.get("/sandbox/story", answering(read_story)),
        web.post("/sandbox/story", answering(ask_for_story)),
        web.get("/sandbox/story/asked", answering(await_story)),
        web.post("/sandbox/story/progress", answering(tell_progress)),
    ]
