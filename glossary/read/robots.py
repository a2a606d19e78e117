"""What a site asks of programs (robots.txt, RFC 9309), asked once a run and site."""

from __future__ import annotations

import time
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from glossary.model import GlossaryError
from glossary.read.fetch import AGENT, fetch
from glossary.read.options import ReadOptions

_LONGEST_PAUSE = 10.0
_last_visit: dict[str, float] = {}


def check_robots(url: str, options: ReadOptions) -> None:
    """GlossaryError if the site asks programs to leave ``url`` alone; waits between two visits of a site."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return  # fetch refuses it with its own message
    site = f"{parts.scheme}://{parts.netloc}"
    try:
        rules = _rules(site, options)
    except GlossaryError as error:  # the site cannot be reached or is refused: said of the page that was asked for
        raise GlossaryError(f"{url}: {str(error).removeprefix(f'{site}/robots.txt: ')}") from error
    if not rules.can_fetch(AGENT, url):
        raise GlossaryError(
            f"{url}: the site asks programs to leave this page alone (robots.txt); "
            "save it in your browser and add the file"
        )
    _pause(site, float(rules.crawl_delay(AGENT) or 0), options)


@lru_cache(maxsize=256)
def _rules(site: str, options: ReadOptions) -> RobotFileParser:
    """A site without robots.txt allows all; one that cannot say allows nothing for now."""
    rules = RobotFileParser()
    try:
        answer = fetch(f"{site}/robots.txt", options, obey_robots=False)
    except GlossaryError as error:
        if not any(f"answers {status}" in str(error) for status in range(400, 500)):
            raise
        rules.parse([])
        return rules
    rules.parse(answer.body[:500_000].decode("utf-8", "replace").splitlines())
    return rules


def _pause(site: str, wanted: float, options: ReadOptions) -> None:
    pause = min(max(wanted, options.pause), _LONGEST_PAUSE) if options.pause else 0.0
    waited = time.monotonic() - _last_visit.get(site, -1e9)
    if waited < pause:
        time.sleep(pause - waited)
    _last_visit[site] = time.monotonic()
