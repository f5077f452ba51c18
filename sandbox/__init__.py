"""A stand-in for Telegram: Bot API, people with phones, faults, and a log that tests believe."""
