"""What an edited rule costs: texts are read again only when something else could be found in them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glossary.store import fingerprint
from glossary.store.fingerprint import finding_fingerprint, program_fingerprint, reading_fingerprint

MARKS = (reading_fingerprint, finding_fingerprint, program_fingerprint)


def copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package, which the fingerprints are taken of."""
    package = Path(fingerprint.__file__).parent.parent
    copy = shutil.copytree(package, folder / "glossary", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprint, "_PACKAGE", copy)
    return copy


@pytest.mark.parametrize(
    ("edited", "changed"),
    [
        ("rules/compounds.txt", {"program_fingerprint"}),
        ("rules/word_levels.txt", {"program_fingerprint"}),
        ("rules/variants.toml", {"program_fingerprint"}),
        ("rules/glosses.toml", {"reading_fingerprint", "finding_fingerprint", "program_fingerprint"}),
        ("rank/termhood.json", {"program_fingerprint"}),
        ("joining.py", {"program_fingerprint"}),
        ("derived.py", {"program_fingerprint"}),
        ("publish/pages.py", set()),
    ],
)
def test_an_edit_costs_what_depends_on_it(
    edited: str, changed: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = copied(tmp_path, monkeypatch)
    before = {mark.__name__: mark.__wrapped__() for mark in MARKS}
    with (package / edited).open("a", encoding="utf-8") as file:
        file.write("\n")
    after = {mark.__name__: mark.__wrapped__() for mark in MARKS}
    assert {name for name in before if before[name] != after[name]} == changed


def test_modules_that_python_compiles_meanwhile_are_no_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = copied(tmp_path, monkeypatch)
    before = [mark.__wrapped__() for mark in MARKS]
    (package / "extract" / "__pycache__").mkdir()
    (package / "extract" / "__pycache__" / "terms.cpython-311.pyc.139872").touch()
    assert [mark.__wrapped__() for mark in MARKS] == before
