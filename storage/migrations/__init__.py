"""Revisions of the tables, one after the other."""
