"""The rule files of reading, each loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from glossary.model import GlossaryError

RULES = Path(__file__).parent.parent / "rules"


@cache
def load(name: str) -> dict[str, Any]:
    """The contents of ``glossary/rules/<name>.toml``; a malformed file is named with its line."""
    import tomllib

    try:
        return tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise GlossaryError(f"glossary/rules/{name}.toml is malformed: {error}; mend that line") from error
