"""What every test may ask for: the model, loaded once, and an article as the program would read it."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli import main
from glossary.extract import extract
from glossary.model import Article, Findings
from glossary.parse import parse

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def find() -> Callable[[str], Findings]:
    """Text → Findings, through the real model."""

    def find_in(text: str) -> Findings:
        [(article, docs)] = parse([Article(key="essai", text=text)])
        return extract(article, docs)

    return find_in


@pytest.fixture(scope="session")
def built_seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the five seeds, built once; tests work on copies of it."""
    root = tmp_path_factory.mktemp("built")
    shutil.copytree(SEEDS, root / "seeds")
    with contextlib.chdir(root):
        done = CliRunner().invoke(main, ["build"])
    assert done.exit_code == 0, done.output
    assert "5 articles: 5 new" in done.output
    return root


@pytest.fixture
def project(built_seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built project, as the current folder."""
    root = tmp_path / "project"
    shutil.copytree(built_seeds, root)
    monkeypatch.chdir(root)
    return root


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped: everything that a test needs is installed there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("GLOSSARY_NO_SKIP") and skipped and session.exitstatus == pytest.ExitCode.OK:
        for report in skipped:
            reporter.write_line(f"skipped, and must not be here: {report.nodeid}: {report.longrepr}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
