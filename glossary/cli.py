"""The command ``glossary``: one click command a verb, no logic."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import glossary
from glossary.model import GlossaryError

if TYPE_CHECKING:
    from glossary.model import Article, Findings


class People(click.Group):
    """Turns a GlossaryError into one line for people and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GlossaryError as error:
            raise _failure(error) from error


def _failure(error: GlossaryError) -> click.ClickException:
    failure = click.ClickException(str(error))
    failure.exit_code = error.exit_code  # type: ignore[misc]  # click reads it from the instance
    return failure


@click.group(cls=People)
@click.version_option(glossary.__version__)
def main() -> None:
    """A glossary of the loanwords, terms and abbreviations that French articles explain."""


@main.command()
@click.argument("paths", nargs=-1, required=True)
def extract(paths: tuple[str, ...]) -> None:
    """Print what PATHS hold, one JSON object an article; keep nothing.

    With - reads JSONL objects with "id" and "text" on standard input, takes each text as it is, and
    streams; all offsets are code points into exactly that text.
    """
    from glossary.extract import extract as find
    from glossary.parse import parse

    articles = _given_articles() if paths == ("-",) else _read_articles(paths)
    for article, docs in parse(articles):
        click.echo(json.dumps(_findings_row(article, find(article, docs)), ensure_ascii=False))


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(min=1), help="Print at most this many terms.")
@click.option("--forms", is_flag=True, help="Print every attested form of each kept term, lower-cased.")
@click.option("--scores", is_flag=True, help="Print the termhood behind a tab.")
@click.option("--names", is_flag=True, help="Keep named entities.")
def terms(paths: tuple[Path, ...], limit: int | None, forms: bool, scores: bool, names: bool) -> None:
    """Print the ranked terms of the corpus in PATHS, best first, one a line."""
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
    from glossary.read.files import Skipped

    for found in read_articles(find_articles(map(Path, paths)), Path()):
        if isinstance(found, Skipped):
            click.echo(f"{found.key}: {found.reason}; skipped", err=True)
        else:
            yield found


def _given_articles() -> Iterator[Article]:
    from glossary.model import Article

    for line in sys.stdin:
        if line.strip():
            given = json.loads(line)
            yield Article(
                key=str(given["id"]),
                text=given["text"],
                title=given.get("title"),
                published=given.get("published"),
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
