"""The Telegram edge: what a person types, presses or shares becomes one service call."""
