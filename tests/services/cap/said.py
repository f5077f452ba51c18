"""A CAP message that is right, and others made from it."""

MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>MUP-2026-1</identifier>
  <sender>alarm@mup.example</sender>
  <sent>2026-11-26T02:30:00+01:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Restricted</scope>
  <restriction>Police</restriction>
  <info>
    <language>sr-Cyrl</language>
    <category>Security</category>
    <event>Потрага за возилом</event>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Observed</certainty>
    <expires>2026-11-26T08:30:00+01:00</expires>
    <headline>Бели комби из Неготина</headline>
    <area>
      <areaDesc>Бела Црква</areaDesc>
      <polygon>44.9,21.4 44.9,21.5 44.8,21.5 44.9,21.4</polygon>
      <circle>44.89,21.42 12.5</circle>
      <geocode><valueName>sector</valueName><value>BC</value></geocode>
    </area>
  </info>
</alert>
"""


def message(*pairs: tuple[str, str]) -> bytes:
    """The message, with each of these replaced by what follows it."""
    text = MESSAGE
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()
