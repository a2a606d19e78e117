"""Fetching a page of the public web, and of nothing else.

A name is resolved once, every address it has is checked, and the connection goes to the checked address:
a name that answers differently the second time (DNS rebinding) gains nothing. Redirects are checked alike.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from glossary.model import GlossaryError
from glossary.read.options import DEFAULTS, ReadOptions

AGENT = "glossary-fr"
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 6
_CHUNK = 1 << 16
_ACCEPT = "text/html,application/xhtml+xml,application/pdf,application/rss+xml,application/atom+xml,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered; ``url`` is where the redirects ended."""

    url: str
    kind: str  # the media type, lower case, without parameters
    encoding: str | None
    body: bytes


def fetch(url: str, options: ReadOptions = DEFAULTS, obey_robots: bool = True) -> Fetched:
    """The page at ``url``; GlossaryError for what is refused, unreachable, too large or too slow."""
    from glossary.read.robots import check_robots

    address = url
    deadline = time.monotonic() + 5 * options.timeout
    for _ in range(_MOST_REDIRECTS):
        if obey_robots:
            check_robots(address, options)
        answer = _get(address, options, deadline)
        if isinstance(answer, Fetched):
            return answer
        address = urljoin(address, answer)
    raise GlossaryError(f"{url}: redirects more than {_MOST_REDIRECTS} times")


def _get(url: str, options: ReadOptions, deadline: float) -> Fetched | str:
    """The answer of one address, or the address that it redirects to."""
    parts = _checked(url)
    connection = _connect(url, parts, options)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    # Each step has its timeout; a site that sends one byte at a time meets the deadline of the whole.
    alarm = threading.Timer(max(deadline - time.monotonic(), 0), _hang_up, [connection])
    alarm.start()
    try:
        connection.request("GET", target, headers={"User-Agent": AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip"})
        response = connection.getresponse()
        if response.status in _REDIRECTS and (place := response.getheader("Location")):
            return place
        if response.status != 200:
            status = f"{response.status} {response.reason}".strip()
            raise GlossaryError(f"{url}: answers {status}: {_advice(response.status)}")
        body = _read(url, response, options, deadline)
        headers = response.headers
        return Fetched(url, headers.get_content_type().lower(), headers.get_content_charset(), body)
    except TimeoutError as error:
        raise GlossaryError(f"{url}: gave no answer within {options.timeout:.0f} seconds; try again later") from error
    except (http.client.HTTPException, OSError, ValueError, UnicodeError) as error:
        raise GlossaryError(f"{url}: cannot be fetched: {error or type(error).__name__}") from error
    finally:
        alarm.cancel()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection) -> None:
    with contextlib.suppress(OSError):  # it may be closed already
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)


def _advice(status: int) -> str:
    if status in (401, 402, 403, 451):
        return "the site does not give it to programs; save the page in your browser and add the file"
    return "check the address" if status in (404, 410) else "try again later"


def _checked(url: str) -> SplitResult:
    """The parts of an address of the web; anything else, file: above all, is refused."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise GlossaryError(f"{url[:200]}: is no address of the web: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise GlossaryError(f"{url[:200]}: only http and https addresses are fetched")
    if not parts.hostname:
        raise GlossaryError(f"{url[:200]}: names no site")
    if any(c in url for c in "\r\n\t ") or not url.isascii():
        return urlsplit(_quoted(url))
    return parts


def _quoted(url: str) -> str:
    """An address with spaces and accents as HTTP wants it."""
    from urllib.parse import quote

    parts = urlsplit("".join(url.split("\n")).strip())
    host = (parts.hostname or "").encode("idna").decode("ascii") + (f":{parts.port}" if parts.port else "")
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~-._"), quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme, host, path, query, ""))


def public_addresses(url: str, host: str, port: int, options: ReadOptions) -> list[str]:
    """The addresses of a site, in the resolver's order; GlossaryError if any is not of the public internet."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise GlossaryError(
            f"{url}: the site {host} is not found; check the name and whether this machine is connected "
            "(offline, add a saved page or file instead)"
        ) from error
    addresses = list(dict.fromkeys(str(entry[4][0]).split("%")[0] for entry in found))
    private = [address for address in addresses if not is_public(address)]
    if private and not options.allow_private:
        raise GlossaryError(f"{url}: {host} is at {private[0]}, a private or local address: refused")
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet, also when it hides in an IPv6 one."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if hidden is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            hidden = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if hidden is not None:
            return is_public(str(hidden))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def _connect(url: str, parts: SplitResult, options: ReadOptions) -> http.client.HTTPConnection:
    """A connection to the first checked address that answers; TLS still proves the site's name."""
    host, scheme = parts.hostname or "", parts.scheme
    number = parts.port or (443 if scheme == "https" else 80)
    failure: OSError | None = None
    for address in public_addresses(url, host, number, options):
        connection = http.client.HTTPConnection(host, number, timeout=options.timeout)
        try:
            plain = socket.create_connection((address, number), timeout=options.timeout)
            connection.sock = _secured(plain, host) if scheme == "https" else plain
        except ssl.SSLCertVerificationError as error:
            raise GlossaryError(f"{url}: the certificate of {host} is not valid: {error.verify_message}") from error
        except OSError as error:
            failure = error
            continue
        return connection
    raise GlossaryError(
        f"{url}: {host} cannot be reached ({failure}); check whether this machine is connected"
    ) from failure


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def _read(url: str, response: http.client.HTTPResponse, options: ReadOptions, deadline: float) -> bytes:
    """The body, unpacked, within the limits of size and time."""
    unpack = (
        zlib.decompressobj(31) if response.getheader("Content-Encoding", "").lower() in ("gzip", "x-gzip") else None
    )
    parts, size = [], 0
    while chunk := response.read1(_CHUNK):
        if time.monotonic() > deadline:
            raise GlossaryError(f"{url}: takes too long, more than {5 * options.timeout:.0f} seconds; try again later")
        try:
            if unpack is not None:
                chunk = unpack.decompress(chunk, options.max_bytes + 1)
        except zlib.error as error:
            raise GlossaryError(f"{url}: its compression is damaged: {error}") from error
        size += len(chunk)
        if size > options.max_bytes:
            raise GlossaryError(f"{url}: is larger than {options.max_bytes // 1048576} MB: refused")
        parts.append(chunk)
    if time.monotonic() > deadline or response.length:
        raise GlossaryError(f"{url}: was cut off after {size} bytes; try again later")
    return b"".join(parts)
