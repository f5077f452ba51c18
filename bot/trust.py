"""Whose certificates count on the way to Telegram: the system's, and those of STRAJA_CA_BUNDLE."""

import os
import ssl


class CannotTrust(Exception):  # noqa: N818 says what is the matter
    """The bundle cannot be used; the sentence names the setting."""


def context(ca_bundle: str | None) -> ssl.SSLContext:
    """What to check a server with; `ca_bundle` is a PEM file, or empty. Raises `CannotTrust`."""
    made = ssl.create_default_context()
    if ca_bundle:
        try:
            made.load_verify_locations(cafile=ca_bundle)
        except ssl.SSLError:
            raise CannotTrust(
                f"STRAJA_CA_BUNDLE: {ca_bundle} holds no certificates in PEM format."
            ) from None
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise CannotTrust(f"STRAJA_CA_BUNDLE: {ca_bundle} cannot be read: {reason}.") from None
    return made
