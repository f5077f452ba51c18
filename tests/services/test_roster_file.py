"""A roster file is read whole: everybody in it, or everything that is wrong with it."""

from pathlib import Path

import pytest

from services import roster_file
from services.roster_file import Entry, RosterRefused
from storage.people import Role

SAMPLE = Path(__file__).parents[2] / "bot/samples/roster.csv"
HEADER = "service_number,name,country,service,unit,sectors,roles,language,phone"
MILA = "RS-1,Mila Jovanović,RS,Granična policija,SGP,Nera,officer,sr-Cyrl,064 111 0001"
ION = "RO-2,Ion Popescu,RO,Poliția de Frontieră,,,duty;officer,ro,+40 721 110 001"


def file(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines, ""]).encode()


def refused(data: bytes) -> list[str]:
    with pytest.raises(RosterRefused) as refusal:
        roster_file.read(data)
    return list(refusal.value.sentences)


def mila(**cells: str) -> str:
    """Mila's line with other cells."""
    line = dict(zip(HEADER.split(","), MILA.split(","), strict=True)) | cells
    return ",".join(line.values())


def test_people_are_read_as_they_stand() -> None:
    assert roster_file.read(file(MILA, ION)) == [
        Entry(
            line=2,
            service_number="RS-1",
            name="Mila Jovanović",
            country="RS",
            service="Granična policija",
            unit="SGP",
            sectors=("Nera",),
            roles=(Role.OFFICER,),
            language="sr-Cyrl",
            phone="+381641110001",
        ),
        Entry(
            line=3,
            service_number="RO-2",
            name="Ion Popescu",
            country="RO",
            service="Poliția de Frontieră",
            unit="",
            sectors=(),
            roles=(Role.DUTY, Role.OFFICER),
            language="ro",
            phone="+40721110001",
        ),
    ]


def test_the_sample_roster_has_both_countries_and_all_four_services() -> None:
    entries = roster_file.read(SAMPLE.read_bytes())
    assert {(each.country, each.service) for each in entries} == {
        ("RS", "Granična policija"),
        ("RO", "Poliția de Frontieră"),
        ("RO", "Poliția Română"),
        ("RO", "Jandarmeria Română"),
    }
    assert {role for each in entries for role in each.roles} == set(Role)
    assert {each.language for each in entries} == set(roster_file.LANGUAGES)
    named = {each.name: (each.country, each.roles, each.language) for each in entries}
    assert [
        named[name]
        for name in ("Mila Jovanović", "Dragan Petrović", "Ion Popescu", "Elena Ionescu")
    ] == [
        ("RS", (Role.OFFICER,), "sr-Cyrl"),
        ("RS", (Role.DUTY,), "sr-Latn"),
        ("RO", (Role.DUTY,), "ro"),
        ("RO", (Role.OFFICER,), "ro"),
    ]


def test_writings_of_one_thing_are_one_thing() -> None:
    plain = roster_file.read(file(MILA))
    columns = HEADER.split(",")
    backwards = ",".join(reversed(MILA.split(",")))
    assert roster_file.read(b"\xef\xbb\xbf" + file(MILA)) == plain
    assert roster_file.read(file(MILA).replace(b"\n", b"\r\n")) == plain
    assert roster_file.read(file(MILA, "", ",,,,,,,,")) == plain
    assert roster_file.read(file(backwards, header=",".join(reversed(columns)))) == plain
    for cells in (
        {"name": "Mila Jovanovic\u0301"},
        {"name": '" Mila  Jovanović"'},
        {"country": "rs", "language": "SR-CYRL", "roles": "Officer;officer;"},
        {"sectors": "; Nera ;Nera"},
        {"phone": "+381 (64) 111-00-01"},
        {"phone": "641110001"},  # what a spreadsheet makes of a number that begins with 0
        {"phone": "381641110001"},
    ):
        assert roster_file.read(file(mila(**cells))) == plain, cells


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"service_number": ""}, "service_number is empty."),
        ({"name": " "}, "name is empty."),
        ({"service": ""}, "service is empty."),
        ({"country": ""}, "country is empty."),
        ({"country": "HU"}, "country is 'HU', neither RO nor RS."),
        ({"language": "sr"}, "language is 'sr', none of ro, sr-Cyrl, sr-Latn, en."),
        ({"language": ""}, "language is empty."),
        (
            {"roles": "officer;boss"},
            "roles has 'boss', none of officer, duty, coordinator, admin, pcc, participant.",
        ),
        ({"roles": ""}, "roles is empty."),
        ({"roles": ";"}, "roles is empty."),
        ({"phone": ""}, "phone is empty."),
        ({"phone": "064 11"}, "phone is '064 11', which is no number of RS."),
        ({"phone": "+40721110001"}, "phone is '+40721110001', which is no number of RS."),
        ({"phone": "3.81641E+11"}, "phone is '3.81641E+11', which is no number of RS."),
        ({"phone": "064-POLICE"}, "phone is '064-POLICE', which is no number of RS."),
        ({"name": "M" * 121}, "name is longer than 120 signs."),
        ({"service_number": "1" * 41}, "service_number is longer than 40 signs."),
        ({"sectors": "Nera;" + "N" * 81}, "a sector is longer than 80 signs."),
        ({"name": "Mila\x00"}, "name has an invisible sign in it."),
        ({"name": '"Mila\nJovanović"'}, "name has an invisible sign in it."),
        ({"unit": "SGP\u202e"}, "unit has an invisible sign in it."),
        ({"service_number": "RS\u200b-1"}, "service_number has an invisible sign in it."),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(cells: dict[str, str], sentence: str) -> None:
    assert refused(file(ION, mila(**cells))) == [f"Line 3: {sentence}"]


