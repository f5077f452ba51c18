"""The HTTP edge: the webhook, and what is read from outside."""
