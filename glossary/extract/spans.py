"""A paragraph as the gloss rules see it: characters, tokens with their tags, quotations and brackets.

Built only for paragraphs that hold a cue, and in one pass, so that a line of 100,000 brackets costs what
100,000 letters cost.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import add
from typing import Any

Span = tuple[int, int]

LIKELY = 0.4  # confidence of a loanword above which its tokens are taken as foreign
DEEPEST = 8  # brackets nested deeper than this are noise
EDGE = " \t\n\r\f\v\u2028\u2029«»\"“”„'‘()[]{},;:.!?…-–—"
_ATTRIBUTES = ["LOWER", "POS", "MORPH", "IDX", "LENGTH", "IS_SPACE"]
_MARK = re.compile(r'[«»"()\[\]]')
_DASHES = {"–", "—", "--", "---"}
_CLOSES = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, straightened; all offsets are within it, ``start`` is its place in the article."""

    start: int
    text: str
    words: tuple[str, ...]  # the tokens, lower case
    tags: tuple[str, ...]  # their parts of speech; PART for a participle
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[Span, ...]
    quotes: dict[int, int]  # place of an opening mark → place of its closing mark
    quote_ends: dict[int, int]
    brackets: dict[int, int]
    bracket_ends: dict[int, int]
    loanwords: tuple[tuple[int, int, str, float], ...]  # start, end, language, confidence

    def token_from(self, place: int) -> int:
        """Number of the first token that starts at or after ``place``."""
        return bisect_left(self.starts, place)

    def token_before(self, place: int) -> int:
        """Number of the last token that ends at or before ``place``, −1 if there is none."""
        return bisect_right(self.ends, place) - 1

    def tokens_in(self, start: int, end: int) -> range:
        """Numbers of the tokens within [start, end)."""
        return range(self.token_from(start), self.token_before(end) + 1)

    def sentence_at(self, place: int) -> int:
        """Number of the sentence that ``place`` is in."""
        return max(0, bisect_right(self.sentences, (place, len(self.text) + 1)) - 1)

    def quoted_at(self, place: int) -> Span | None:
        """What is between quotation marks that open at ``place``."""
        close = self.quotes.get(place)
        return self.trim(place + 1, close) if close is not None else None

    def quoted_until(self, place: int) -> Span | None:
        """What is between quotation marks that close right before ``place``."""
        opening = self.quote_ends.get(place - 1)
        return self.trim(opening + 1, place - 1) if opening is not None else None

    def is_quoted(self, span: Span) -> bool:
        """Whether quotation marks stand right around the span."""
        left, right = span
        while left > 0 and self.text[left - 1] == " ":
            left -= 1
        while right < len(self.text) and self.text[right] == " ":
            right += 1
        return left > 0 and self.quotes.get(left - 1) == right

    def skip_spaces(self, place: int) -> int:
        """The next place that is not a space."""
        while place < len(self.text) and self.text[place] == " ":
            place += 1
        return place

    def back_spaces(self, place: int) -> int:
        """The end of the last thing before ``place`` that is not a space."""
        while place > 0 and self.text[place - 1] == " ":
            place -= 1
        return place

    def trim(self, start: int, end: int) -> Span:
        """The span without spaces, outer marks and unbalanced brackets at its edges."""
        text = self.text
        while start < end and text[start] in EDGE and not self._balanced(start, end, at_start=True):
            start += 1
        while end > start and text[end - 1] in EDGE and not self._balanced(start, end, at_start=False):
            end -= 1
        return start, end

    def _balanced(self, start: int, end: int, at_start: bool) -> bool:
        """Whether the mark at an edge belongs to a pair inside the span that does not embrace all of it."""
        if at_start:
            close = self.brackets.get(start, self.quotes.get(start))
            return close is not None and close < end - 1
        opening = self.bracket_ends.get(end - 1, self.quote_ends.get(end - 1))
        return opening is not None and opening > start

    def whole_word(self, span: Span) -> Span:
        """The span with the rest of a hyphenated word that it cuts: « checking » → « fact-checking »."""
        start, end = span
        while start > 1 and self.text[start - 1] == "-" and self.text[start - 2].isalnum():
            start -= 2
            while start > 0 and self.text[start - 1].isalnum():
                start -= 1
        return start, end

    def loanword_at(self, start: int, end: int) -> tuple[str, float] | None:
        """Language and confidence of a loanword that covers most of the span."""
        for left, right, lang, confidence in self.loanwords:
            if min(end, right) - max(start, left) > 0.6 * (end - start):
                return lang, confidence
        return None


def read_paragraph(doc: Any, loanwords: tuple[tuple[int, int, str, float], ...]) -> Paragraph:
    """The paragraph of a Doc; ``loanwords`` are those within it."""
    text = doc.user_data["text"]
    quotes, brackets = _pairs(text)
    columns = doc.to_array(_ATTRIBUTES)  # making a Python token of each would take most of the time
    lower, pos, morph, starts, lengths = columns[columns[:, 5] == 0, :5].T.tolist()
    foreign = [(start, end) for start, end, _, sure in loanwords if sure >= LIKELY]
    words = tuple(map(doc.vocab.strings.__getitem__, lower))
    return Paragraph(
        start=doc.user_data["start"],
        text=text,
        words=words,
        tags=_tags(doc.vocab.strings, words, pos, morph, starts, foreign),
        starts=tuple(starts),
        ends=tuple(map(add, starts, lengths)),
        sentences=tuple((s.start_char, s.end_char) for s in doc.sents),
        quotes=quotes,
        quote_ends={close: opening for opening, close in quotes.items()},
        brackets=brackets,
        bracket_ends={close: opening for opening, close in brackets.items()},
        loanwords=loanwords,
    )


def _tags(
    strings: Any, words: tuple[str, ...], pos: list[int], morph: list[int], starts: list[int], foreign: list[Span]
) -> tuple[str, ...]:
    """The parts of speech, with participles told from other verb forms.

    The tagger guesses at foreign words (« le deep web/VERB »): those of a likely loanword are X.
    """
    names = {number: strings[number] if number else "" for number in {*pos, *morph}}
    participles = {number for number in set(morph) if "VerbForm=Part" in names[number]}
    tags = [
        "PART" if shape in participles and names[tag] == "VERB" else names[tag]
        for tag, shape in zip(pos, morph, strict=True)
    ]
    for number, word in enumerate(words):
        if word in _DASHES and number and starts[number - 1] + len(words[number - 1]) < starts[number]:
            tags[number] = "PUNCT"  # « La LPM –/NOUN loi de programmation »
    for start, end in foreign:
        for number in range(bisect_left(starts, start), bisect_left(starts, end)):
            tags[number] = "X"
    return tuple(tags)


def _pairs(text: str) -> tuple[dict[int, int], dict[int, int]]:
    """Opening place → closing place, of quotations and of brackets."""
    quotes: dict[int, int] = {}
    brackets: dict[int, int] = {}
    open_quotes: list[int] = []
    open_brackets: list[int] = []
    straight = -1
    for found in _MARK.finditer(text):
        place, mark = found.start(), found[0]
        if mark == "«":
            open_quotes.append(place)
        elif mark == "»" and open_quotes:
            quotes[open_quotes.pop()] = place
        elif mark == '"':
            if straight >= 0:
                quotes[straight] = place
                straight = -1
            else:
                straight = place
        elif mark in "([":
            open_brackets.append(place)
        elif mark in ")]" and open_brackets and text[open_brackets[-1]] == _CLOSES[mark]:
            opening = open_brackets.pop()
            if len(open_brackets) < DEEPEST:
                brackets[opening] = place
    return quotes, brackets
