"""The professional terms of both services, as the glossary words them."""

import csv
from functools import cache
from importlib.resources import files


@cache
def terms() -> dict[str, dict[str, str]]:
    """Every row of locales/glossary.csv: key, then column (`en`, `sr_Cyrl`, `sr_Latn`, `ro`)."""
    text = files("locales").joinpath("glossary.csv").read_text(encoding="utf-8")
    return {row.pop("key"): row for row in csv.DictReader(text.splitlines())}
