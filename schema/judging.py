"""Is this a request, or an update, as the Bot API has it? The judge is aiogram's models."""

import json
import re
from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

from aiogram import methods
from aiogram.types import BufferedInputFile, Update
from pydantic import BaseModel, ValidationError

from schema.bounds import bounds

METHODS: dict[str, type[BaseModel]] = {
    str(vars(cls)["__api_method__"]).lower(): cls
    for cls in vars(methods).values()
    if isinstance(cls, type)
    and issubclass(cls, methods.TelegramMethod)
    and cls is not methods.TelegramMethod
}
ATTACHED = re.compile(r"attach://([\w.-]+)")


def faults_of_request(method: str, params: dict[str, Any]) -> list[str]:
    """What is wrong with a request, parameters as they were received; empty where nothing is.

    A value of a form is a string, and JSON inside it where the parameter is more than a string;
    a file is `{"file_name", "size"}`.
    """
    model = METHODS.get(method.lower())
    if model is None:
        return ["no such method"]
    return list(_faults(model, dict(_decoded(model, params)), bounded=True))


def faults_of_update(update: dict[str, Any]) -> list[str]:
    """What is wrong with an update, as sent to the assistant; empty where nothing is."""
    return list(_faults(Update, update, bounded=False))


def _faults(model: type[BaseModel], values: dict[str, Any], *, bounded: bool) -> Iterator[str]:
    try:
        instance = model.model_validate(values)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            yield f"{'.'.join(map(str, one['loc'])) or model.__name__}: {one['msg']}"
        return
    yield from _walked(instance, "", bounded=bounded)


def _walked(value: object, path: str, *, bounded: bool) -> Iterator[str]:
    """The models accept any further field and any length; this does not."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walked(item, f"{path}.{index}", bounded=bounded)
    if not isinstance(value, BaseModel):
        return
    for name in value.model_extra or {}:
        yield f"{f'{path}.{name}'.lstrip('.')}: unknown"
    limits = bounds(type(value)) if bounded else {}
    for name in value.model_fields_set & type(value).model_fields.keys():
        inner = getattr(value, name)
        here = f"{path}.{name}".lstrip(".")
        if name in limits and (fault := limits[name].fault(inner)):
            yield f"{here}: {fault}"
        yield from _walked(inner, here, bounded=bounded)


def _decoded(model: type[BaseModel], params: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    attached = set(ATTACHED.findall(json.dumps(params)))
    for name, value in params.items():
        if isinstance(value, dict) and value.keys() == {"file_name", "size"}:
            if name not in attached:
                yield name, BufferedInputFile(b"", filename=str(value["file_name"]))
        elif isinstance(value, str) and not _takes_text(model, name):
            yield name, _from_json(value)
        else:
            yield name, value


def _takes_text(model: type[BaseModel], name: str) -> bool:
    """Whether a parameter may be a bare string; an unknown parameter may be anything."""
    field = model.model_fields.get(name)
    if field is None:
        return True
    is_union = get_origin(field.annotation) in {Union, UnionType}
    return str in (get_args(field.annotation) if is_union else (field.annotation,))


def _from_json(text: str) -> Any:  # noqa: ANN401 - JSON is anything
    try:
        return json.loads(text)
    except ValueError:
        return text
