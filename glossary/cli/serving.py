"""Verbs that read the database: serve, search, show. Search and show import nothing heavier than sqlite3."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli.database import DATABASE, database


@click.command()
@database
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, envvar="PORT", help="Port.")
@click.option(
    "-m",
    "--metadata",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What the site says of itself.  [default: ./metadata.yml, or the one that comes with the program]",
)
def serve(db: Path | None, host: str, port: int, metadata: Path | None) -> None:
    """Publish the glossary as a site; a build shows up without a restart.

    \b
    Example:
      glossary serve --port 8002
    """
    from glossary.publish.server import serve_glossary
    from glossary.store.queries import open_glossary

    db = db or DATABASE
    open_glossary(db).close()
    click.echo(f"http://{host}:{port}  (Ctrl-C stops)", err=True)
    serve_glossary(db, host, port, metadata)


@click.command()
@click.argument("query", nargs=-1, required=True)
@database
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Print at most this many terms."
)
def search(query: tuple[str, ...], db: Path | None, limit: int) -> None:
    """Print the terms that QUERY finds, best first: a tab, and what each means.

    Accents, case, œ/oe and plurals make no difference; the beginning of a word is enough.

    \b
    Example:
      glossary search aéronefs
    """
    from glossary.store.queries import open_glossary
    from glossary.store.searching import Choice, find_contexts, find_terms

    conn = open_glossary(db or DATABASE)
    choice = Choice(query=" ".join(query))
    entries = find_terms(conn, choice, size=limit)
    for entry in entries:
        click.echo(f"{entry.term}\t{entry.gloss or entry.official or ''}".rstrip("\t"))
    if not entries:
        contexts, _ = find_contexts(conn, choice)
        for context in contexts[:limit]:
            text = "".join(piece.text for piece in context.pieces)
            click.echo(f"{context.article}\t{' '.join(text.split())}")
        if not contexts:
            from glossary.store.spelling import near_spellings

            near = ", ".join(entry.term for entry in near_spellings(conn, choice.query))
            click.echo(f"nothing matches {choice.query!r}" + (f"; near it: {near}" if near else ""), err=True)
            raise SystemExit(1)


@click.command()
@click.argument("term", required=False)
@database
@click.option("--article", metavar="SLUG", help="Show an article instead: its source and its terms.")
@click.option("--dropped", is_flag=True, help="With --article: what was left out of its page.")
def show(term: str | None, db: Path | None, article: str | None, dropped: bool) -> None:
    """Print all that is known of TERM, or of an article.

    \b
    Examples:
      glossary show deconfliction
      glossary show --article 000_7a3cec500d63694f --dropped
    """
    from glossary.cli.showing import article_lines, dropped_lines, term_lines
    from glossary.store.queries import open_glossary

    if bool(term) == bool(article) or (dropped and not article):
        raise click.UsageError("give either a TERM or --article SLUG (--dropped goes with --article)")
    conn = open_glossary(db or DATABASE)
    if article:
        lines = dropped_lines(conn, article) if dropped else article_lines(conn, article)
    else:
        lines = term_lines(conn, str(term))
    for line in lines:
        click.echo(line)
