"""The check of our Bot API requests against models that others wrote."""
