"""Visitors who comment through HTTP, and remember every comment that the site acknowledged."""

import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Load:
    """Some visitors at once, until :meth:`stop`."""

    site: str
    post: str
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, visitors: int = 2) -> None:
        """Let the visitors begin."""
        for number in range(visitors):
            thread = threading.Thread(target=self._visit, args=[number], daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Let each finish what it does."""
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def _visit(self, visitor: int) -> None:
        browser = _Browser(self.site)
        rank, known = 0, False
        while not self._stop.is_set():
            words = f"charge-{visitor}-{rank}."
            try:
                known = known or browser.send("/compte/mon-age/", {}) is not None
                self.sent.append(words)
                said = {"text": words, "language": "fr"}
                if browser.send(f"/contributions/{self.post}/commenter/", said):
                    self.acknowledged.append(words)
            except (OSError, HTTPException):  # killed before its answer, or in the middle of it
                time.sleep(0.1)
            rank += 1


class _Browser:
    def __init__(self, site: str) -> None:
        self._site = site
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies, _Stay())

    def send(self, path: str, given: dict[str, str]) -> str | None:
        """Open the page of a form and send it; where the site leads, None when it did not accept."""
        page = self._opener.open(self._site + path, timeout=20).read().decode()
        found = _TOKEN.search(page)
        if found is None:
            return None
        body = urllib.parse.urlencode({**given, "csrfmiddlewaretoken": found.group(1)}).encode()
        try:
            answer = self._opener.open(self._site + path, body, timeout=20)
        except urllib.error.HTTPError as error:
            return error.headers.get("Location") if error.code == 302 else None
        return str(answer.headers.get("Location")) if answer.status == 302 else None


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: object) -> None:
        return None
