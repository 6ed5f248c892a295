"""Routes of exports: the policy first, a whole file or none, never a half that looks complete.

A file is written to the disk before its first octet is sent. So a value that cannot be exported, a
lost database or a full disk answers with an error page, the length is announced, and the reader's
browser sees a cut. The price is a wait before the download begins (see docs/explanation/exports.md
for figures).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS
from isegoria.core.exports.bundle import Bundle, write_bundle
from isegoria.core.exports.declare import Export, ExportError
from isegoria.core.exports.dictionary import dictionary
from isegoria.core.exports.writers import Format, Options, write_export
from isegoria.core.policy import Policy
from isegoria.core.routes import View, actor_of, page

AT_ONCE = 2
"""How many exports one process writes at the same time; the next is asked to come back."""
IN_MEMORY = 1 << 20

_places = BoundedSemaphore(AT_ONCE)


@contextmanager
def _spool() -> Iterator[Callable[[], IO[bytes]]]:
    """Temporary files that are closed unless the block hands them on by ending well."""
    opened: list[IO[bytes]] = []

    def _open() -> IO[bytes]:
        file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed below
        opened.append(file)
        return file

    try:
        yield _open
    except BaseException:
        for file in opened:
            file.close()
        raise


def _answer(
    request: HttpRequest,
    write: Callable[[Callable[[], IO[bytes]]], tuple[IO[bytes], str]],
    name: str,
    media_type: str,
    *,
    public: bool,
) -> HttpResponseBase:
    if not _places.acquire(blocking=False):
        sentence = _("Several exports are being prepared. Ask again in a few seconds.")
        busy = HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
        busy["Retry-After"] = "10"
        return busy
    try:
        with _spool() as spool:
            file, etag = write(spool)
    except ExportError as error:
        if error.code != "too_many_rows":
            raise
        sentence = _("This table has more rows than a spreadsheet. Take the CSV file.")
        return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
    finally:
        _places.release()
    quoted = quote_etag(etag)
    if public and (unchanged := get_conditional_response(request, etag=quoted)):
        file.close()
        unchanged["ETag"] = quoted
        return unchanged
    response = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache" if public else "private, no-store"
    if public:
        response["ETag"] = quoted
    return response


def _is_public(policy: Policy, subject: tuple[Any, ...]) -> bool:
    """Whether somebody without an account would be given the same file."""
    return bool(policy.decide(ANONYMOUS, *subject))


def export_view(export: Export, format_: Format, *, load: Callable[..., Any] | None = None) -> View:
    """The download of ``export``, of what ``load`` finds at the address if anything.

    The reader may ask for ``?headers=labels`` and, for CSV, ``?mark=yes``; anything else is
    ignored.
    """

    def _view(request: HttpRequest, *subject: Any) -> HttpResponseBase:
        options = Options(
            labels=request.GET.get("headers") == "labels", mark=request.GET.get("mark") == "yes"
        )

        def _write(spool: Callable[[], IO[bytes]]) -> tuple[IO[bytes], str]:
            file = spool()
            written = write_export(export, file, format_, *subject, options=options)
            return file, written.sha256

        return _answer(
            request,
            _write,
            f"{export.name}.{format_}",
            format_.media_type,
            public=_is_public(export.policy, subject),
        )

    return page(export.policy, load=load)(_view)


def export_urls(
    export: Export, route: str, *, load: Callable[..., Any] | None = None
) -> list[URLPattern]:
    """The routes ``<route>.csv``, ``.json``, ``.xlsx`` and ``.dictionary.csv``,
    ``.dictionary.json``.

    They are named ``export-<name>-<format>``.
    """
    tables = (
        (export, route, tuple(Format)),
        (dictionary(export), f"{route}.dictionary", (Format.CSV, Format.JSON)),
    )
    return [
        path(
            f"{address}.{format_}",
            export_view(table, format_, load=load),
            name=f"export-{table.name}-{format_}",
        )
        for table, address, formats in tables
        for format_ in formats
    ]


def bundle_view(
    policy: Policy,
    bundle: Callable[..., Bundle],
    *,
    load: Callable[..., Any] | None = None,
) -> View:
    """The download of a ZIP: ``bundle(*subject)`` says what is in it.

    ``policy`` opens the route; the policy of each export is asked as well, for its own subject,
    and a table that it refuses is left out.
    """

    def _view(request: HttpRequest, *subject: Any) -> HttpResponseBase:
        whole = bundle(*subject)
        actor = actor_of(request)
        allowed = [part for part in whole.parts if part.export.policy.decide(actor, *part.subject)]
        packed = replace(whole, parts=allowed)

        def _write(spool: Callable[[], IO[bytes]]) -> tuple[IO[bytes], str]:
            file, scratch = spool(), spool()
            write_bundle(packed, file, at=clock.now(), scratch=scratch)
            scratch.close()
            file.seek(0)
            return file, ""

        return _answer(request, _write, f"{whole.name}.zip", "application/zip", public=False)

    return page(policy, load=load)(_view)
