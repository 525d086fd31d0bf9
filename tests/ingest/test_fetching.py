import ipaddress
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest import fetching
from ingest.contents import FileContent
from ingest.errors import UnreadableDocumentError
from ingest.fetching import PageContent, PageFetcher, is_public

PAGE = b"<h1>Refunds</h1><p>Refunds take 30 days.</p>"


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path == "/missing":
            self.send_error(404)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8" if self.path == "/page" else "x/y")
            self.end_headers()
            self.wfile.write(PAGE if self.path != "/host" else self.headers["Host"].encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name it has there
        return


@contextmanager
def _serving() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with _serving() as address:
        yield address


def _refusal(url: str, *, private: bool = True, max_bytes: int = 1000) -> str:
    with pytest.raises(UnreadableDocumentError) as caught:
        PageContent(url, private=private).read(max_bytes=max_bytes)
    return str(caught.value)


@pytest.mark.integration
class TestPages:
    def test_a_page_is_read_and_its_type_gives_the_suffix(self, site: str) -> None:
        page = PageContent(f"{site}/page", private=True)

        assert page.read(max_bytes=len(PAGE)) == PAGE
        assert page.suffix == ".html"

    def test_without_a_known_type_the_address_gives_it(self, site: str) -> None:
        page = PageContent(f"{site}/a.md?x=1", private=True)
        page.read(max_bytes=1000)

        assert page.suffix == ".md"

    def test_the_server_is_asked_by_its_name(self, site: str) -> None:
        assert PageContent(f"{site}/host", private=True).read(max_bytes=99) == site[7:].encode()

    def test_redirects_are_followed_but_not_for_ever(self, site: str) -> None:
        assert PageContent(f"{site}/to//page", private=True).read(max_bytes=1000) == PAGE
        assert "more than 5 redirects" in _refusal(f"{site}" + "/to/" * 6 + "/page")

    def test_a_redirect_to_another_scheme_is_refused(self, site: str) -> None:
        assert "redirected to file address" in _refusal(f"{site}/to/file:///etc/passwd")

    def test_private_addresses_are_refused_unless_asked_for(self, site: str) -> None:
        assert "--fetch-private" in _refusal(f"{site}/page", private=False)

    def test_what_is_too_large_missing_or_not_there(self, site: str) -> None:
        assert "larger than 9 bytes" in _refusal(f"{site}/page", max_bytes=9)
        assert "answered 404" in _refusal(f"{site}/missing")
        assert "cannot be fetched" in _refusal("http://localhost:1/page")

    def test_a_server_that_takes_too_long(self, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fetching, "PAGE_SECONDS", -1.0)
        assert "it took more than" in _refusal(f"{site}/page")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
        "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::",
        "::ffff:169.254.169.254",
    ],
)  # fmt: skip
def test_addresses_inside_the_network_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_others_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


class TestFetcher:
    def test_files_are_read_from_beside_the_manifest_or_where_they_are(self, tmp_path: Path) -> None:
        fetch = PageFetcher()

        assert fetch("file:///docs/a%20b.md", base=tmp_path) == FileContent(Path("/docs/a b.md"))
        assert fetch("file:sub/a.md", base=tmp_path) == FileContent(tmp_path / "sub" / "a.md")

    @pytest.mark.parametrize(
        "url", ["ftp://x/a", "file://server/a", "javascript:alert(1)", "a.md", "http://["]
    )
    def test_other_addresses_are_refused(self, tmp_path: Path, url: str) -> None:
        with pytest.raises(UnreadableDocumentError):
            PageFetcher()(url, base=tmp_path).read(max_bytes=9)

    def test_web_addresses_are_read_when_their_turn_comes(self, tmp_path: Path) -> None:
        assert PageFetcher(private=True)("https://x/a", base=tmp_path) == PageContent(
            "https://x/a", private=True
        )
