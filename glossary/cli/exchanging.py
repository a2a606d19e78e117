"""The verb export."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from glossary.cli.database import DATABASE, database
from glossary.export import FORMATS, write_export
from glossary.export.options import SITE, Options
from glossary.model import KINDS
from glossary.store.stream import Filters, open_database

_FORMATS = "\n".join(f"      {name:<8} {chosen.purpose}" for name, chosen in FORMATS.items())


def _check_date(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        raise click.BadParameter(f"« {value} » is not a date: write 2015, 2015-10 or 2015-10-13")
    return value


def _check_url(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    if not re.match(r"https?://[^\s/]+", value):
        raise click.BadParameter(f"« {value} » is not a web address: it starts with http:// or https://")
    return value


def _check_direction(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, str]:
    languages = re.fullmatch(r"([a-z]{2,3})-([a-z]{2,3})", value)
    if languages is None or languages[1] == languages[2]:
        raise click.BadParameter(f"« {value} » is not a direction: write en-fr or fr-en")
    return languages[1], languages[2]


@click.command(
    help=f"""Write the glossary in another program's format, to standard output or to a file.

    \b
    Formats:
{_FORMATS}

    Every concept keeps its evidence (attested, official, curated or machine), its sources and its permalink.

    \b
    Examples:
      glossary export --format csv > glossaire.csv
      glossary export --format tbx --status accepted --with-gloss -o glossaire.tbx
    """
)
@click.option("--format", "name", type=click.Choice(list(FORMATS)), required=True, metavar="F", help="See above.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write this file instead.")
@database
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only terms of this kind; repeatable.")
@click.option("--status", "statuses", type=click.Choice(["proposed", "accepted"]), multiple=True, help="Repeatable.")
@click.option("--since", callback=_check_date, metavar="DATE", help="Only terms of articles of this date or later.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Only glosses at least this sure, and their terms.")
@click.option("--with-gloss", is_flag=True, help="Only terms that have a gloss.")
@click.option("--no-machine", is_flag=True, help="Leave machine translations out; else they are there with a label.")
@click.option("--base-url", default=SITE, show_default=True, callback=_check_url, help="Permalinks start with this.")
@click.option("--excel", is_flag=True, help="csv for Excel: byte-order mark, semicolons, formulas made harmless.")
@click.option(
    "--direction",
    default="en-fr",
    show_default=True,
    callback=_check_direction,
    metavar="SOURCE-TARGET",
    help="Languages of the formats that hold pairs: omegat, weblate, deepl, memoq, phrase.",
)
@click.option("--tbx-version", type=click.Choice(["3", "2"]), default="3", show_default=True)
def export(
    name: str,
    output: Path | None,
    db: Path | None,
    kinds: tuple[str, ...],
    statuses: tuple[str, ...],
    since: str | None,
    min_confidence: float | None,
    with_gloss: bool,
    no_machine: bool,
    base_url: str,
    excel: bool,
    direction: tuple[str, str],
    tbx_version: str,
) -> None:
    filters = Filters(kinds, statuses, since, min_confidence, with_gloss)
    source, target = direction
    options = Options(base_url, excel, int(tbx_version), source, target, machine=not no_machine)
    connection = open_database(db or DATABASE)
    try:
        with _output(output) as out:
            write_export(connection, name, filters, options, out)
    finally:
        connection.close()


@contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that appears only when it is whole."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        os.chmod(partial, 0o644)
        os.replace(partial, path)
    except BaseException:
        os.unlink(partial)
        raise
