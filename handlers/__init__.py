"""The Telegram edge: what a person types, presses or shares, and the one service call it means."""
