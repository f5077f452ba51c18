"""Everything a person sees: texts and keyboards per feature, as pure functions."""
