"""What a file becomes in a message: photo sizes, a document, a video, a voice message."""

from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.files import PHOTO_LIMIT, Files
from sandbox.params import Params, Upload
from sandbox.wire import Json

NUMBERS = {"video": ("width", "height", "duration"), "voice": ("duration",)}


def body(call: Call, kind: str, source: Params) -> Json:
    """The media field of a message of this kind, made of an upload or an id sent earlier.

    `source` holds the parameters that describe the file: the call's own, or an InputMedia.
    """
    given = _given(call, kind, source)
    if isinstance(given, str):
        return _again(call.world.files, kind, given)
    if kind == "photo":
        if len(given.data) > PHOTO_LIMIT:
            raise bad_request("file is too big")
        return {"photo": call.world.files.photo(given.data)}
    return {kind: new_file(call.world.files, kind, given, source)}


def new_file(files: Files, kind: str, given: Upload, source: Params) -> Json:
    """The object of a file which is no photo."""
    stored = files.put(given.data, kind, name=given.name, mime=given.mime)
    shown: Json = {**stored.reference(), "mime_type": stored.mime}
    if kind in {"document", "video"}:
        shown["file_name"] = stored.name
    if kind == "sticker":
        shape = {"type": "regular", "width": 512, "height": 512}
        shown |= {**shape, "is_animated": False, "is_video": False, "emoji": "👍"}
        del shown["mime_type"]
    for name in NUMBERS.get(kind, ()):
        shown[name] = source.integer(name)
    return shown


def _given(call: Call, kind: str, source: Params) -> Upload | str:
    """The uploaded file, or the id of one sent earlier."""
    name = "media" if "media" in source.values else kind
    value = source.text(name)
    part = value.removeprefix("attach://") if value.startswith("attach://") else name
    upload = call.params.uploads.get(part)
    if upload is None and not value:
        raise bad_request(f"there is no {kind} in the request")
    if upload is None and value.startswith("attach://"):
        raise bad_request("wrong file identifier/HTTP URL specified")
    if upload is None and "://" in value:
        raise bad_request("failed to get HTTP URL content")
    if upload is not None and not upload.data:
        raise bad_request("file must be non-empty")
    return upload or value


def _again(files: Files, kind: str, file_id: str) -> Json:
    stored = files.get(file_id)
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.capitalize()} as {kind}")
    if kind == "photo":
        return {"photo": files.photo(stored.data)}
    again: Json = {**stored.reference(), "mime_type": stored.mime}
    if kind != "voice":
        again["file_name"] = stored.name
    return {kind: again | dict.fromkeys(NUMBERS.get(kind, ()), 0)}
