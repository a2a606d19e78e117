"""The verb reference: public term banks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import click

from glossary.cli.building import DATABASE

REFERENCES = Path("data/references")

_folder = click.option(
    "--references", type=click.Path(path_type=Path), default=REFERENCES, show_default=True, help="Where banks are kept."
)
_database = click.option(
    "--db", type=click.Path(path_type=Path), default=DATABASE, show_default=True, help="The database to update."
)


@click.group()
def reference() -> None:
    """Public term banks: what is official for the terms of the glossary.

    Banks are files of FranceTerme (XML), TBX of version 2 or 3 (IATE's export), CSV, TSV or XLSX. A copy of each is
    kept in data/references/, so that a build finds them again.

    \b
    Examples:
      glossary reference add FranceTerme.xml
      glossary reference add IATE_export.tbx --name IATE
      glossary reference list
    """


@reference.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="What to call the bank; without it, FranceTerme or the file's name.")
@_folder
@_database
def add(file: Path, name: str | None, references: Path, db: Path) -> None:
    """Keep a copy of the term bank FILE and match it to the glossary.

    \b
    Example:
      glossary reference add FranceTerme.xml
    """
    from glossary.reference.index import add_bank

    bank = add_bank(references, file, name)
    click.echo(f"{bank.name}: {bank.entries} entries kept in {references / bank.file}")
    _match(db, references)


@reference.command("list")
@_folder
@_database
def list_banks(references: Path, db: Path) -> None:
    """Print the banks: name, format, entries, terms of the glossary that they know, file.

    \b
    Example:
      glossary reference list
    """
    from glossary.reference.index import refresh

    known: dict[str, int] = {}
    if db.is_file():
        with sqlite3.connect(db) as connection:
            known = dict(
                connection.execute("SELECT source, count(DISTINCT term_id) FROM equivalents GROUP BY source").fetchall()
            )
        connection.close()
    for bank in refresh(references):
        click.echo("\t".join(map(str, (bank.name, bank.format, bank.entries, known.get(bank.name, 0), bank.file))))


@reference.command()
@click.argument("name")
@_folder
@_database
def remove(name: str, references: Path, db: Path) -> None:
    """Delete the copy of the bank called NAME, and what the glossary had from it.

    \b
    Example:
      glossary reference remove IATE
    """
    from glossary.reference.index import remove_bank

    bank = remove_bank(references, name)
    click.echo(f"{bank.name}: removed")
    _match(db, references)


def _match(db: Path, references: Path) -> None:
    """Look up every term again, in one transaction of the live database."""
    from glossary.store.equivalents import update_equivalents

    if not db.is_file():
        click.echo(f"{db} does not exist yet: `glossary build` will match its terms", err=True)
        return
    connection = sqlite3.connect(db, timeout=30)
    with connection:
        known = update_equivalents(connection, references)
        (terms,) = connection.execute("SELECT count(*) FROM terms").fetchone()
    connection.close()
    click.echo(f"{known} of {terms} terms are in a term bank")
