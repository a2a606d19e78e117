"""What every test may ask for: the model, loaded once, and an article as the program would read it."""

from __future__ import annotations

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
