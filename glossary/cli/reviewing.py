"""The verb review: walk the undecided terms in the terminal, one key each."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.cli.building import options
from glossary.cli.database import database
from glossary.model import KINDS

if TYPE_CHECKING:
    from glossary.store.decisions import Decision
    from glossary.store.naming import Seen
    from glossary.store.project import Project

_KEYS = "[a]ccept  [r]eject  [w]rong gloss  [g]loss  [n]ote  r[e]name  [s]kip  [u]ndo  [q]uit"
_BY_KEY = {"a": "accept", "r": "reject", "w": "wrong", "g": "gloss", "n": "note", "e": "rename"}


@click.command()
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only terms of this kind; may repeat.")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many terms.")
@click.option("--author", help="Who decides.  [default: $GLOSSARY_AUTHOR or the login name]")
@database
def review(kinds: tuple[str, ...], limit: int | None, author: str | None, db: Path | None) -> None:
    """Walk the undecided terms, best first, with gloss and contexts; one key decides, u takes the last back.

    Every decision is on the disk before the next term is shown.

    \b
    Example:
      glossary review --kind loanword
    """
    from glossary.cli.curating import whoami
    from glossary.store.naming import reading, undecided
    from glossary.store.project import Project

    project = Project.at(Path(), db)
    with closing(reading(project)) as connection:
        norms = list(undecided(connection, kinds))[:limit]
    _walk(project, norms, author or whoami())


def _walk(project: Project, norms: list[str], author: str) -> None:
    from glossary.store.naming import look_at, reading

    taken: list[tuple[int, Decision]] = []  # where in the walk, and what was decided there
    place = 0
    while place < len(norms):
        with closing(reading(project)) as connection:
            seen = look_at(connection, norms[place])
        if seen is None:  # merged or gone meanwhile
            place += 1
            continue
        _show(seen, place + 1, len(norms))
        key = _ask()
        if key == "q":
            break
        if key == "u":
            place = _undo(project, taken, author, place)
        elif key in _BY_KEY:
            if decision := _decided(_BY_KEY[key], seen, author):
                taken.append((place, _write(project, decision)))
                place += key in "ar"  # a gloss or a note leaves the term open
        elif key in ("s", "\r", "\n", " "):
            place += 1
    click.echo(f"{len(taken)} decisions")


def _ask() -> str:
    click.echo(_KEYS)
    try:
        return click.getchar().lower()
    except (EOFError, KeyboardInterrupt):
        return "q"


def _show(seen: Seen, place: int, total: int) -> None:
    click.echo()
    title = click.style(seen.term, bold=True)
    click.echo(f"{place}/{total}  {title}  {seen.kind} ({seen.language}), {seen.frequency} in {seen.articles} articles")
    if seen.gloss:
        source = ", ".join(filter(None, (seen.gloss_kind, seen.gloss_source, seen.gloss_date)))
        click.echo(f"  = « {seen.gloss} » ({source})")
    for text, start, end in seen.contexts:
        shown = text[:start] + click.style(text[start:end], bold=True, fg="yellow") + text[end:]
        click.echo("  · " + " ".join(shown.split()))


def _decided(action: str, seen: Seen, author: str) -> Decision | None:
    """The decision that a key stands for; None where there is nothing to decide."""
    from glossary.store.decisions import Decision

    if action in ("accept", "reject"):
        return Decision(action, seen.norm, author=author)
    if action == "wrong":
        if not seen.gloss or not seen.gloss_kind:
            click.echo("it has no attested gloss")
            return None
        return Decision(action, seen.norm, seen.gloss, author=author)
    text = click.prompt(action, default="", show_default=False)
    return Decision(action, seen.norm, text, author=author) if text else None


def _undo(project: Project, taken: list[tuple[int, Decision]], author: str, place: int) -> int:
    """Take the last decision back; where to go on."""
    from glossary.store.decisions import Decision

    if not taken:
        click.echo("nothing to undo")
        return place
    back, decision = taken.pop()
    _write(project, Decision("undo", decision.term, decision.id, author=author))
    return back


def _write(project: Project, decision: Decision) -> Decision:
    """On the disk first, then in the database."""
    from glossary.store.build import decide
    from glossary.store.decisions import append_decisions, dated

    decision = dated(decision)
    append_decisions(project.decisions, [decision])
    decide(project, options())
    return decision
