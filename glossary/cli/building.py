"""Verbs that make the database: build, add, remove, changes, verify."""

from __future__ import annotations

from pathlib import Path

import click

DATABASE = Path("data/glossary.db")
SOURCES = (Path("seeds"), Path("data/articles"))


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--db", type=click.Path(path_type=Path), default=DATABASE, show_default=True, help="The database to build."
)
def build(paths: tuple[Path, ...], db: Path) -> None:
    """Build the glossary of seeds/ and data/articles/, or of the PATHS given.

    \b
    Example:
      glossary build
    """
    from glossary.extract import extract
    from glossary.model import Skipped
    from glossary.parse import parse
    from glossary.read import find_articles, read_articles
    from glossary.store.build import build_database

    found = list(read_articles(find_articles(paths or SOURCES), Path()))
    skipped = [article for article in found if isinstance(article, Skipped)]
    articles = [article for article in found if not isinstance(article, Skipped)]
    build_database(db, ((article, extract(article, docs)) for article, docs in parse(articles)))
    for article in skipped:
        click.echo(f"{article.key}: {article.reason}; skipped", err=True)
    if skipped:
        raise SystemExit(3)
