"""The CPU seconds of a build by stage, on one process: what spaCy takes, and what is ours."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from glossary.extract import extract
from glossary.extract.abbreviations import find_abbreviations
from glossary.extract.columns import read_columns
from glossary.extract.glosses import find_glosses
from glossary.extract.loanwords import find_loanwords, keep_loanwords
from glossary.extract.terms import find_terms
from glossary.findings import Extractor, Found
from glossary.model import Article, Findings, Skipped
from glossary.parse import batches, parse
from glossary.read import read_sources
from glossary.store.build import build
from glossary.store.packing import Packed
from glossary.store.project import Project


def stage_seconds(texts: list[str]) -> dict[str, float]:
    """Read, parse, extract, rank and store ``texts`` as ``glossary build`` does, stage after stage."""
    seconds: dict[str, float] = {}

    @contextmanager
    def clock(stage: str) -> Iterator[None]:
        start = time.process_time()
        yield
        seconds[stage] = seconds.get(stage, 0.0) + time.process_time() - start

    Extractor()  # loads the model, and settles the garbage collector as in a build
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        rows = (json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts))
        path.write_text("\n".join(rows), encoding="utf-8")
        with clock("reading"):
            articles = [found for found in read_sources([str(path)], Path(folder)) if isinstance(found, Article)]
        found: dict[str, Found] = {}
        for batch in batches(articles):
            with clock("spaCy"):
                parsed = list(parse(batch))
            with clock("extraction"):
                found |= {article.digest: (article, extract(article, docs)) for article, docs in parsed}
            for article, docs in parsed:  # once more: what is looked up once a form is known by now
                _extract_by_turns(article, docs, clock)

        def find(
            pack: Callable[[Article, Findings], Packed], wanted: Iterable[Article]
        ) -> Iterator[tuple[Article, Packed | Skipped]]:
            for article in wanted:
                _, findings = found[article.digest]
                yield article, findings if isinstance(findings, Skipped) else pack(article, findings)

        with clock("storing and ranking"):
            build(Project.at(Path(folder)), [path], find)
    seconds["storing and ranking"] -= seconds["reading"]
    seconds["dictionaries, sentences, the rest"] = seconds.pop("extraction") - sum(
        seconds[stage] for stage in ("loanwords", "glosses", "terms")
    )
    return seconds


def _extract_by_turns(article: Article, docs: list[Any], clock: Callable[[str], AbstractContextManager[None]]) -> None:
    """The stages of the extraction, each under its clock."""
    columns = read_columns(docs)
    with clock("loanwords"):
        possible = find_loanwords(article.text, columns)
    with clock("glosses"):
        short = find_abbreviations(article.text)
        glosses = find_glosses(article.text, columns, possible, short)
    with clock("loanwords"):
        keep_loanwords(article.text, possible, glosses)
    with clock("terms"):
        find_terms(article.text, columns, glosses)
