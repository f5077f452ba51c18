"""The border line, the places beside it and typed coordinates; data is read when first asked."""
