"""The examples that the gloss rules carry, tried on the whole program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glossary.extract.glosses import find_glosses, propose
from glossary.extract.loanwords import find_loanwords
from glossary.extract.rules import CUES, CueRule, Example, Rules
from glossary.model import Article, GlossaryError
from glossary.parse import parse


def failing_examples(rules: Rules) -> Iterator[tuple[CueRule, str]]:
    """(rule, what is wrong) for each example that does not hold.

    In a sentence of ``yes`` the rule must propose exactly this pair, at whatever confidence; one of ``no`` must
    give nothing by this rule that is sure enough to be shown.
    """
    tried: list[tuple[CueRule, Example | None, str]] = []
    for rule in rules.cues:
        tried += [(rule, example, example.text) for example in rule.yes]
        tried += [(rule, None, text) for text in rule.no]
    articles = [Article(key=str(number), text=text) for number, (_, _, text) in enumerate(tried)]
    for (article, docs), (rule, example, text) in zip(parse(articles), tried, strict=True):
        possible = find_loanwords(text, docs)
        if example:
            pairs = [(c.term_text, c.gloss_text) for c in propose(docs, possible, rules) if c.rule == rule.id]
        else:
            kept = find_glosses(text, docs, possible, [], rules=rules)
            pairs = [(g.term, g.gloss) for g in kept if g.rule == rule.id]
        wrong = _wrong(example, pairs)
        if wrong:
            yield rule, f"{wrong} in {article.text!r}"


def _wrong(example: Example | None, pairs: Sequence[tuple[str, str]]) -> str:
    """What is wrong with what was found, or nothing."""
    if example is None:
        return f"finds {pairs[0]}" if pairs else ""
    return "" if (example.term, example.gloss) in pairs else f"finds {pairs} instead of {example.term, example.gloss}"


def check_examples(rules: Rules) -> None:
    """GlossaryError on the first rule whose example does not hold."""
    for rule, wrong in failing_examples(rules):
        raise GlossaryError(f"{CUES}: rule {rule.id!r} {wrong}; mend the cue or the example")
