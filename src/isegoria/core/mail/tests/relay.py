"""A mail relay on this machine that answers as a test wants it to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings


@dataclass
class Relay:
    """What the relay received, and what it answers to each recipient (250 unless told)."""

    received: list[Message] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False

    async def handle_RCPT(  # noqa: N802 - the name that the library calls
        self, server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.hangs_up:
            server.transport.close()
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append(message_from_bytes(envelope.content))
        return "250 Accepted"


@contextmanager
def running() -> Iterator[Relay]:
    """A relay that Django's mailer is set to use."""
    relay = Relay()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(relay, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with pointing_to(port):
            yield relay
    finally:
        controller.stop()


@contextmanager
def pointing_to(port: int) -> Iterator[None]:
    """Django's mailer set to a port of this machine, whether something listens there or not."""
    options = {"host": "127.0.0.1", "port": port, "timeout": 2}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(MAILERS={"default": {"BACKEND": backend, "OPTIONS": options}}):
        yield
