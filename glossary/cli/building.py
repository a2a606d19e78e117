"""Verbs that make the database: build, add, remove, changes, verify."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.database import database

if TYPE_CHECKING:
    from glossary.model import Article, Findings, Skipped
    from glossary.store.build import Options
    from glossary.store.packing import Packed
    from glossary.store.project import Project
    from glossary.store.report import Report

SKIPPED = 3  # exit code: something was skipped, the rest was done

jobs = click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="number of cores",
    help="Processes that parse side by side.",
)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@database
@jobs
@click.option("--full", is_flag=True, help="Read, parse and write everything again, whatever is known.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="What parses.")
@click.option("--address", help="The Ray cluster, as in ray://host:10001; none starts workers on this machine.")
def build(paths: tuple[Path, ...], db: Path | None, jobs: int, full: bool, engine: str, address: str | None) -> None:
    """Build the glossary of seeds/ and data/articles/, or of the PATHS given.

    Only what changed since the last build is read, parsed and written; articles that are not there any more leave
    the glossary. A running "glossary serve" shows the new one without a restart.

    \b
    Examples:
      glossary build
      glossary build --full --jobs 4
      glossary build ~/corpus --db corpus.db
      glossary build ~/corpus --engine ray --address ray://head:10001

    Exit codes: 0 all was read, 3 something was skipped (the rest is built), 2 wrong usage, 1 any other failure.
    """
    from glossary.store.project import Project

    project = Project.at(Path(), db)
    run_build(project, paths or project.sources, jobs, full, engine, address)


def run_build(
    project: Project,
    paths: Iterable[Path],
    jobs: int = 1,
    full: bool = False,
    engine: str = "local",
    address: str | None = None,
) -> None:
    """Build, say what was done, and exit with 3 when something was skipped."""
    from glossary.model import Skipped
    from glossary.store.build import build

    def find(
        pack: Callable[[Article, Findings], Packed], articles: Iterable[Article]
    ) -> Iterator[tuple[Article, Packed | Skipped]]:
        if engine == "ray":
            from glossary.scale import findings_on_ray

            for article, found in findings_on_ray(articles, address, None if address else jobs):
                yield article, found if isinstance(found, Skipped) else pack(article, found)
            return
        from glossary.findings import map_articles  # spaCy is loaded only when there is something to parse

        yield from map_articles(pack, articles, jobs)

    report = build(project, paths, find, options(full))
    tell(report)
    if report.skipped:
        raise SystemExit(SKIPPED)


def options(full: bool = False) -> Options:
    """Progress bars on a terminal, silence in a pipe."""
    from glossary.store.build import Options

    def say(message: str) -> None:
        click.echo(message, err=True)

    return Options(full=full, watch=watched, say=say)


def watched(found: Iterable[Any], total: int, label: str) -> Iterator[Any]:
    """The same, behind a progress bar on standard error when that is a terminal."""
    if not os.isatty(2):
        yield from found
        return
    with click.progressbar(found, length=total, label=label, file=sys.stderr) as bar:
        yield from bar


def tell(report: Report) -> None:
    """A build in a few lines."""
    for skipped in report.skipped:
        click.echo(f"{skipped.key}: {skipped.reason}; skipped", err=True)
    for problem in report.problems:
        click.echo(problem, err=True)
    new, changed, gone = (len(x) for x in (report.added_articles, report.changed_articles, report.removed_articles))
    click.echo(
        f"{report.articles} articles: {new} new, {changed} changed, {gone} removed, "
        f"{report.duplicates} near-duplicates, {len(report.skipped)} skipped; {report.parsed} parsed"
    )
    click.echo(
        f"{report.terms} terms: {len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed"
    )


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--feed", is_flag=True, help="SOURCES are RSS or Atom feeds or sitemaps: add what is new in them.")
@click.option("--limit", type=click.IntRange(min=1), help="With --feed: at most so many new articles of each.")
@click.option("--title", help="The article's title, where the file does not say it.")
@click.option("--publisher", help="The newspaper or agency.")
@click.option("--date", "published", help="The day of publication, YYYY-MM-DD.")
@click.option("--author", help="Who wrote it.")
@click.option("--url", help="The article's address.")
@click.option("--language", help="fr: the text is French, whatever it looks like.")
@click.option("--encoding", help="Of plain text and tables, where the program tells it wrongly.")
@click.option("--text-column", help="Of .jsonl and .csv: the column that holds the text.")
@click.option("--title-column", help="The column that holds the title.")
@click.option("--date-column", help="The column that holds the day of publication.")
@click.option("--id-column", help="The column that names the article for good.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too, as on an intranet.")
@database
@jobs
def add(sources: tuple[str, ...], feed: bool, limit: int | None, db: Path | None, jobs: int, **known: Any) -> None:
    """Keep copies of SOURCES in data/articles/ and bring the glossary up to date.

    A source is a file, a folder, an address (http:, https:), or - for standard input. What is said in the options
    wins over what the file says.

    \b
    Examples:
      glossary add article.txt
      glossary add --publisher AFP --date 2015-10-13 depeche.txt
      pbpaste | glossary add -
      glossary add --feed https://example.org/rss.xml
      glossary add --text-column corps --date-column paru archives.csv

    Exit codes: 0 all was read, 3 something was skipped (the rest is built), 2 wrong usage, 1 any other failure.
    """
    from glossary.model import Skipped
    from glossary.read import ReadOptions, add_feed, keep_copies
    from glossary.store.project import Project

    project = Project.at(Path(), db)
    said = ReadOptions(**known)  # the options above are named as its fields
    found: list[Path | Skipped] = []
    if feed:
        for source in sources:
            found += add_feed(source, project.articles, project.data / "feeds.jsonl", said, limit)
    else:
        found += keep_copies(sources, project.articles, said)
    for kept in found:
        click.echo(f"{kept.key}: {kept.reason}; skipped" if isinstance(kept, Skipped) else f"kept as {kept}", err=True)
    failed = any(isinstance(kept, Skipped) for kept in found)
    if found and all(isinstance(kept, Skipped) for kept in found):
        raise SystemExit(1)
    run_build(project, project.sources, jobs)
    if failed:
        raise SystemExit(SKIPPED)


@click.command()
@click.argument("article")
@database
def remove(article: str, db: Path | None) -> None:
    """Take ARTICLE (its file, address on the site, or title) out of data/articles/ and out of the glossary.

    \b
    Example:
      glossary remove data/articles/article.txt
    """
    from glossary.store.discard import discard
    from glossary.store.project import Project

    project = Project.at(Path(), db)
    click.echo(f"removed {discard(project, article)}", err=True)
    run_build(project, project.sources)


@click.command()
@database
def verify(db: Path | None) -> None:
    """Check every promise of the database: quotations against the articles, counts, search index, decisions.

    \b
    Example:
      glossary verify

    Exit codes: 0 every promise holds, 1 one is broken (the list says which).
    """
    from glossary.store.project import Project
    from glossary.store.verify import verify

    problems = verify(Project.at(Path(), db))
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)
    click.echo("every quotation, count and index is as it should be")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The whole report, as JSON.")
@database
def changes(as_json: bool, db: Path | None) -> None:
    """Print what the last build that changed something added (+), changed (~) and removed (-).

    \b
    Example:
      glossary changes
    """
    from glossary.store.project import Project
    from glossary.store.report import last_changes

    found = last_changes(Project.at(Path(), db).database)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for mark, name in (("+", "added"), ("~", "changed"), ("-", "removed")):
        for row in found[name]:
            what = f"\t{', '.join(row['what'])}" if "what" in row else ""
            click.echo(f"{mark} {row['term']}\t{row['kind']}{what}")
        if more := found["counts"][name] - len(found[name]):
            click.echo(f"{mark} … and {more} more")
