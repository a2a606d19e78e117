"""Pictures of the site for docs/ and the README: python docs/screenshots.py [DATABASE]

Builds nothing: give it a database, or run glossary build first. Needs Playwright and a Chromium.
"""

from __future__ import annotations

import shutil
import socket
import sys
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from glossary.publish.server import make_site

FOLDER = Path(__file__).parent / "screenshots"
# name: address, width, height, colour scheme, words typed into the search box
SHOTS = {
    "home": ("/", 1280, 1000, "light", ""),
    "suggestions": ("/", 1280, 640, "light", "mil"),
    "search": ("/search?q=militaire", 1280, 1000, "light", ""),
    "term": ("/terme/deconfliction", 1280, 1060, "light", ""),
    "term-dark": ("/terme/deconfliction", 1280, 1060, "dark", ""),
    "term-phone": ("/terme/deconfliction", 390, 844, "light", ""),
}


def main(database: Path) -> None:
    """Serve the database on a free port and take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_site(database).app(), port=port, log_level="warning", lifespan="on"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, (address, width, height, scheme, typed) in SHOTS.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme, locale="fr-FR", device_scale_factor=1
            )
            page.goto(f"http://127.0.0.1:{port}{address}")
            if typed:
                page.get_by_role("combobox").press_sequentially(typed)
                page.get_by_role("option").first.wait_for()
                page.keyboard.press("ArrowDown")
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        browser.close()
    server.should_exit = True


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data/glossary.db"))
