"""Registration plates, found again however they were typed."""

import unicodedata

import cyrtranslit

# Cyrillic letters that look like a Latin one, as a plate that is copied has them.
_ALIKE = str.maketrans("АВЕКМНОРСТХЈ", "ABEKMHOPCTXJ")
# What the same and the other Cyrillic letters stand for where a plate was typed by its sound.
_BY_SOUND = str.maketrans("АБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШЫЭЙ", "ABVGDDEZZIJKLMNOPRSTCUFHCCSYEJ")
LONGEST_KEY = 40


def key(typed: str) -> str:
    """A plate without script, diacritics, separators and small letters: equal keys, same plate.

    `ВА 012-АК` copied letter by letter is `BA012AK`. One letter that looks like no Latin one tells
    that the plate was typed by its sound: `ВШ 012-АБ` is `VS012AB`, as `VŠ 012-AB` is. Empty where
    nothing of a plate was typed.
    """
    capitals = unicodedata.normalize("NFC", typed.upper())
    copied = capitals.translate(_ALIKE)
    by_sound = any("\u0400" <= letter <= "\u04ff" for letter in copied)
    latin = capitals.translate(_BY_SOUND) if by_sound else copied
    plain = unicodedata.normalize("NFKD", latin.replace("Đ", "D").replace("Ð", "D"))
    return "".join(each for each in plain if each.isascii() and each.isalnum())[:LONGEST_KEY]


def shown(typed: str) -> str:
    """A plate as it stands on the vehicle, for readers of either script: in Latin capitals.

    Serbian plates carry both. Letters that were copied from the Cyrillic ones become those they
    look like; where one looks like no Latin letter, the plate was typed by its sound.
    """
    capitals = " ".join(unicodedata.normalize("NFC", typed.upper()).split())
    copied = capitals.translate(_ALIKE)
    by_sound = any("\u0400" <= letter <= "\u04ff" for letter in copied)
    return str(cyrtranslit.to_latin(capitals, "sr")).upper() if by_sound else copied
