"""Verbs that keep nothing: extract, terms."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.building import jobs
from glossary.model import Article, Skipped

if TYPE_CHECKING:
    from glossary.model import Findings


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out glosses under this confidence.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="What works.")
@click.option("--address", help="The Ray cluster, as in ray://host:10001; none starts workers on this machine.")
@jobs
def extract(paths: tuple[str, ...], confidence: float, engine: str, address: str | None, jobs: int) -> None:
    """Print what PATHS hold, one JSON object an article; keep nothing.

    With - reads JSONL objects with "id" and "text" on standard input, takes each text as it is, and
    streams; all offsets are code points into exactly that text.

    \b
    Examples:
      glossary extract seeds/ | jq .glosses
      glossary extract - < articles.jsonl > findings.jsonl
      glossary extract --engine ray --address ray://head:10001 corpus/ > findings.jsonl

    Exit codes: 0 all was read, 3 something was skipped (standard error says what), 2 wrong usage, 1 otherwise.
    """
    from functools import partial

    skipped: list[Skipped] = []
    articles = _given_articles(skipped) if paths == ("-",) else _read_articles(paths, skipped)
    for _, line in _mapped(partial(_json_line, confidence), articles, engine, address, jobs):
        if isinstance(line, Skipped):
            _report(line, skipped)
        else:
            click.echo(line)
    raise SystemExit(3 if skipped else 0)


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--missing-official", is_flag=True, help="Of the glossary: terms that no term bank has.")
@click.option("--db", type=click.Path(path_type=Path), help="With --missing-official: the database to read.")
@click.option("--limit", type=click.IntRange(min=1), help="Print at most this many terms.")
@click.option("--forms", is_flag=True, help="Print every attested form of each kept term, lower-cased.")
@click.option("--variants", is_flag=True, help="Print the other forms of each term behind a tab.")
@click.option("--scores", is_flag=True, help="Print the termhood behind a tab.")
@click.option("--names", is_flag=True, help="Keep named entities.")
@jobs
def terms(
    paths: tuple[str, ...],
    missing_official: bool,
    db: Path | None,
    limit: int | None,
    forms: bool,
    variants: bool,
    scores: bool,
    names: bool,
    jobs: int,
) -> None:
    """Print the ranked terms of the corpus in PATHS, best first, one a line.

    Variants of a term are one line, with the most frequent well-formed form. Without --limit the program decides
    where terms end.

    With --missing-official, and no PATHS: the terms of the glossary that no term bank has anything preferred for.

    \b
    Examples:
      glossary terms --limit 20 --scores seeds/
      glossary terms --variants seeds/
      glossary terms --missing-official --limit 50

    Exit codes: 0 all was read, 3 something was skipped (standard error says what), 2 wrong usage, 1 otherwise.
    """
    if bool(paths) == missing_official:
        raise click.UsageError("give the PATHS of a corpus, or --missing-official to ask the glossary")
    if missing_official:
        _print_missing(db, limit, scores)
        return
    if forms and variants:
        raise click.UsageError("--forms prints each form on a line of its own: choose it or --variants")
    skipped: list[Skipped] = []
    corpus = _findings(_read_articles(paths, skipped), jobs, skipped)
    for line in _term_lines(corpus, limit, forms, names, scores, variants):
        click.echo(line)
    raise SystemExit(3 if skipped else 0)


def _term_lines(
    corpus: Iterator[Findings], limit: int | None, forms: bool, names: bool, scores: bool, variants: bool
) -> Iterator[str]:
    from glossary.rank.corpus import Entry, rank_corpus, rank_entries

    if forms:
        ranked: Iterator[Entry] = (
            Entry(form, score, ()) for form, score in rank_corpus(corpus, limit, forms=True, names=names)
        )
    else:
        ranked = rank_entries(corpus, limit, names)
    for entry in ranked:
        columns = [f"{entry.score:.4f}"] if scores else []
        columns += [", ".join(entry.variants)] if variants else []
        yield "\t".join([entry.term, *columns])


def _print_missing(db: Path | None, limit: int | None, scores: bool) -> None:
    from glossary.cli.database import DATABASE
    from glossary.store.equivalents import missing_official
    from glossary.store.stream import open_database

    connection = open_database(db or DATABASE)
    for term, score in missing_official(connection, limit):
        click.echo(f"{term}\t{score:.4f}" if scores else term)
    connection.close()


def _mapped(
    work: Callable[[Article, Findings], str], articles: Iterator[Article], engine: str, address: str | None, jobs: int
) -> Iterator[tuple[Article, str | Skipped]]:
    if engine == "local":
        from glossary.findings import map_articles

        yield from map_articles(work, articles, jobs)
        return
    from glossary.scale import findings_on_ray

    for article, found in findings_on_ray(articles, address, None if address else jobs):
        yield article, found if isinstance(found, Skipped) else work(article, found)


def _findings(articles: Iterator[Article], jobs: int, skipped: list[Skipped]) -> Iterator[Findings]:
    from glossary.findings import findings_of

    for _, found in findings_of(articles, jobs):
        if isinstance(found, Skipped):
            _report(found, skipped)
        else:
            yield found


def _read_articles(paths: tuple[str, ...], skipped: list[Skipped]) -> Iterator[Article]:
    from glossary.read import read_sources

    for found in read_sources(paths, Path()):
        if isinstance(found, Skipped):
            _report(found, skipped)
        else:
            yield found


def _given_articles(skipped: list[Skipped]) -> Iterator[Article]:
    """The JSONL objects of standard input; a line that is none is reported with its number."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            yield Article(
                key=str(given["id"]), text=given["text"], title=given.get("title"), published=given.get("published")
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f'is not a JSON object with "id" and "text" ({type(error).__name__}: {error})'
            _report(Skipped(f"standard input, line {number}", reason), skipped)


def _report(article: Skipped, skipped: list[Skipped]) -> None:
    skipped.append(article)
    click.echo(f"{article.key}: {article.reason}; skipped", err=True)


def _json_line(confidence: float, article: Article, findings: Findings) -> str:
    from glossary.rank import score_article

    row: dict[str, Any] = {
        "id": article.key,
        "title": article.title,
        "published": article.published,
        "text": article.text,
        "loanwords": [asdict(word) for word in findings.loanwords],
        "abbreviations": [asdict(short) for short in findings.abbreviations],
        "glosses": [asdict(gloss) for gloss in findings.glosses if gloss.confidence >= confidence],
        "terms": score_article(findings),
    }
    return json.dumps(row, ensure_ascii=False)
