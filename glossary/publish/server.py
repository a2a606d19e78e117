"""The site as a program of its own: Datasette with the glossary and its metadata, served by uvicorn."""

from __future__ import annotations

import socket
from importlib.resources import files
from pathlib import Path
from typing import Any

from glossary.model import GlossaryError


def serve_glossary(database: Path, host: str, port: int, metadata: Path | None) -> None:
    """Serve until interrupted, exactly what ``datasette glossary.db -m metadata.yml`` would."""
    import uvicorn

    check_port(host, port)
    uvicorn.run(make_site(database, metadata).app(), host=host, port=port, log_level="warning", lifespan="on")


def make_site(database: Path, metadata: Path | None = None) -> Any:
    """The Datasette of a glossary; opened for reading, and not as immutable: a build may go on meanwhile."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    import glossary.publish as plugin

    if not any(known is plugin for known in pm.get_plugins()):
        pm.register(plugin, name="glossary")  # run from a checkout without an installed entry point
    told = read_metadata(metadata)
    databases = told.get("databases") or {}
    if "glossary" in databases:
        told = told | {"databases": {database.stem: databases["glossary"]}}
    return Datasette([str(database)], metadata=told)


def read_metadata(path: Path | None) -> dict[str, Any]:
    """The metadata given, or ./metadata.yml, or what comes with the program."""
    from datasette.utils import BadMetadataError, parse_metadata

    near = Path("metadata.yml")
    packaged = files("glossary.publish") / "metadata.yml"
    source = path or (near if near.is_file() else None)
    text = (
        source.read_text(encoding="utf-8")
        if source
        else packaged.read_text(encoding="utf-8")
        if packaged.is_file()
        else "{}"
    )
    try:
        return dict(parse_metadata(text))
    except BadMetadataError as error:
        raise GlossaryError(f"{source or packaged}: neither YAML nor JSON that Datasette can read: {error}") from error


def check_port(host: str, port: int) -> None:
    """GlossaryError when the port is taken, before Datasette is started for nothing."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise GlossaryError(
            f"{host}:{port}: cannot listen there ({error.strerror or error}): "
            f"stop what uses the port, or choose another with --port or PORT={port + 1}"
        ) from error
