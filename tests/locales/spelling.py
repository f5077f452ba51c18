"""The spelling of both languages, by the dictionaries beside this file and a reviewed word list."""

from pathlib import Path

from spylls.hunspell import Dictionary

from locales import letters

HERE = Path(__file__).parent
_DICTIONARIES = {"sr": "sr_RS.zip", "ro": "ro_RO.zip"}


class Speller:
    """Knows the words of a language; made once per run, because reading it takes seconds."""

    def __init__(self, language: str) -> None:
        self._dictionary = Dictionary.from_zip(
            str(HERE / "dictionaries" / _DICTIONARIES[language]),
        )
        list_of_words = (HERE / f"reviewed_words_{language}.txt").read_text(encoding="utf-8")
        self._listed: dict[str, bool] = {}
        lines = (line.partition("#")[0].strip() for line in list_of_words.splitlines())
        self.reviewed = {line for line in lines if line}

    def unknown(self, text: str) -> list[str]:
        """The words that are neither in the dictionary nor reviewed, as they stand in the text."""
        return [word for word in letters.words(text) if not self._knows(word)]

    def listed(self, word: str) -> bool:
        """Is it in the dictionary?"""
        if word not in self._listed:
            # Small letters first: the dictionary tries four ways to read a capitalised word.
            self._listed[word] = any(map(self._dictionary.lookup, (word.lower(), word)))
        return self._listed[word]

    def _knows(self, word: str) -> bool:
        pieces = word.split("-")
        return self._knows_whole(word) or (len(pieces) > 1 and all(map(self._knows_whole, pieces)))

    def _knows_whole(self, word: str) -> bool:
        forms = {word, word.lower(), word.capitalize()}
        reviewed = self.reviewed | letters.LATIN_IN_SERBIAN | letters.FOREIGN_IN_ROMANIAN
        return not forms.isdisjoint(reviewed) or self.listed(word)
