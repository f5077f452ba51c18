"""Extraction follows the sources, and the check names what is wrong with a tree."""

from pathlib import Path

import pytest

from locales import checks, strings
from tests.locales.conftest import Tree


def check(root: Path) -> int:
    return strings.main(["check", "--root", str(root)])


def test_a_whole_tree_has_no_fault(tree: Tree) -> None:
    assert checks.faults(tree.root) == []
    assert check(tree.root) == 0


def test_the_template_is_ordered_as_the_sources_and_has_no_line_numbers(tree: Tree) -> None:
    assert tree.template.read_text(encoding="utf-8").partition("\n\n")[2] == (
        '#: views/sightings.py\nmsgid "Where is it?"\nmsgstr ""\n\n'
        '#: views/sightings.py\n#, python-brace-format\nmsgid "{n} report"\n'
        'msgid_plural "{n} reports"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )


def test_extracting_again_changes_nothing(tree: Tree) -> None:
    before = {path: path.read_bytes() for path in tree.root.rglob("*.po*")}

    assert strings.extract(tree.root) == []
    assert {path: path.read_bytes() for path in tree.root.rglob("*.po*")} == before


def test_a_new_sentence_adds_its_own_lines_only(tree: Tree) -> None:
    before = tree.catalogue("sr").read_text(encoding="utf-8")
    tree.replace(
        tree.view,
        '        _("Where is it?"),\n',
        "        # Translators: shown on a button.\n"
        '        _("A sentence that is long enough to be wrapped by any tool that wraps at 79."),\n'
        '        _("Where is it?"),\n',
    )

    assert [path.name for path in strings.extract(tree.root)] == ["bot.pot"] + ["straja.po"] * 2
    header, _, rest = before.partition("\n\n")
    assert tree.catalogue("sr").read_text(encoding="utf-8") == (
        f"{header}\n\n#. shown on a button.\n#: views/sightings.py\n"
        'msgid "A sentence that is long enough to be wrapped by any tool that wraps at 79."\n'
        f'msgstr ""\n\n{rest}'
    )


def test_a_changed_sentence_is_untranslated_and_the_old_one_is_gone(tree: Tree) -> None:
    tree.replace(tree.view, "Where is it?", "Where is it now?")

    strings.extract(tree.root)

    text = tree.catalogue("ro").read_text(encoding="utf-8")
    assert 'msgid "Where is it now?"\nmsgstr ""\n' in text
    assert "Unde este?" not in text
    assert "fuzzy" not in text


def test_a_sentence_that_becomes_countable_starts_empty(tree: Tree) -> None:
    tree.replace(tree.view, '_("Where is it?")', 'reader.ngettext("Where is it?", "Where?", 2)')

    strings.extract(tree.root)

    assert 'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n' in tree.catalogue("ro").read_text("utf-8")


def test_a_sentence_of_two_views_is_translated_once(tree: Tree) -> None:
    other = tree.view.with_name("duty.py")
    other.write_text('def text(reader):\n    return reader.gettext("Where is it?")\n')

    strings.extract(tree.root)

    text = tree.catalogue("sr").read_text(encoding="utf-8")
    assert text.count("Where is it?") == 1
    assert "#: views/duty.py views/sightings.py\n" in text
    assert check(tree.root) == 0


def test_the_same_word_in_two_contexts_is_translated_twice(tree: Tree) -> None:
    tree.view.write_text(
        "def texts(reader):\n"
        '    return reader.pgettext("report", "New"), reader.pgettext("alert", "New")\n'
    )

    strings.extract(tree.root)

    text = tree.catalogue("sr").read_text(encoding="utf-8")
    assert 'msgctxt "report"\nmsgid "New"\n' in text
    assert 'msgctxt "alert"\nmsgid "New"\n' in text


def test_an_untranslated_sentence_fails_the_check(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.replace(tree.catalogue("ro"), "Unde este?", "")

    assert check(tree.root) == 1
    assert capsys.readouterr().err == (
        "locales/ro/LC_MESSAGES/straja.po: “Where is it?” (views/sightings.py) is not translated.\n"
    )


def test_a_sentence_that_was_not_extracted_fails_the_check(tree: Tree) -> None:
    tree.replace(tree.view, "Where is it?", "Where is it now?")

    assert checks.faults(tree.root) == [
        "locales/bot.pot is not up to date with the sources: run `make strings`.",
        "locales/sr/LC_MESSAGES/straja.po is not up to date with the sources: run `make strings`.",
        "locales/ro/LC_MESSAGES/straja.po is not up to date with the sources: run `make strings`.",
    ]


def test_a_missing_catalogue_fails_the_check(tree: Tree) -> None:
    tree.catalogue("ro").unlink()

    assert checks.faults(tree.root) == [
        "locales/ro/LC_MESSAGES/straja.po is not up to date with the sources: run `make strings`."
    ]


def test_an_obsolete_sentence_fails_the_check(tree: Tree) -> None:
    with tree.catalogue("ro").open("a", encoding="utf-8") as file:
        file.write('\n#~ msgid "Gone"\n#~ msgstr "Dus"\n')

    assert checks.faults(tree.root) == [
        "locales/ro/LC_MESSAGES/straja.po is not up to date with the sources: run `make strings`."
    ]


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("_(text)", "_() takes literal texts, or nobody can find and translate them."),
        ('_(f"{place}")', "_() takes literal texts, or nobody can find and translate them."),
        (
            'reader.ngettext("{n} boat", many, 3)',
            "ngettext() takes literal texts, or nobody can find and translate them.",
        ),
        (
            'reader.pgettext(context, "New")',
            "pgettext() takes literal texts, or nobody can find and translate them.",
        ),
        (
            '_("report", "New")',
            "_() is given too much: a context goes to pgettext(), by that name.",
        ),
        ("f\"1: {_('Where is it?')}\"", "a text inside an f-string is not extracted."),
        ('_("Seen at {time}")', "{time} of “Seen at {time}” is not given."),
        ('_("Seen", time=1)', "time= has no place in “Seen”."),
        ('_("Seen at {}")', "“Seen at {}” cannot be filled in: a placeholder is not a name."),
        (
            '_("Seen at {time")',
            "“Seen at {time” cannot be filled in: expected '}' before end of string.",
        ),
    ],
)
def test_a_text_asked_for_wrongly_fails_the_check(tree: Tree, call: str, fault: str) -> None:
    with tree.view.open("a", encoding="utf-8") as file:
        file.write(f"    {call}\n")

    assert f"views/sightings.py:10: {fault}" in checks.faults(tree.root)


def test_values_given_as_a_mapping_are_let_be(tree: Tree) -> None:
    with tree.view.open("a", encoding="utf-8") as file:
        file.write('    _("Seen at {time}", **values)\n')

    assert not [fault for fault in checks.faults(tree.root) if fault.startswith("views/")]
