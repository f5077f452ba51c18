"""The Common Alerting Protocol (OASIS CAP-v1.2): what central systems send, and what they get."""
