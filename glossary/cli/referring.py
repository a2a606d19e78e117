"""The verb reference: public term banks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.cli.building import options
from glossary.cli.database import DATABASE, database

if TYPE_CHECKING:
    from glossary.store.project import Project


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
      glossary reference adoption
    """


@reference.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="What to call the bank; without it, FranceTerme or the file's name.")
@database
def add(file: Path, name: str | None, db: Path | None) -> None:
    """Keep a copy of the term bank FILE and match it to the glossary.

    \b
    Example:
      glossary reference add FranceTerme.xml
    """
    from glossary.reference.index import add_bank
    from glossary.store.project import Project

    project = Project.at(Path(), db)
    bank = add_bank(project.references, file, name)
    click.echo(f"{bank.name}: {bank.entries} entries kept in {project.references / bank.file}")
    _match(project)


@reference.command("list")
@database
def list_banks(db: Path | None) -> None:
    """Print the banks: name, format, entries, terms of the glossary that they know, file.

    \b
    Example:
      glossary reference list
    """
    from glossary.reference.index import refresh
    from glossary.store.connect import opened
    from glossary.store.equivalents import count_known
    from glossary.store.project import Project

    project = Project.at(Path(), db)
    known: dict[str, int] = {}
    if project.database.is_file():
        with opened(project.database) as connection:
            known = count_known(connection)
    for bank in refresh(project.references):
        click.echo("\t".join(map(str, (bank.name, bank.format, bank.entries, known.get(bank.name, 0), bank.file))))


@reference.command()
@click.argument("name")
@database
def remove(name: str, db: Path | None) -> None:
    """Delete the copy of the bank called NAME, and what the glossary had from it.

    \b
    Example:
      glossary reference remove IATE
    """
    from glossary.reference.index import remove_bank
    from glossary.store.project import Project

    project = Project.at(Path(), db)
    bank = remove_bank(project.references, name)
    click.echo(f"{bank.name}: removed")
    _match(project)


def _match(project: Project) -> None:
    """Look up every term again, in one transaction of the live database."""
    from glossary.store.connect import opened, transaction
    from glossary.store.enrich import enrich
    from glossary.store.project import locked

    if not project.database.is_file():
        click.echo(f"{project.database} does not exist yet: `glossary build` will match its terms", err=True)
        return
    with locked(project, options().say), opened(project.database) as db:
        with transaction(db):
            enrich(db, project, set())
        known = sum(1 for _ in db.execute("SELECT DISTINCT term_id FROM equivalents"))
        (terms,) = db.execute("SELECT count(*) FROM terms").fetchone()
    click.echo(f"{known} of {terms} terms are in a term bank")


@reference.command()
@click.argument("term", required=False)
@database
def adoption(term: str | None, db: Path | None) -> None:
    """Print how many articles use each loanword and its official equivalents, by year and publisher, as CSV.

    Only loanwords that a term bank has an equivalent for; with TERM only this one. Near-duplicates are not counted.

    \b
    Examples:
      glossary reference adoption > adoption.csv
      glossary reference adoption podcast
    """
    import csv
    import sys
    from dataclasses import astuple, fields

    from glossary.forms import fold
    from glossary.store.adoption import Use, read_adoption
    from glossary.store.stream import open_database

    connection = open_database(db or DATABASE)
    out = csv.writer(sys.stdout)
    out.writerow([field.name for field in fields(Use)])
    for use in read_adoption(connection):
        if term is None or fold(term) in (fold(use.term), fold(use.slug)):
            out.writerow(astuple(use))
    connection.close()
