"""Glosses that a cue announces: « c'est-à-dire », « désigne », « appelé » … as ``rules/glosses.toml`` lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from glossary.extract.candidates import Candidate
from glossary.extract.definitions import apposition_after, definition_after
from glossary.extract.foreign_forms import look_up
from glossary.extract.kinds import LETTERS_ONLY, classify
from glossary.extract.letters import is_short_form
from glossary.extract.phrases import bare, foreign_before, name_after, name_before
from glossary.extract.rules import CueRule, Rules
from glossary.extract.spans import LIKELY, Paragraph, Span
from glossary.extract.wording import agrees, is_clause, looks_foreign
from glossary.extract.words import word_list

Cue = tuple[CueRule, re.Match[str]]

_ANAPHOR = re.compile(
    r"(?:ce|cet|cette|ces|cela|ceci|ça|c'|il|elle|ils|elles|celui-ci|celle-ci|qui|on|son|sa|ses|leur|leurs)\b"
)
_HEADING = re.compile(r"^[ •*-]*([^.;:!?\n]{2,60}?) ?(?:\([^()]{1,60}\) ?)?:(?= )")
_MENTIONS = word_list("têtes-de-mention")
_LISTED_BEFORE = re.compile(r""", (?:et )?(?:l[ea]s? |l'|une? |des )[«"]? ?$""")
_LISTED_AFTER = re.compile(r"""[ »"]*(?:,? et |, )(?:l[ea]s? |l'|une? |des )""")
_SOME_OF = re.compile(r" (?:dite?s?) $")
_CAPITAL = re.compile("[A-Z]")
_AND = re.compile(r"""[ »"]*(?: \([^()]{1,40}\))? (?:et|avec) (?:de |d')?""")
_FINITE = {"VERB", "AUX"}
_STOPS = frozenset(',;:.()«»"')
_SUPPOSING = frozenset({"lorsque", "lorsqu'", "si", "quand", "puisque", "puisqu'", "où"})
_LONGEST_NAME = 5  # tokens of what is named between quotation marks
_NEAR = 14  # tokens before a phrase in which its head can stand


def find_cues(text: str, rules: Rules) -> list[Cue]:
    """Every cue that stands in a paragraph's text, told before anything else is known of it."""
    found: list[Cue] = []
    for number in rules.index.rules_in(text.lower()):
        rule = rules.cues[number]
        short = rule.id in LETTERS_ONLY and rule.first == "term"
        found += [(rule, cue) for cue in rule.cue.finditer(text) if not short or _short_before(text, cue.start())]
    return found


def cue_glosses(par: Paragraph, cues: Iterable[Cue], rules: Rules) -> Iterator[Candidate]:
    """Candidates of the cues that stand in the paragraph."""
    likely = any(sure >= LIKELY for *_, sure in par.loanwords)
    for rule, cue in cues:
        if likely or rule.id != "ou étranger" or _CAPITAL.search(par.text, cue.end(), cue.end() + 40):
            yield from _at_cue(par, rule, cue, rules)


def _at_cue(par: Paragraph, rule: CueRule, cue: re.Match[str], rules: Rules) -> Iterator[Candidate]:
    """The candidate of one cue, if both sides stand where the rule says."""
    sides = _two_parts(par, rule, cue) if rule.left == "none" else _around(par, rule, cue)
    if not sides:
        return
    left, right = sides
    if left[0] >= left[1] or right[0] >= right[1]:
        return
    term, gloss = (left, right) if rule.first == "term" else (right, left)
    if (rule.left == "subject" and _is_supposed(par, term)) or (rule.right == "bare" and _is_speech(par, term)):
        return
    language = rules.language_in(cue[0])
    found = classify(par, rule.id, rule.kind, term, gloss, language)
    if found:
        if rule.id == "apposition":
            found.features.update(_apposition(par, cue[0], term, gloss))
        yield found


def _is_supposed(par: Paragraph, subject: Span) -> bool:
    """Whether the clause is one of condition or time, « lorsque la chose saisie est un véhicule », or what stands there
    no subject: « de manière générale, c'est »."""
    number = par.token_from(subject[0]) - 1
    while number >= 0 and par.tags[number] == "DET":
        number -= 1
    opens = number >= 0 and par.starts[number] == par.sentences[par.sentence_at(subject[0])][0]
    return number >= 0 and (par.words[number] in _SUPPOSING or (opens and par.tags[number] == "ADP"))


def _is_speech(par: Paragraph, quoted: Span) -> bool:
    """Whether somebody says it: what follows « On verra bien », then, is no apposition."""
    return len(par.tokens_in(*quoted)) > _LONGEST_NAME or is_clause(par, quoted)


def _short_before(text: str, place: int) -> bool:
    """Whether a short form can stand before ``place``: it has a capital. Told before both sides are sought."""
    return _CAPITAL.search(text, max(0, place - 16), place) is not None


def _apposition(par: Paragraph, cue: str, left: Span, right: Span) -> dict[str, float]:
    """Dashes on both sides of an apposition speak for it; one comma more, with a determiner, for an enumeration."""
    dash = cue.strip(" ,")[:1]
    before = par.text[max(0, left[0] - 12) : left[0]]
    after = par.text[right[1] : right[1] + 14]
    return {
        "tirets": float(dash in {"-", "–", "—"} and after.lstrip().startswith(dash)),
        "enumeration": float(bool(_LISTED_BEFORE.search(before) or _LISTED_AFTER.match(after))),
    }


def _two_parts(par: Paragraph, rule: CueRule, cue: re.Match[str]) -> tuple[Span, Span] | None:
    """Both sides after the cue: « on entend par X Y »."""
    first = name_after(par, cue.end())
    if not first or rule.then is None:
        return None
    place = par.skip_spaces(first[1])
    if place in par.quote_ends:
        place = par.skip_spaces(place + 1)
    elif place == first[1] or par.text[place : place + 1] in ",:;.":
        place = first[1]
    then = rule.then.match(par.text, place) or rule.then.match(par.text, first[1])
    if not then:
        return None
    second = _right(par, rule.right, then.end())
    return (first, second) if second else None


def _around(par: Paragraph, rule: CueRule, cue: re.Match[str]) -> tuple[Span, Span] | None:
    """One side before the cue, the other after it."""
    right = _right(par, rule.right, cue.end())
    if not right or (rule.after and not rule.after.match(par.text, right[1])):
        return None
    left = _left(par, rule, cue.start(), right)
    if left and rule.first == "gloss" and not (agrees(par, left, cue[0]) and _names_all(par, left, cue[0])):
        return None
    return (left, right) if left else None


def _names_all(par: Paragraph, span: Span, cue: str) -> bool:
    """Whether what is named is all that stands before the cue: « des zones dites « off-shore » » are some of them."""
    return len(par.tokens_in(*span)) > 1 or not _SOME_OF.match(cue)


def _right(par: Paragraph, shape: str, place: int) -> Span | None:
    if shape == "name":
        return name_after(par, place)
    if shape == "apposition":
        span = apposition_after(par, place)
        return None if span and is_clause(par, span) else span
    if shape == "bare":
        span = apposition_after(par, place)
        return span if span and par.tags[par.token_from(span[0])] == "NOUN" and not is_clause(par, span) else None
    if shape == "quoted":
        return par.quoted_at(par.skip_spaces(place))
    if shape == "pair":
        return pair_after(par, place)
    span = definition_after(par, place)
    return None if span and shape == "phrase" and is_clause(par, span) else span


def pair_after(par: Paragraph, place: int) -> Span | None:
    """The words that a blend is made of: « share » et « parenting »."""
    first = name_after(par, place)
    link = _AND.match(par.text, first[1]) if first else None
    second = name_after(par, link.end()) if link else None
    return (first[0], second[1]) if first and second else first


def _left(par: Paragraph, rule: CueRule, place: int, right: Span) -> Span | None:
    if rule.left == "heading":
        heading = _HEADING.match(par.text)
        if not heading or abs(heading.end() - place) > 4 or _has_verb(par, *heading.span(1)):
            return None
        return bare(par, heading.span(1))
    if rule.left == "previous":
        return antecedent(par, place)
    if rule.left == "subject":
        return subject_before(par, place)
    if rule.first == "gloss":
        return gloss_before(par, place, right)
    return _name(par, place)


def _name(par: Paragraph, place: int) -> Span | None:
    """The name before a cue: quoted, foreign, or a noun phrase; a bracket or comma between them is skipped."""
    # A cue may have eaten the closing quotation mark.
    for end in (place, place + 1, place + 2):
        if par.quote_ends.get(end) is not None and end <= len(par.text):
            return par.quoted_until(end + 1)
    place = par.back_brackets(place)
    foreign = foreign_before(par, place)
    wide = name_before(par, place)
    if wide:
        wide = without_mention(par, wide)
    if foreign and wide and foreign[0] > wide[0] and looks_foreign(par, wide) < 0.2 and not _qualifies(par, foreign):
        return foreign
    return wide or foreign or _loanword_before(par, place)


def _qualifies(par: Paragraph, span: Span) -> bool:
    """Whether the span is a French adjective, of which English has the like: « cirrhose primitive »."""
    number = par.token_from(span[0])
    if par.ends[number] != span[1] or par.tags[number] != "ADJ":
        return False
    form = look_up(par.words[number])
    return form.in_french or form.looks_french


def without_mention(par: Paragraph, span: Span) -> Span:
    """« équipollence des normes » of « concept d'équipollence des normes », « MRE » of « sigle MRE »."""
    first = par.token_from(span[0])
    if first + 1 >= len(par.words) or par.words[first] not in _MENTIONS:
        return span
    after = first + (2 if par.words[first + 1] in {"de", "d'", "du", "des"} else 1)
    if after == first + 1 and not is_short_form(par.text[par.starts[after] : span[1]]):
        return span
    if after >= len(par.words):
        return span
    inner = bare(par, (par.starts[after], span[1]))
    return inner if inner[0] < inner[1] else span


def _loanword_before(par: Paragraph, place: int) -> Span | None:
    """The last likely loanword within a few words: « via des releases de celui-ci, c'est-à-dire »."""
    near = [(s, e) for s, e, _, sure in par.loanwords if place - 30 <= e <= place and sure >= LIKELY]
    return max(near, key=lambda span: span[1]) if near else None


def gloss_before(par: Paragraph, place: int, name: Span) -> Span | None:
    """The noun phrase that a naming verb gives a ``name``; if it is « ce processus », nothing."""
    place = par.back_brackets(place)
    tokens = par.tokens_in(*name)
    span = name_before(par, place, words=max(len(tokens), 3), loose=True)
    if not span or (len(par.tokens_in(*span)) == 1 and _is_this(par, span)) or _is_each(par, span):
        return None
    same = _same_head(par, span, tokens) if len(tokens) > 1 else None
    return (same, span[1]) if same is not None else span


def _is_each(par: Paragraph, span: Span) -> bool:
    """Whether it says how often: « la somme versée chaque année est appelée coupon »."""
    return par.words[max(0, par.token_from(span[0]) - 1)] == "chaque"


def _same_head(par: Paragraph, span: Span, name: range) -> int | None:
    """Where the name's own noun stands before the span: « la loi sur la sécurité du quotidien, dite « loi X » »."""
    first = par.token_from(span[0])
    start = par.sentences[par.sentence_at(span[0])][0]
    for number in range(first, max(-1, first - _NEAR), -1):
        if par.starts[number] < start or par.tags[number] in _FINITE or par.words[number] in _STOPS:
            return None
        if par.words[number] == par.words[name.start] and par.tags[number] in {"NOUN", "PROPN"}:
            return par.starts[number]
    return None


def _is_this(par: Paragraph, span: Span) -> bool:
    """Whether a demonstrative stands before the span: it takes up something said before."""
    number = par.token_from(span[0]) - 1
    return number >= 0 and par.words[number] in {"ce", "cet", "cette", "ces"}


def subject_before(par: Paragraph, place: int) -> Span | None:
    """The subject of the verb at ``place``: the first noun phrase of its clause, or what a pronoun stands for."""
    sentence = par.sentences[par.sentence_at(max(0, place - 1))]
    start = sentence[0]
    heading = _HEADING.match(par.text)
    if heading and start == 0 and heading.end() < place:
        start = heading.end()
    start = par.skip_spaces(start)
    if _ANAPHOR.match(par.text[start : start + 16].lower()) and place - start < 60:
        return antecedent(par, start)
    near = _name(par, place)
    last = par.token_before(par.back_spaces(place))
    if near is None and last >= 0 and par.tags[last] == "PRON" and _ANAPHOR.match(par.words[last]):
        return antecedent(par, par.starts[last])
    if near and _is_this(par, near):
        return antecedent(par, near[0])
    first = name_after(par, start)
    if first and near and first[1] <= near[0] and not _has_verb(par, start, place):
        between = par.text[first[1] : near[0]]
        if re.match(r'[ »"]*(?:,|\(|ou\b)', between):
            return bare(par, first)
    if near is None and first and not _has_verb(par, first[1], place):
        return bare(par, first)
    return near


def _has_verb(par: Paragraph, start: int, end: int) -> bool:
    return any(par.tags[i] in _FINITE and par.words[i][-1:] not in "ésu" for i in par.tokens_in(start, end))


def antecedent(par: Paragraph, place: int) -> Span | None:
    """What « ce terme », « cela », « elle » of the sentence at ``place`` stands for: the heading of the
    paragraph, else the last quoted or foreign expression of the sentence before."""
    heading = _HEADING.match(par.text)
    number = par.sentence_at(place)
    start = par.sentences[number][0]
    if heading and heading.end() <= place:
        return bare(par, heading.span(1))
    if number == 0:
        return None
    left, right = par.sentences[number - 1]
    found = [(s, e) for s, e, _, sure in par.loanwords if left <= s < e <= right and sure >= 0.5]
    if not found:
        for opening, close in par.quotes.items():
            if left <= opening < close <= start and close - opening < 45:
                found.append(par.trim(opening + 1, close))
    return par.whole_word(max(found, key=lambda span: (span[1], -span[0]))) if found else None
