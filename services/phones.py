"""Telephone numbers in one form, so that two writings of one number are equal."""

import re

import phonenumbers

# As people write numbers; the library would take letters for digits, as on old dials.
_WRITTEN = re.compile(r"[+\d\s()/.\-–]+")


def normal(typed: str, country: str) -> str | None:
    """A number of this country (`RS`, `RO`) or with its prefix as E.164; None where it is none."""
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def of_country(typed: str, country: str) -> str | None:
    """A number of this country, national or with its prefix, as E.164; None for any other.

    It must be one in use or be as long as its mobile numbers: ranges new since the library's last
    release are no mistake.
    """
    written = normal(typed, country) if _WRITTEN.fullmatch(typed) else None
    if written is None:
        return None
    number = phonenumbers.parse(written)
    mobile = phonenumbers.PhoneNumberType.MOBILE
    right = number.country_code == phonenumbers.country_code_for_region(country) and (
        phonenumbers.is_valid_number(number)
        or phonenumbers.is_possible_number_for_type(number, mobile)
    )
    return written if right else None


def shared(by_telegram: str, country: str) -> str | None:
    """The number in a contact, which Telegram writes with or without its plus sign."""
    digits = by_telegram.strip()
    return normal(digits if digits.startswith("+") else f"+{digits}", country)
