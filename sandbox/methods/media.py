"""sendPhoto, sendDocument, sendVideo, sendVoice, getFile."""

from sandbox import media_bodies
from sandbox.calls import Call, method
from sandbox.errors import bad_request
from sandbox.files import GET_FILE_LIMIT


@method("sendPhoto")
def send_photo(call: Call) -> object:
    """A picture, shown as one."""
    return _send(call, "photo")


@method("sendDocument")
def send_document(call: Call) -> object:
    """Any file."""
    return _send(call, "document")


@method("sendVideo")
def send_video(call: Call) -> object:
    """A film."""
    return _send(call, "video")


@method("sendVoice")
def send_voice(call: Call) -> object:
    """A voice message."""
    return _send(call, "voice")


def _send(call: Call, kind: str) -> object:
    return call.send(media_bodies.body(call, kind, call.params) | call.caption())


@method("getFile")
def get_file(call: Call) -> object:
    """Where a file can be fetched; not above 20 MB."""
    if not call.params.text("file_id"):
        raise bad_request("file_id not specified")
    stored = call.world.files.by_id.get(call.params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > GET_FILE_LIMIT:
        raise bad_request("file is too big")
    return {**stored.reference(), "file_path": stored.path}
