"""Each check of a translation lets a good one be and finds a planted fault."""

from collections.abc import Callable, Iterator

import pytest

from locales import checks
from locales.catalogues import Entry

Check = Callable[[Entry], Iterator[str]]


def entry(english: str, *forms: str, fuzzy: bool = False) -> Entry:
    sentences = tuple(english.split(" | "))
    return Entry("views/sightings.py", None, sentences, forms, fuzzy)


MIXED = "C\u0443\u0442\u0440\u0430"  # a Latin C before Cyrillic letters
REPORTS = "{n} report | {n} reports"

GOOD: list[tuple[Check, Entry]] = [
    (checks.complete, entry("Yes", "Да")),
    (checks.complete, entry(REPORTS, "{n} дојава", "{n} дојаве", "{n} дојава")),
    (checks.certain, entry("Yes", "Да")),
    (checks.placeholders, entry("From {a} to {b}", "До {b} од {a}")),
    (checks.placeholders, entry("{{n}} is {n}, {n}", "{{n}} је {n}")),
    (checks.placeholders, entry(REPORTS, "{n} raport", "{n} rapoarte", "{n} de rapoarte")),
    (checks.edges, entry("Where?\n", "Где?\n")),
    (checks.edges, entry("Not yet…", "Још не…")),
    (checks.signs, entry("⚠️ Alert → all", "⚠️ Упозорење → сви")),
    (checks.characters, entry("“Stop!”\n", "„Стој!“\n")),
    (checks.characters, entry("👮‍♂️", "👮‍♂️")),
    (checks.serbian_letters, entry("x", "Пошаљите /sighting на {place}: https://t.me/x, @Straja")),
    (checks.serbian_letters, entry("x", "14:05 RS / 15:05 RO, 10 км, ЂЕРДАП-Џеп")),
    (checks.romanian_letters, entry("x", "Trimiteți /raport la {loc}: Vârșeț, „Țânțar”, într-un")),
    (checks.romanian_numbers, entry(REPORTS, "{n} raport", "{n} rapoarte", "{n} de rapoarte")),
    (checks.romanian_numbers, entry(REPORTS, "{n} km", "{n} din {m}", "{n}: {m}")),
]

FAULTY: list[tuple[Check, Entry, list[str]]] = [
    (checks.complete, entry("Yes", ""), ["is not translated"]),
    (checks.complete, entry("Yes", " "), ["is not translated"]),
    (checks.complete, entry(REPORTS, "", "", ""), ["is not translated"]),
    (checks.complete, entry(REPORTS, "{n} дојава", "", "{n} дојава"), ["has no plural form 1"]),
    (
        checks.certain,
        entry("Yes", "Да", fuzzy=True),
        ["is marked fuzzy: confirm or correct the translation, then remove the mark"],
    ),
    (
        checks.placeholders,
        entry("No. {number}", "Бр. {nunber}"),
        [
            "{number} is not in all of its forms: “Бр. {nunber}”",
            "{nunber} is not in all of its forms: “Бр. {nunber}”",
        ],
    ),
    (
        checks.placeholders,
        entry(REPORTS, "raport", "{n} rapoarte", "{n} de rapoarte"),
        ["{n} is not in all of its forms: “raport”"],
    ),
    (
        checks.placeholders,
        entry("One report | {n} reports", "{n} raport", "{n} rapoarte", "{n} de rapoarte"),
        ["{n} is not in all of its forms: “One report”"],
    ),
    (
        checks.placeholders,
        entry("No. {n}", "Бр. {n"),
        ["cannot be filled in: expected '}' before end of string"],
    ),
    (checks.edges, entry("Where?", "Где"), ["does not end as its English does: “Где”"]),
    (checks.edges, entry("Where", "Где "), ["does not end as its English does: “Где ”"]),
    (checks.edges, entry("Where\n", "Где"), ["does not end as its English does: “Где”"]),
    (checks.edges, entry("Where", " Где"), ["does not begin as its English does: “ Где”"]),
    (checks.signs, entry("✅ Done", "Готово"), ["has other signs than its English: “Готово”"]),
    (
        checks.characters,
        entry("č", "c\u030c"),
        ["is not in composed form (NFC): “c\u030c”"],
    ),
    (
        checks.characters,
        entry("Yes", "Да\u200b"),
        ["has an invisible character U+200B: “Да\u200b”"],
    ),
    (
        checks.characters,
        entry("“Stop”", '"Стој"'),
        ['has typewriter quotes; write „…“ in Serbian, „…” in Romanian: “"Стој"”'],
    ),
    (
        checks.serbian_letters,
        entry("x", MIXED),
        [f"“{MIXED}” is not all of the Serbian alphabet: C (latin capital letter c)"],
    ),
    (
        checks.serbian_letters,
        entry("x", "мой"),
        ["“мой” is not all of the Serbian alphabet: й (cyrillic small letter short i)"],
    ),
    (
        checks.serbian_letters,
        entry("x", "Pošalji"),
        ["“Pošalji” is not Cyrillic, nor among the Latin words of locales/letters.py"],
    ),
    (
        checks.romanian_letters,
        entry("x", "ofi\u0163er"),
        ["“ofi\u0163er” has a cedilla where Romanian has a comma: “ofițer”"],
    ),
    (
        checks.romanian_letters,
        entry("x", "s\u0327i"),
        ["“\u015fi” has a cedilla where Romanian has a comma: “și”"],
    ),
    (
        checks.romanian_letters,
        entry("x", "Đerdap"),
        ["“Đerdap” is not all of the Romanian alphabet: Đ (latin capital letter d with stroke)"],
    ),
    (
        checks.romanian_numbers,
        entry(REPORTS, "{n} raport", "{n} de rapoarte", "{n} rapoarte"),
        [
            "in its plural form 1 Romanian has no “de” after the number: “{n} de rapoarte”",
            "in its plural form 2 Romanian joins number and noun by “de”: “{n} rapoarte”",
        ],
    ),
]


@pytest.mark.parametrize(("check", "good"), GOOD)
def test_a_good_translation_is_let_be(check: Check, good: Entry) -> None:
    assert list(check(good)) == []


@pytest.mark.parametrize(("check", "faulty", "faults"), FAULTY)
def test_a_planted_fault_is_found(check: Check, faulty: Entry, faults: list[str]) -> None:
    assert list(check(faulty)) == faults


def test_every_check_is_applied_and_has_its_planted_fault() -> None:
    applied = {check for language in checks.OF_LANGUAGE.values() for check in language}

    assert applied == {check for check, _, _ in FAULTY} == {check for check, _ in GOOD}
