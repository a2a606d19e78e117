"""Which dictionaries a site loads: asked of a process of its own, since the tests themselves load all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_WATCH = """
import asyncio, json, pathlib, sys
from glossary.publish.server import make_site

async def ask(site, pages):
    return [(await site.client.get(page)).status_code for page in pages]

answers = asyncio.run(ask(make_site(pathlib.Path(sys.argv[1])), sys.argv[2:]))
print(json.dumps([answers, sorted({"simplemma", "wordfreq", "spacy"} & set(sys.modules))]))
"""


def dictionaries_loaded(database: Path, *pages: str) -> list[str]:
    """The modules of dictionaries and models that are there after a start and these pages.

    Not numpy: Datasette's own pint takes it wherever it is installed.
    """
    command = [sys.executable, "-c", _WATCH, str(database), *pages]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    answers, loaded = json.loads(told.splitlines()[-1])
    assert answers == [200] * len(pages)
    return [str(name) for name in loaded]
