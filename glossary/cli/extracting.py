"""Verbs that keep nothing: extract, terms."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.model import Article, Skipped

if TYPE_CHECKING:
    from glossary.model import Findings


@click.command()
@click.argument("paths", nargs=-1, required=True)
def extract(paths: tuple[str, ...]) -> None:
    """Print what PATHS hold, one JSON object an article; keep nothing.

    With - reads JSONL objects with "id" and "text" on standard input, takes each text as it is, and
    streams; all offsets are code points into exactly that text.

    \b
    Example:
      glossary extract seeds/ | jq .glosses
    """
    from glossary.extract import extract as find
    from glossary.parse import parse

    articles = _given_articles() if paths == ("-",) else _read_articles(paths)
    for article, docs in parse(articles):
        click.echo(json.dumps(_findings_row(article, find(article, docs)), ensure_ascii=False))


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(min=1), help="Print at most this many terms.")
@click.option("--forms", is_flag=True, help="Print every attested form of each kept term, lower-cased.")
@click.option("--scores", is_flag=True, help="Print the termhood behind a tab.")
@click.option("--names", is_flag=True, help="Keep named entities.")
def terms(paths: tuple[Path, ...], limit: int | None, forms: bool, scores: bool, names: bool) -> None:
    """Print the ranked terms of the corpus in PATHS, best first, one a line.

    Without --limit the program decides where terms end.

    \b
    Example:
      glossary terms --limit 20 --scores seeds/
    """
    from glossary.rank import rank_corpus

    for form, score in rank_corpus(_findings(paths), limit=limit, forms=forms, names=names):
        click.echo(f"{form}\t{score:.4f}" if scores else form)


def _findings(paths: tuple[Path, ...]) -> Iterator[Findings]:
    from glossary.extract import extract as find
    from glossary.parse import parse

    for article, docs in parse(_read_articles(tuple(map(str, paths)))):
        yield find(article, docs)


def _read_articles(paths: tuple[str, ...]) -> Iterator[Article]:
    from glossary.read import find_articles, read_articles

    for found in read_articles(find_articles(map(Path, paths)), Path()):
        if isinstance(found, Skipped):
            click.echo(f"{found.key}: {found.reason}; skipped", err=True)
        else:
            yield found


def _given_articles() -> Iterator[Article]:
    for line in sys.stdin:
        if line.strip():
            given = json.loads(line)
            yield Article(
                key=str(given["id"]), text=given["text"], title=given.get("title"), published=given.get("published")
            )


def _findings_row(article: Article, findings: Findings) -> dict[str, Any]:
    from glossary.rank import score_article

    return {
        "id": article.key,
        "title": article.title,
        "published": article.published,
        "text": article.text,
        "loanwords": [asdict(word) for word in findings.loanwords],
        "abbreviations": [asdict(short) for short in findings.abbreviations],
        "glosses": [asdict(gloss) for gloss in findings.glosses],
        "terms": score_article(findings),
    }
