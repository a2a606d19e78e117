"""What every test may ask for: the model, loaded once, and an article as the program would read it."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from glossary.extract import extract
from glossary.model import Article, Findings
from glossary.parse import parse


@pytest.fixture(scope="session")
def find() -> Callable[[str], Findings]:
    """Text → Findings, through the real model."""

    def find_in(text: str) -> Findings:
        [(article, docs)] = parse([Article(key="essai", text=text)])
        return extract(article, docs)

    return find_in


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped: everything that a test needs is installed there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("GLOSSARY_NO_SKIP") and skipped and session.exitstatus == pytest.ExitCode.OK:
        for report in skipped:
            reporter.write_line(f"skipped, and must not be here: {report.nodeid}: {report.longrepr}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
