"""A ceiling on what one request may upload, before anything else looks at it."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

CEILING = 60_000_000
"""Octets of files in one request: the largest kind of upload, and some room."""


class BoundedUploadHandler(FileUploadHandler):
    """Stops a request whose files together pass :data:`CEILING`; it is answered 413.

    First of ``settings.FILE_UPLOAD_HANDLERS``: it keeps nothing and hands every piece on.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  Django's signature
        """Count a piece and hand it on."""
        self._received += len(raw_data)
        if self._received > CEILING:
            raise RequestDataTooBig("The files of this request are too large.")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing: the next handler keeps the file."""
