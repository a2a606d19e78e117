"""The verb check."""

from __future__ import annotations

import bisect
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import glossary
from glossary.cli.database import DATABASE, database
from glossary.export.options import SITE, Options
from glossary.model import GlossaryError

if TYPE_CHECKING:
    from glossary.check import Remark

_LEVELS = {"discouraged": "warning", "unexplained": "warning", "known": "note"}
_RULES = {"discouraged": "forme-deconseillee", "unexplained": "emprunt-sans-glose", "known": "terme-connu"}


@click.command()
@click.argument("file")
@database
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "lines", "json", "sarif"]),
    default="text",
    show_default=True,
    help="For people, for editors (file:line:column), or for programs.",
)
@click.option("--all", "everything", is_flag=True, help="Known terms that the glossary cannot explain, too.")
@click.option("--base-url", default=SITE, show_default=True, help="Permalinks start with this.")
def check(file: str, db: Path | None, form: str, everything: bool, base_url: str) -> None:
    """Check the French draft in FILE (- reads standard input) against the glossary; nothing of it is kept.

    Says which forms a term bank discourages, which loanwords stay without a gloss at their first mention, and what
    the glossary knows, with the best sourced gloss or official equivalent of each.

    \b
    Examples:
      glossary check brouillon.txt
      pandoc brouillon.docx -t plain | glossary check --format lines -
    """
    from glossary.check import check_draft
    from glossary.store.stream import open_database

    text = _read(file)
    connection = open_database(db or DATABASE)
    remarks = [r for r in check_draft(text, connection, Options(base_url=base_url)) if everything or _says(r)]
    connection.close()
    name = "<stdin>" if file == "-" else file
    write = {"text": _as_text, "lines": _as_lines, "json": _as_json, "sarif": _as_sarif}[form]
    click.echo(write(name, text, remarks), nl=False)


def _read(file: str) -> str:
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise GlossaryError(
            f"{file}: cannot be read ({error.strerror}); give a text file, or - for standard input"
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GlossaryError(f"{file}: not UTF-8 text (byte {error.start}); save it as plain text in UTF-8") from error


def _says(remark: Remark) -> bool:
    return remark.kind != "known" or bool(remark.offers)


def _places(text: str, remarks: list[Remark]) -> list[tuple[int, int, int, int]]:
    """Line and column of each remark's start and end, counted from 1."""
    starts = [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]

    def place(offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    return [(*place(remark.start), *place(remark.end)) for remark in remarks]


def _as_text(name: str, text: str, remarks: list[Remark]) -> str:
    shown = []
    for remark, (line, column, _, _) in zip(remarks, _places(text, remarks), strict=True):
        shown.append(f"{name}:{line}:{column}  {remark.message}\n")
        others = ((offer, f", {offer.cited}" if offer.cited else "") for offer in remark.offers[1:])
        shown += [f"    ou {offer.text} ({offer.label}{source})\n" for offer, source in others]
        shown += [f"    {address}\n" for address in (remark.url,) if address]
    return "".join(shown)


def _as_lines(name: str, text: str, remarks: list[Remark]) -> str:
    return "".join(
        f"{name}:{line}:{column}-{last_line}:{end}: {_LEVELS[remark.kind]}: "
        f"{' '.join(remark.message.split())} [{_RULES[remark.kind]}]\n"
        for remark, (line, column, last_line, end) in zip(remarks, _places(text, remarks), strict=True)
    )


def _as_json(name: str, text: str, remarks: list[Remark]) -> str:
    found = [asdict(remark) | {"message": remark.message} for remark in remarks]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _as_sarif(name: str, text: str, remarks: list[Remark]) -> str:
    """SARIF 2.1.0, as editors and continuous integration read it."""
    results: list[dict[str, Any]] = []
    for remark, (line, column, last_line, end) in zip(remarks, _places(text, remarks), strict=True):
        region = {"startLine": line, "startColumn": column, "endLine": last_line, "endColumn": end}
        location = {"artifactLocation": {"uri": name}, "region": region}
        message = {"text": remark.message}
        results.append(
            {
                "ruleId": _RULES[remark.kind],
                "level": _LEVELS[remark.kind],
                "message": message,
                "locations": [{"physicalLocation": location}],
            }
        )
    driver = {
        "name": "glossary",
        "version": glossary.__version__,
        "rules": [{"id": rule} for rule in _RULES.values()],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"
