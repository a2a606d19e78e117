"""A glossary of the foreign words, terms and abbreviations that French articles explain."""

__version__ = "0.1.0"
