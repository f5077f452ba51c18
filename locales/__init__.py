"""The texts in each language: the catalogues, the glossary and the tool that keeps them whole."""
