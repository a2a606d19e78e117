"""The command ``glossary``: one click command a verb, no logic.

Each verb lives in a module of its group and is imported only when it is called, so that ``--help`` and the
quick commands start without spaCy, NumPy or Datasette.
"""

from __future__ import annotations

import importlib
from typing import Any

import click

import glossary
from glossary.model import GlossaryError

# verb → module of glossary.cli that holds it; the order is the order of --help.
VERBS = {
    "build": "building",
    "add": "building",
    "remove": "building",
    "changes": "building",
    "verify": "building",
    "serve": "serving",
    "search": "serving",
    "show": "serving",
    "export": "exchanging",
    "reference": "referring",
    "translate": "translating",
    "check": "checking",
    "extract": "extracting",
    "terms": "extracting",
    "review": "curating",
    "accept": "curating",
    "reject": "curating",
    "merge": "curating",
    "split": "curating",
    "rename": "curating",
    "gloss": "curating",
    "note": "curating",
    "reopen": "curating",
    "undo": "curating",
    "decisions": "curating",
}


class Verbs(click.Group):
    """Loads a verb when it is asked for, and turns a GlossaryError into one line and its exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [verb for verb in VERBS if self.get_command(ctx, verb) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"glossary.cli.{VERBS[cmd_name]}")
        command = getattr(module, cmd_name, None)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GlossaryError as error:
            failure = click.ClickException(str(error))
            failure.exit_code = error.exit_code  # type: ignore[misc]  # click reads it from the instance
            raise failure from error


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(glossary.__version__, "-V", "--version")
def main() -> None:
    """The glossary of the foreign words, terms and abbreviations that French articles explain.

    \b
    Examples:
      glossary build                 read seeds/ and data/articles/ into data/glossary.db
      glossary serve                 browse it on http://127.0.0.1:8001
      glossary search deconfliction

    Exit codes: 0 all went well, 3 an article was skipped (the rest was read), 2 wrong usage, 1 any other failure.
    """
