"""Verbs by which terminologists decide: accept, reject, reopen, merge, split, rename, gloss, note, undo, decisions."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import click

from glossary.cli.building import options
from glossary.cli.database import database
from glossary.cli.reviewing import review

if TYPE_CHECKING:
    from glossary.store.decisions import Decision
    from glossary.store.project import Project

__all__ = ["review"]


class How(TypedDict):
    """What every decision is told besides: why, by whom, in which database."""

    reason: str | None
    author: str
    db: Path | None


def decides(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every decision has, as ``How`` names them."""
    for option in (
        click.option("--reason", help="Why; kept with the decision."),
        click.option("--author", default=whoami, help="Who decides.  [default: $GLOSSARY_AUTHOR or the login name]"),
        database,
    ):
        command = option(command)
    return command


def on_each_term(command: Callable[..., Any]) -> click.Command:
    """A verb that decides the same on each of its TERMS."""
    return click.command()(click.argument("terms", nargs=-1, required=True)(decides(command)))


def whoami() -> str:
    """The person at the keyboard, as the decisions name them."""
    return os.environ.get("GLOSSARY_AUTHOR") or getpass.getuser()


def take(project: Project, decisions: Iterable[Decision]) -> None:
    """Write the decisions down for good, then apply them to the database."""
    from glossary.store.build import decide
    from glossary.store.decisions import append_decisions, dated

    taken = [dated(decision) for decision in decisions]
    append_decisions(project.decisions, taken)
    report = decide(project, options())
    for decision in taken:
        detail = f": {decision.detail}" if decision.detail else ""
        click.echo(f"{decision.action} « {decision.term} »{detail} [{decision.id}]")
    if report is None:
        click.echo("the next build applies it", err=True)


def _on(named: Iterable[str], action: str, detail: str | None, **how: Unpack[How]) -> None:
    """Decide the same on each term that is named."""
    from glossary.store.decisions import Decision
    from glossary.store.naming import find_norm, find_part, reading
    from glossary.store.project import Project

    project = Project.at(Path(), how["db"])
    with closing(reading(project)) as connection:
        norms = [find_norm(connection, name) for name in named]
        if action == "merge" and detail:
            detail = find_norm(connection, detail)
        if action == "split" and detail:
            detail = find_part(connection, norms[0], detail)
    take(project, [Decision(action, norm, detail, how["reason"], how["author"]) for norm in norms])


@on_each_term
def accept(terms: tuple[str, ...], **how: Unpack[How]) -> None:
    """Accept TERMS: they stay in the glossary whatever their rank, marked as accepted.

    \b
    Example:
      glossary accept deconfliction "tête de pont militaire"
    """
    _on(terms, "accept", None, **how)


@on_each_term
def reject(terms: tuple[str, ...], **how: Unpack[How]) -> None:
    """Reject TERMS: they leave the glossary and do not come back with the next build.

    \b
    Example:
      glossary reject vendredi --reason "a day of the week"
    """
    _on(terms, "reject", None, **how)


@on_each_term
def reopen(terms: tuple[str, ...], **how: Unpack[How]) -> None:
    """Make TERMS neither accepted nor rejected again.

    \b
    Example:
      glossary reopen vendredi
    """
    _on(terms, "reopen", None, **how)


@click.command()
@click.argument("term")
@click.argument("into")
@decides
def merge(term: str, into: str, **how: Unpack[How]) -> None:
    """Make TERM a variant of INTO: one entry, with the contexts and glosses of both.

    \b
    Example:
      glossary merge "base avancée" "base aérienne avancée"
    """
    _on([term], "merge", into, **how)


@click.command()
@click.argument("term")
@click.argument("form")
@decides
def split(term: str, form: str, **how: Unpack[How]) -> None:
    """Give FORM, a variant of TERM, an entry of its own; what was merged is parted again.

    \b
    Example:
      glossary split "base aérienne avancée" "base avancée"
    """
    _on([term], "split", form, **how)


@click.command()
@click.argument("term")
@click.argument("name")
@decides
def rename(term: str, name: str, **how: Unpack[How]) -> None:
    """Show TERM under NAME; its address stays. An empty NAME takes it back.

    \b
    Example:
      glossary rename "etat islamique" "État islamique"
    """
    _on([term], "rename", name, **how)


@click.command()
@click.argument("term")
@click.argument("text")
@click.option("--wrong", "action", flag_value="wrong", help="TEXT is an attested gloss, and wrong.")
@click.option("--right", "action", flag_value="right", help="TEXT is an attested gloss, and right: show it first.")
@decides
def gloss(term: str, text: str, action: str | None, **how: Unpack[How]) -> None:
    """Write TEXT as the gloss of TERM to be shown before all attested ones. An empty TEXT takes it back.

    \b
    Examples:
      glossary gloss deconfliction "prévention des incidents aériens"
      glossary gloss --wrong EI "Espace Info"
    """
    _on([term], action or "gloss", text, **how)


@click.command()
@click.argument("term")
@click.argument("text")
@decides
def note(term: str, text: str, **how: Unpack[How]) -> None:
    """Write TEXT as the note on TERM. An empty TEXT takes it back.

    \b
    Example:
      glossary note deconfliction "Ne pas confondre avec désescalade."
    """
    _on([term], "note", text, **how)


@click.command()
@click.argument("decision")
@decides
def undo(decision: str, **how: Unpack[How]) -> None:
    """Undo a DECISION, named by the identifier that it was given (see: glossary decisions).

    \b
    Example:
      glossary undo 3f9a1c0d2b7e
    """
    from glossary.model import GlossaryError
    from glossary.store.decisions import Decision, read_decisions
    from glossary.store.project import Project

    project = Project.at(Path(), how["db"])
    known = {found.id: found for found in read_decisions(project.decisions)[0]}
    if decision not in known:
        raise GlossaryError(f"{decision}: no decision has this identifier; glossary decisions lists them")
    take(project, [Decision("undo", known[decision].term, decision, how["reason"], how["author"])])


@click.command()
@click.argument("term", required=False)
@database
def decisions(term: str | None, db: Path | None) -> None:
    """Print the decisions on TERM, or all, oldest first; those that find nothing to apply to are marked "waiting".

    \b
    Example:
      glossary decisions deconfliction
    """
    from glossary.store.naming import history
    from glossary.store.project import Project

    for decision, applied in history(Project.at(Path(), db), term):
        detail = f": {decision.detail}" if decision.detail else ""
        reason = f" ({decision.reason})" if decision.reason else ""
        waiting = "" if applied else " [waiting]"
        head = f"{decision.id}  {decision.date[:16]}  {decision.author or '?'}"
        click.echo(f"{head}  {decision.action} « {decision.term} »{detail}{reason}{waiting}")
