"""Where a definition ends: with its clause, before the examples and digressions that follow it."""

from __future__ import annotations

import re

from glossary.extract.spans import Paragraph, Span

# What joins a definition to its term, and is no part of it.
_LINK = re.compile(r"(?:(?:pour|dans|par|à|sur) (?:laquelle|lequel|lesquels|lesquelles) |où |quand |lorsqu(?:e |'))")
LONGEST = 60  # tokens of a definition
# Each alternative opens with a mark that is written out, at which Python looks before it tries any of them.
_STOP_CHARS = re.compile(r";|!|\?|…(?!,)|\.(?=\s|$)| [-–—]{1,3} | : |:$|\n")
_CLOSING = re.compile(r'[)\]»"]')
# What follows a definition and is not part of it: examples, consequences, digressions, the next statement.
_WITHOUT_COMMA = (
    r"(?:tels?|telles?) que? |comme par exemple|par exemple|p\. ?ex\.|notamment[ ,](?=[a-z])|ainsi que |afin d|etc\.?"
)
_DIGRESSION = re.compile(
    rf", (?:{_WITHOUT_COMMA}|comme [a-z]|ce qui |ce que |c'est[- ]à[- ]dire|mais |alors que |"
    r"tandis que |dont |où |car |puisque |donc |lorsque |même si |avant de |selon |d'après |NDT|"
    r"(?:a|ont|avait) (?:\w+ ){0,2}(?:indiqué|déclaré|expliqué|affirmé|précisé|ajouté|écrit)|"
    r"(?:explique|indique|précise|affirme|déclare|ajoute|selon|estime|écrit|souligne|rappelle|raconte|résume)\b|"
    r"et (?:qui|que|dont)? ?(?:l[ea]s?|l'|un|une|des|il|elle|ils|elles|on|ce|cette|ces|son|sa|ses|se|s'|à|au)\b)"
    rf"| (?=[acenpt])(?:{_WITHOUT_COMMA})",
    re.IGNORECASE,
)
# A comma before one of these does not end an apposition.
_GOES_ON = re.compile(r", (?:puis|y compris|voire|et (?:de|d'|à)|ou (?:de|d'|à)) ?")


def definition_after(par: Paragraph, place: int, until: int | None = None) -> Span | None:
    """The clause or phrase that starts at ``place``: to the end of its sentence, bracket or quotation,
    without the examples and digressions that follow it."""
    place = par.skip_spaces(place)
    link = _LINK.match(par.text, place)
    place = link.end() if link else place
    quoted = par.quoted_at(place)
    if quoted:
        return quoted
    end = _reach(par, place) if until is None else until
    digression = _DIGRESSION.search(par.text, place + 4, end)
    while digression and _inside_pair(par, place, digression.start()):
        digression = _DIGRESSION.search(par.text, digression.start() + 1, end)
    if digression:
        end = digression.start()
    end = _resumes(par, place, end)
    end = _close_pairs(par, place, end)
    span = par.trim(place, _without_last_bracket(par, place, end))
    return span if span[0] < span[1] else None


def _without_last_bracket(par: Paragraph, start: int, end: int) -> int:
    """The end before a bracket that closes the definition: an example or remark; a short form stays."""
    last = par.back_spaces(end)
    opening = par.bracket_ends.get(last - 1)
    if opening is None or opening <= start + 3 or last - opening < 9:
        return end
    return par.back_spaces(opening)


def _resumes(par: Paragraph, place: int, end: int) -> int:
    """Cut at a comma with a verb right after it: the main clause goes on there (« X, qui est Y, coûte … »)."""
    comma = par.text.find(",", place + 3, end)
    while comma >= 0:
        number = par.token_from(comma)
        alone = number + 2 < len(par.tags) and par.starts[number] == comma and par.words[number] == ","
        if alone and not _inside_pair(par, place, comma):
            tag, word = par.tags[number + 1], par.words[number + 1]
            if tag in {"VERB", "AUX"} and word[-2:] not in {"er", "ir", "re"} and not word.endswith("ant"):
                return comma
        comma = par.text.find(",", comma + 1, end)
    return end


def apposition_after(par: Paragraph, place: int) -> Span | None:
    """Like ``definition_after``, but the next comma at the same depth ends it."""
    span = definition_after(par, place)
    if not span:
        return None
    comma = par.text.find(",", span[0] + 3, span[1])
    while comma >= 0 and (_inside_pair(par, span[0], comma) or _GOES_ON.match(par.text, comma)):
        comma = par.text.find(",", comma + 1, span[1])
    return par.trim(span[0], comma) if comma >= 0 else span


def _reach(par: Paragraph, place: int) -> int:
    """The end of the sentence, or of the bracket or quotation around ``place``."""
    end = min(par.sentences[par.sentence_at(place)][1], place + 600)
    last = par.token_from(place) + LONGEST
    if last < len(par.starts):
        end = min(end, par.starts[last])
    stop = _STOP_CHARS.search(par.text, place, end)
    while stop and _inside_pair(par, place, stop.start()):
        stop = _STOP_CHARS.search(par.text, stop.end(), end)
    return stop.start() if stop else end


def _inside_pair(par: Paragraph, start: int, place: int) -> bool:
    """Whether ``place`` is inside a bracket or quotation that opens after ``start``."""
    for pairs in (par.brackets, par.quotes):
        mark = "(" if pairs is par.brackets else '"'
        for kind in (mark, "[" if mark == "(" else "«"):
            opening = par.text.rfind(kind, start, place)
            if opening >= 0 and pairs.get(opening, -1) > place:
                return True
    return False


def _close_pairs(par: Paragraph, start: int, end: int) -> int:
    """Cut before a closing mark whose opening lies before ``start``."""
    for closing in _CLOSING.finditer(par.text, start, end):
        place = closing.start()
        opening = par.bracket_ends.get(place, par.quote_ends.get(place))
        if opening is not None and opening < start:
            return place
        if opening is None and closing[0] != '"':
            return place
    return end
