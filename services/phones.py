"""Telephone numbers in one form, so that two writings of one number are equal."""

import phonenumbers


def normal(typed: str, country: str) -> str | None:
    """A number of this country (`RS`, `RO`) or with its prefix as E.164; None where it is none."""
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shared(by_telegram: str, country: str) -> str | None:
    """The number in a contact, which Telegram writes with or without its plus sign."""
    digits = by_telegram.strip()
    return normal(digits if digits.startswith("+") else f"+{digits}", country)
