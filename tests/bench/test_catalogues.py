"""How long the catalogues take to be read when the assistant starts."""

import time
from pathlib import Path

import pytest
from babel.messages import Catalog

import locales.catalogues
from views import catalogues
from views.language import Language

MESSAGES = 600


@pytest.mark.parametrize("run", range(3))
def test_reading_every_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: int) -> None:
    for folder in ("sr", "ro"):
        catalogue = Catalog(locale=folder)
        sentence = "Потврдите до {time} да је све у реду, број {n} на месту: {place}."
        for number in range(MESSAGES):
            text = f"Sentence no. {number} about {{place}}, due by {{time}}: {{n}} of them."
            catalogue.add(
                (text, text) if number % 10 == 0 else text,
                (sentence,) * 3 if number % 10 == 0 else sentence,
                [("views/sightings.py", number + 1)],
            )
        path = tmp_path / folder / "LC_MESSAGES" / "straja.po"
        path.parent.mkdir(parents=True)
        path.write_text(locales.catalogues.written(catalogue), encoding="utf-8")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.translations.cache_clear()

    for language in Language:
        start = time.perf_counter()
        read = catalogues.translations(language)
        elapsed = (time.perf_counter() - start) * 1000
        print(f"run {run}: {MESSAGES} messages, {language}: {elapsed:.0f} ms")
        assert language == Language.EN or read.gettext(text) != text
    catalogues.translations.cache_clear()
