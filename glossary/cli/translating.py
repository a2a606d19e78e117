"""The verb translate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.cli.building import options, watched
from glossary.cli.database import database

if TYPE_CHECKING:
    from glossary.store.translations import Pending
    from glossary.translate import Model, Proposal

    Models = dict[tuple[str, str], Model]

BATCH = 256  # terms that are kept at once: what an interruption costs


@click.command()
@click.option("--all", "every", is_flag=True, help="Terms that have a gloss too.")
@click.option("--install", is_flag=True, help="Fetch the models from English and from French first (needs a network).")
@click.option("--model", type=click.Path(path_type=Path), multiple=True, help="Install this .argosmodel first.")
@click.option("--proposals", type=click.IntRange(1, 10), default=3, show_default=True, help="At most so many a term.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many terms, the best first.")
@database
def translate(
    every: bool, install: bool, model: tuple[Path, ...], proposals: int, limit: int | None, db: Path | None
) -> None:
    """Have a machine translate what no article explains: French terms into English, loanwords into French.

    Translations are kept in data/translations.jsonl with engine, model and version, and only what is new is
    translated. They are shown and exported as a machine's, never as attested. Works offline once models are installed.

    \b
    Examples:
      glossary translate --install
      glossary translate --model translate-en_fr-1_9.argosmodel
      glossary translate --all --limit 500
    """
    from glossary.store.connect import opened, transaction
    from glossary.store.enrich import enrich
    from glossary.store.project import Project, locked
    from glossary.store.stream import open_database
    from glossary.store.translations import append_translations, pending_terms

    models = _models(model, install)
    project = Project.at(Path(), db)
    connection = open_database(project.database)
    pending = pending_terms(connection, project.translations, models.values(), every)
    connection.close()
    possible = [term for term in pending if (term.source, term.target) in models][:limit]
    waiting = sorted(possible, key=lambda term: (term.source, term.target))  # best first within a direction
    helped, found = 0, iter(watched(_answers(waiting, models, proposals), len(possible), "Translating"))
    while kept := list(islice(found, BATCH)):
        helped += append_translations(project.translations, kept)
    with locked(project, options().say), opened(project.database) as live, transaction(live):
        enrich(live, project, set())
    click.echo(f"{len(possible)} terms asked, {helped} translated", err=True)
    for source, target in sorted({(t.source, t.target) for t in pending} - models.keys()):
        left = sum((t.source, t.target) == (source, target) for t in pending)
        click.echo(f"{left} terms left: no model from « {source} » to « {target} »", err=True)


def _models(given: Iterable[Path], install: bool) -> Models:
    """The models that are there, once those that were asked for are installed."""
    from glossary import translate as machine
    from glossary.model import GlossaryError

    for path in given:
        click.echo(f"{machine.install_model(path)} installed", err=True)
    for source, target in (("en", "fr"), ("fr", "en")) if install else ():
        click.echo(f"{machine.download_model(source, target)} installed", err=True)
    models = machine.installed_models()
    if not models:
        raise GlossaryError(
            "no model is installed: `glossary translate --install` fetches them, "
            "`glossary translate --model FILE.argosmodel` installs one that you have"
        )
    return models


def _answers(waiting: Iterable[Pending], models: Models, most: int) -> Iterator[tuple[Pending, Model, list[Proposal]]]:
    """What the model of each direction proposes; ``waiting`` is sorted by direction."""
    from glossary import translate as machine

    for direction, group in groupby(waiting, key=lambda term: (term.source, term.target)):
        terms = list(group)
        given = machine.translate(models[direction], (term.term for term in terms), most)
        for term, (_, found) in zip(terms, given, strict=True):
            yield term, models[direction], found
