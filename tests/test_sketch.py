"""A sketch is of a text's words, however they are cut out of it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from glossary.forms import fold
from glossary.store.duplicates import _hash, _words, sketch


@given(st.text(alphabet="abé œ'’-_ .,…½№™\u0301\u00a0\u2009\x1c«»sxSXİ\u200d①", max_size=30))
def test_the_words_of_a_sketch_are_those_of_the_whole_text_folded(text: str) -> None:
    assert _words(text) == [_hash(word) for word in re.findall(r"\w+", fold(text))]


def test_other_words_have_another_sketch() -> None:
    assert sketch("l'état d'urgence") != sketch("l'état d'alerte")