def test_every_wrong_row_is_named() -> None:
    wrong = file(
        mila(country="HU", language="hu"),
        ION,
        mila(service_number="RO-2"),
        mila(service_number="RS-7", phone="+381 64 1110001"),
        "RS-8,too,few",
        '"two\nlines",,,,,,,,',
        mila(service_number="RS-9", name=""),
    )
    assert refused(wrong) == [
        "Line 2: country is 'HU', neither RO nor RS.",
        "Line 2: language is 'hu', none of ro, sr-Cyrl, sr-Latn, en.",
        "Line 4: service_number 'RO-2' is on line 3 already.",
        "Line 5: phone +381641110001 is that of line 4 already.",
        "Line 6: it has 3 cells, the header 9.",
        "Line 7: country is empty.",
        "Line 7: language is empty.",
        "Line 7: name is empty.",
        "Line 7: phone is empty.",
        "Line 7: roles is empty.",
        "Line 7: service is empty.",
        "Line 7: service_number has an invisible sign in it.",
        "Line 9: name is empty.",
        "Line 9: phone +381641110001 is that of line 4 already.",
    ]


def test_a_bad_header_says_what_is_expected() -> None:
    header = HEADER.replace(",name,", ",full name,").replace("unit", "phone")
    assert refused(file(MILA, header=header)) == [
        "Line 1: the column name is missing.",
        "Line 1: the column unit is missing.",
        "Line 1: there is no column 'full name'.",
        "Line 1: the column phone is there twice.",
        f"The first line must be: {HEADER}",
    ]


def test_without_a_header_nothing_is_guessed() -> None:
    sentences = refused(file(ION, header=MILA))
    assert sentences[0] == "Line 1: the column service_number is missing."
    assert sentences[-1] == f"The first line must be: {HEADER}"


@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_recognised(sign: str, word: str) -> None:
    reason = "as spreadsheets do in some countries. Save the file with commas between columns."
    assert refused(file(MILA).replace(b",", sign.encode())) == [
        f"The columns are separated by {word}, {reason}"
    ]


def test_another_encoding_is_recognised_where_it_begins() -> None:
    text = file(ION, MILA).decode().replace("ț", "t").replace("ă", "a")
    assert refused(text.encode("cp1250")) == [
        "Line 3: this is not UTF-8, and names would come out wrong. Save the file as CSV in UTF-8."
    ]
    assert refused(text.encode("utf-16")) == [
        "The file is encoded in UTF-16. Save it as CSV in UTF-8."
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \n\n", "The file is empty."),
        (file(), "There is nobody in the file."),
        (b"x" * (8 * 1024 * 1024 + 1), "The file is larger than 8 MB, which no roster is."),
    ],
)
def test_a_file_without_people_is_refused(data: bytes, sentence: str) -> None:
    assert refused(data) == [sentence]


def test_a_quotation_mark_that_never_ends_is_named_beside_other_faults() -> None:
    assert refused(file(mila(language="hu"), mila(service_number='"RS-2'))) == [
        "Line 2: language is 'hu', none of ro, sr-Cyrl, sr-Latn, en.",
        "Line 3: from here on this is not CSV (unexpected end of data).",
    ]


def test_reading_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    roster_file.read(file(MILA, ION), lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
