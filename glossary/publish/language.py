"""The language of the interface: which one a reader wants, its messages, its dates and numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from glossary.model import GlossaryError

LANGUAGES = ("fr", "en")
COOKIE = "langue"
_FILE = Path(__file__).parent / "messages.toml"


@cache
def load_messages(path: Path = _FILE) -> Mapping[str, Mapping[str, str]]:
    """Every message in every language; GlossaryError names the one that lacks a language."""
    messages: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    for name, message in messages.items():
        if set(message) != set(LANGUAGES):
            raise GlossaryError(f"{path.name}: [{name}] must have exactly {' and '.join(LANGUAGES)}")
    return messages


def choose_language(asked: str | None, cookie: str | None, accepted: str | None) -> str:
    """The address decides, then the reader's own choice, then the browser's list, then French.

    >>> choose_language(None, None, "de, en;q=0.8, fr;q=0.5")
    'en'
    """
    for wanted in (asked, cookie):
        if wanted in LANGUAGES:
            return str(wanted)
    ranked: list[tuple[float, int, str]] = []
    for place, part in enumerate((accepted or "")[:500].split(",")):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.strip().lower()[:2]
        if language in LANGUAGES:
            ranked.append(
                (-float(weight) if re.fullmatch(r"[01](\.\d{1,3})?", weight.strip()) else -1.0, place, language)
            )
    wanted_most = min((choice for choice in ranked if choice[0] < 0), default=(0, 0, "fr"))
    return wanted_most[2]


_MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_NAMES = {
    "fr": {
        "fr": "français", "en": "anglais", "de": "allemand", "es": "espagnol", "it": "italien", "la": "latin",
        "ar": "arabe", "ja": "japonais", "ru": "russe", "pt": "portugais", "nl": "néerlandais", "zh": "chinois",
    },
    "en": {
        "fr": "French", "en": "English", "de": "German", "es": "Spanish", "it": "Italian", "la": "Latin",
        "ar": "Arabic", "ja": "Japanese", "ru": "Russian", "pt": "Portuguese", "nl": "Dutch", "zh": "Chinese",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """How the interface speaks in one language."""

    language: str

    def say(self, name: str, **values: object) -> str:
        """The message, with its values; « a|b » is singular and plural, chosen by ``n``."""
        text = load_messages()[name][self.language]
        if not values:
            return text
        if "|" in text:
            one, many = text.split("|")
            count = values["n"]
            assert isinstance(count, int)
            text = one if count == 1 or (count == 0 and self.language == "fr") else many
        shown = {key: self.number(value) if isinstance(value, int) else value for key, value in values.items()}
        return text.format(**shown)

    def say_or(self, name: str, otherwise: str) -> str:
        """The message when there is one by this name: for values of the database, such as the kind of a gloss."""
        return self.say(name) if name in load_messages() else otherwise

    def number(self, value: int) -> str:
        """1234567 → « 1 234 567 » or "1,234,567"."""
        return f"{value:,}".replace(",", "\u202f") if self.language == "fr" else f"{value:,}"

    def date(self, value: str | None) -> str:
        """An ISO date (or year, or month) in words; what is not one is given back as it is."""
        return _date_in_words(self.language, value) if value else ""

    def name_language(self, code: str) -> str:
        """The name of a language, or its code when the name is not known here."""
        return _NAMES[self.language].get(code, code)


@lru_cache(maxsize=4096)  # a page names the same days and months over and over
def _date_in_words(language: str, value: str) -> str:
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?.*", value)
    if not parts or not 1 <= int(parts[2] or 1) <= 12:
        return value
    year, month, day = parts.groups()
    words = [_MONTHS[language][int(month) - 1]] if month else []
    if day:
        words.insert(0, "1er" if day == "01" and language == "fr" else str(int(day)))
    return "\u00a0".join([*words, year])
