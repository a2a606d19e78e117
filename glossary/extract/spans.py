"""A paragraph as the gloss rules see it: characters, tokens with their tags, quotations and brackets.

Built only for paragraphs that hold a cue, and in one pass, so that a line of 100,000 brackets costs what
100,000 letters cost.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from glossary.extract.columns import Columns, Line

Span = tuple[int, int]

LIKELY = 0.4  # confidence of a loanword above which its tokens are taken as foreign
DEEPEST = 8  # brackets nested deeper than this are noise
EDGE = " \t\n\r\f\v\u2028\u2029«»\"“”„'‘()[]{},;:.!?…-–—"
_MARK = re.compile(r'[«»"()\[\]]')
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

    def back_brackets(self, place: int) -> int:
        """``place`` moved back over spaces, commas and brackets that close right before it."""
        while True:
            place = self.back_spaces(place)
            opening = self.bracket_ends.get(place - 1)
            if opening is not None:
                place = opening
            elif place and self.text[place - 1] == ",":
                place -= 1
            else:
                return place

    def trim(self, start: int, end: int) -> Span:
        """The span without spaces, outer marks and unbalanced brackets at its edges."""
        text = self.text
        before = (-1, -1)
        while before != (start, end):  # « "tarte aux pommes". » is freed of its stop first, then of its quotes
            before = (start, end)
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
        while end + 1 < len(self.text) and self.text[end] == "-" and self.text[end + 1].isalnum():
            end += 2
            while end < len(self.text) and self.text[end].isalnum():
                end += 1
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


def read_paragraph(columns: Columns, line: Line, loanwords: tuple[tuple[int, int, str, float], ...]) -> Paragraph:
    """The paragraph that is a line of an article; ``loanwords`` are those within it."""
    lexicon, words = columns.lexicon, slice(*line.words)
    numbers = columns.numbers[words].tolist()
    starts = (columns.starts[words] - line.start).tolist()
    ends = (columns.ends[words] - line.start).tolist()
    if not lexicon.spaces.isdisjoint(numbers):
        kept = [place for place, number in enumerate(numbers) if number not in lexicon.spaces]
        numbers, starts, ends = ([column[place] for place in kept] for column in (numbers, starts, ends))
    quotes, brackets = _pairs(line.text)
    tags = list(map(lexicon.tags.__getitem__, numbers))
    for start, end, _, sure in loanwords:
        if sure >= LIKELY:  # the tagger guesses at foreign words (« le deep web/VERB »)
            for number in range(bisect_left(starts, start), bisect_left(starts, end)):
                tags[number] = "X"
    return Paragraph(
        start=line.start,
        text=line.text,
        words=tuple(map(lexicon.lower.__getitem__, numbers)),
        tags=tuple(tags),
        starts=tuple(starts),
        ends=tuple(ends),
        sentences=tuple([(a - line.start, b - line.start) for a, b in columns.sentences[slice(*line.sentences)]]),
        quotes=quotes,
        quote_ends={close: opening for opening, close in quotes.items()},
        brackets=brackets,
        bracket_ends={close: opening for opening, close in brackets.items()},
        loanwords=loanwords,
    )


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
