"""Imports point backwards only: read → parse → extract → rank → store → publish, and cli before all."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "glossary"
# A module may import from its own layer and from those before it.
LAYERS = (
    ("model", "forms", "startup", "forked"),
    ("rules",),
    ("read",),
    ("parse",),
    ("extract",),
    ("variants", "derived", "joining"),
    ("rank",),
    ("workers", "findings"),
    ("store", "reference", "translate"),
    ("scale", "export", "check"),
    ("publish",),
    ("cli", "__main__"),
)
RANK = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
BENCHES = sorted((PACKAGE.parent / "bench").rglob("*.py"))


def stage(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_stages(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name.split(".")[1] for name in found if name.startswith("glossary.")} & RANK.keys()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_backwards(path: Path) -> None:
    forward = {name for name in imported_stages(path) if RANK[name] > RANK[stage(path)]}
    assert not forward, f"{path.name} imports from a later stage: {sorted(forward)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_spacy_stops_at_extract(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    uses_spacy = any(name.split(".")[0] == "spacy" for name in names)
    assert not uses_spacy or stage(path) in {"parse", "extract"}


@pytest.mark.parametrize("path", BENCHES, ids=lambda path: path.name)
def test_benches_import_what_is_there(path: Path) -> None:
    """Nobody runs them at every change: a name that moved would be missed on the day when something is measured."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "glossary":
            module = importlib.import_module(node.module or "")
            missing = [alias.name for alias in node.names if not hasattr(module, alias.name)]
            for name in missing:  # a module of the package, then
                importlib.import_module(f"{node.module}.{name}")
