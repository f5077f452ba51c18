"""sendLocation, sendVenue, editMessageLiveLocation, stopMessageLiveLocation."""

from sandbox.calls import Call, method
from sandbox.errors import bad_request
from sandbox.messages import Message
from sandbox.methods.editing import change, target
from sandbox.params import Params
from sandbox.wire import Json

FOREVER = 0x7FFFFFFF


def location(params: Params) -> Json:
    """Location object, degrees WGS 84; ApiError outside the globe."""
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if latitude is None or longitude is None:
        name = "latitude" if latitude is None else "longitude"
        raise bad_request(f"{name} is empty" if not params.text(name) else "wrong " + name)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("invalid location specified")
    shown: Json = {"latitude": latitude, "longitude": longitude}
    for name, top in (("horizontal_accuracy", 1500.0), ("heading", 360.0)):
        value = params.number(name)
        if value is not None and not 0 <= value <= top:
            raise bad_request(f"invalid {name} specified")
        if value:
            shown[name] = value if name == "horizontal_accuracy" else int(value)
    return shown


@method("sendLocation")
def send_location(call: Call) -> object:
    """A point on the map, live where live_period is given."""
    shown = location(call.params)
    period = call.params.integer("live_period")
    if period and not (60 <= period <= 86_400 or period == FOREVER):
        raise bad_request("invalid live location period specified")
    if period:
        shown["live_period"] = period
    return call.send({"location": shown})


@method("sendVenue")
def send_venue(call: Call) -> object:
    """A point with a name and an address."""
    shown = location(call.params)
    title, address = call.params.text("title"), call.params.text("address")
    if not title:
        raise bad_request("title must be non-empty")
    if not address:
        raise bad_request("address must be non-empty")
    return call.send(
        {"venue": {"location": shown, "title": title, "address": address}, "location": shown}
    )


@method("editMessageLiveLocation")
def edit_live_location(call: Call) -> object:
    """Move a live location the bot has sent."""
    message = _live(call)
    period = message.body["location"]["live_period"]
    return change(call, message, {"location": {**location(call.params), "live_period": period}})


@method("stopMessageLiveLocation")
def stop_live_location(call: Call) -> object:
    """End it where it is."""
    message = _live(call)
    still = {key: value for key, value in message.body["location"].items() if key != "live_period"}
    return change(call, message, {"location": still})


def _live(call: Call) -> Message:
    message = target(call)
    period = message.body.get("location", {}).get("live_period")
    if not period or (period != FOREVER and call.now() > message.date + period):
        raise bad_request("message can't be edited")
    return message
