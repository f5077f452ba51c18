"""The methods of the Bot API, a module for each matter; importing the package registers them."""

from sandbox.methods import (
    albums,
    callbacks,
    chats,
    commands,
    deleting,
    editing,
    forwarding,
    media,
    pins,
    places,
    polling,
    profile,
    texts,
    webhooks,
)

__all__ = [
    "albums",
    "callbacks",
    "chats",
    "commands",
    "deleting",
    "editing",
    "forwarding",
    "media",
    "pins",
    "places",
    "polling",
    "profile",
    "texts",
    "webhooks",
]
