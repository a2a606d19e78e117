"""Adapted forms and their source: « déconfliction » and « deconfliction », « liker » and « like ».

A proposal, for learned words that both languages formed from Latin look the same (« estérification »): join
two forms only where the source is itself found as a loanword. A form that a French dictionary has is left
alone unless it is listed.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator, Sequence

from glossary.extract.foreign_forms import Form, look_up
from glossary.rules.loanwords import Adaptation, load_adaptations

RARE = 3.0  # Zipf: a form that French uses more than once a million words is French, whatever it came from
USED = 1.5  # Zipf: French must have met the source of a derived form before it derived from it
MORE_ENGLISH = 0.3  # how much more frequent in English, in powers of ten, a source must be


@functools.lru_cache(maxsize=10_000)
def source_form(form: str) -> str | None:
    """The foreign form that a French adaptation comes from, or None where it is not known.

    >>> source_form("déconfliction"), source_form("liker"), source_form("réunion")
    ('deconfliction', 'like', None)
    """
    plain = unicodedata.normalize("NFC", form.lower())
    listed, rules = load_adaptations()
    if plain in listed or plain.removesuffix("s") in listed:
        return listed.get(plain) or listed[plain.removesuffix("s")]
    known = look_up(plain)
    if known.in_french or known.french > RARE or (known.in_english and known.kind == "foreign"):
        return None
    for respelled in (_unaccented(plain), _unaccented(plain).removesuffix("s")):
        if respelled not in {plain, plain.removesuffix("s")} and _is_english(look_up(respelled)):
            return respelled
    derived = {source for source in _stems(plain, rules) if _is_english(look_up(source))}
    used = sorted(source for source in derived if look_up(source).french >= USED)
    return max(used, key=lambda source: look_up(source).english, default=None)


def _stems(form: str, rules: Sequence[Adaptation]) -> Iterator[str]:
    """What the rules lead to, without the accents that French added."""
    for pattern, sources in rules:
        for stem in (form, form.removesuffix("s")):
            if match := pattern.fullmatch(stem):
                yield from (source for text in sources if (source := _unaccented(match.expand(text))) != form)


def _is_english(form: Form) -> bool:
    return not form.in_french and form.english >= 1.2 and form.gap >= MORE_ENGLISH


def _unaccented(form: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c))
