"""Fetches documents that a manifest gives only by their address; nothing else here reaches the network.

The address that was checked is the one that is connected to: a name that resolves anew could lead elsewhere.
"""

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx

from ingest.contents import Content, FileContent, RefusedContent, too_large
from ingest.errors import UnreadableDocumentError

MAX_REDIRECTS = 5
STEP_SECONDS, PAGE_SECONDS = 15.0, 120.0
SCHEMES = ("http", "https")
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
# They carry an IPv4 address inside, which may be a private one.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class PageFetcher:
    """`private` allows addresses that only this machine or its network can reach."""

    private: bool = False

    def __call__(self, url: str, /, *, base: Path) -> Content:
        try:
            parts = urlsplit(url)
        except ValueError:
            return RefusedContent(f"no address: {url[:200]!r}")
        if parts.scheme in SCHEMES:
            return PageContent(url, private=self.private)
        if parts.scheme == "file" and parts.netloc in ("", "localhost"):
            return FileContent(base / unquote(parts.path))
        return RefusedContent("only http, https and file addresses are fetched")


@dataclass(slots=True)
class PageContent:
    """A document on a web server. Its suffix is known once it was read."""

    url: str
    private: bool = False
    suffix: str = ""

    def read(self, *, max_bytes: int) -> bytes:
        try:
            with _open(self.url, private=self.private) as response:
                self.suffix = _find_suffix(response)
                return _read_body(response, max_bytes=max_bytes)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as exc:
            raise UnreadableDocumentError(f"cannot be fetched: {exc}") from exc


def is_public(address: Address) -> bool:
    """Say whether anybody could reach the address."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


@contextmanager
def _open(url: str, *, private: bool) -> Iterator[httpx.Response]:
    """Follow redirects, each to an address that is checked like the first."""
    place = httpx.URL(url)
    # A proxy of the environment would look up names itself, and reach what it likes.
    with httpx.Client(timeout=STEP_SECONDS, trust_env=False) as client:
        for _ in range(MAX_REDIRECTS + 1):
            response = client.send(_request(client, place, private=private), stream=True)
            try:
                if not response.has_redirect_location:
                    yield _checked(response)
                    return
                place = place.join(response.headers["Location"])
            finally:
                response.close()
    raise UnreadableDocumentError(f"cannot be fetched: more than {MAX_REDIRECTS} redirects")


def _request(client: httpx.Client, place: httpx.URL, *, private: bool) -> httpx.Request:
    if place.scheme not in SCHEMES:
        raise UnreadableDocumentError(f"cannot be fetched: redirected to {place.scheme or 'no'} address")
    name = place.raw_host.decode("ascii")
    address = _look_up(name, place.port or 443, private=private)
    return client.build_request(
        "GET",
        place.copy_with(host=str(address)),
        headers={"Host": place.netloc.decode("ascii"), "Accept-Encoding": "identity"},
        extensions={"sni_hostname": name},
    )


def _look_up(name: str, port: int, *, private: bool) -> Address:
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(place[0]).partition("%")[0]) for *_, place in found]
    if not private and not all(is_public(address) for address in addresses):
        raise UnreadableDocumentError(
            "cannot be fetched: the address lies on this machine or its network (--fetch-private allows it)"
        )
    return addresses[0]


def _checked(response: httpx.Response) -> httpx.Response:
    if response.status_code != httpx.codes.OK:
        raise UnreadableDocumentError(f"cannot be fetched: the server answered {response.status_code}")
    return response


def _read_body(response: httpx.Response, *, max_bytes: int) -> bytes:
    body = bytearray()
    end = time.monotonic() + PAGE_SECONDS
    for piece in response.iter_bytes():
        body += piece
        if len(body) > max_bytes:
            raise too_large(max_bytes)
        if time.monotonic() > end:
            raise UnreadableDocumentError(f"cannot be fetched: it took more than {PAGE_SECONDS:.0f} seconds")
    return bytes(body)


def _find_suffix(response: httpx.Response) -> str:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return _SUFFIXES.get(kind) or PurePosixPath(response.url.path).suffix
