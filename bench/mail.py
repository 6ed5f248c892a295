"""A queue of e-mails whose sender is killed again and again. Prints how many left, and how many twice, last.

    python bench/mail.py [e-mails] [kills] [enough]

With a third number, the last kill comes when so many have left, and the others stay in the queue.

On SQLite in a folder of its own, or on the database of DATABASE_URL, which must be empty. The relay is a
process of its own on this machine that accepts everything and writes down each address. Seconds are of the
clock: writing the rows, then sending them, the starts after each kill included.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from figures import tell

MAILS, KILLS = 100_000, 10
ROOT = Path(__file__).resolve().parents[1]


def relay(port: int, heard: str) -> None:
    """Accept e-mails until somebody ends us; one address on each line of ``heard``."""
    import asyncio

    from aiosmtpd.smtp import SMTP

    class Heard:
        """Writes an address down before it accepts the e-mail."""

        async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802
            """Called by the library."""
            addresses.write(f"{envelope.rcpt_tos[0]}\n")  # type: ignore[attr-defined]  # no types
            return "250 Accepted"

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Heard()), "127.0.0.1", port)
        await server.serve_forever()

    with Path(heard).open("a", buffering=1) as addresses:
        asyncio.run(serve())


def main(mails: int, kills: int, enough: int) -> None:
    """Write, send under kills, count. ``enough``: how many leave before the last kill, 0 for all."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db.models import Count

    from isegoria.core.mail.models import Mail
    from isegoria.core.mail.posting import post_all
    from isegoria.core.mail.states import Lane, MailState

    call_command("migrate", verbosity=0)
    began = time.monotonic()
    post_all(
        Mail(to=f"m{number}@exemple.test", subject="Objet", text="Bonjour. " * 100, lane=Lane.BULK)
        for number in range(mails)
    )
    written = time.monotonic() - began
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    heard = Path(os.environ["ISEGORIA_HOME"]) / "heard"
    heard.touch()
    ours = [sys.executable, __file__, "--relay", str(port), str(heard)]
    listening = subprocess.Popen(ours)
    sender = [sys.executable, "-m", "tests.faults.sender", str(port)]
    goal, rounds = (enough, kills) if enough else (mails, kills + 1)
    began = time.monotonic()
    try:
        for turn in range(kills):
            running = subprocess.Popen(sender, cwd=ROOT, stdout=subprocess.DEVNULL)
            while _lines(heard) < (turn + 1) * goal // rounds:
                time.sleep(0.2)
            running.send_signal(signal.SIGKILL)
            running.wait()
        if not enough:
            subprocess.run(sender, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    finally:
        listening.terminate()
        listening.wait()
    sent = time.monotonic() - began
    times = Counter(heard.read_text().split())
    states = dict(Mail.objects.values_list("state").annotate(Count("pk")))
    print(f"written: {mails / written:,.0f} a second; states: {states}")
    waiting = Mail.objects.filter(state=MailState.WAITING)
    again = set(waiting.values_list("to", flat=True)) & set(times)
    twice = sum(count > 1 for count in times.values()) + len(again)
    print(f"{len(times):,} left, {twice} twice, {len(times) / sent:,.0f} a second, {kills} kills")
    perhaps = states.get(MailState.UNCERTAIN, 0) + states.get(MailState.SENDING, 0)
    accounted = states.get(MailState.SENT, 0) + perhaps + (waiting.count() if enough else 0)
    tell("mail.twice", twice)
    tell("mail.unsent", mails - accounted)
    tell("mail.perhaps", perhaps)
    tell("mail.rate", len(times) / sent)


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--relay"]:
        relay(int(sys.argv[2]), sys.argv[3])
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        with tempfile.TemporaryDirectory(prefix="isegoria-mail-") as folder:
            os.environ |= {"ISEGORIA_HOME": folder, "ISEGORIA_ENV": "test"}
            os.environ |= {"PYTHONPATH": str(ROOT / "src")}
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isegoria.config.settings")
            sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
            main(*(numbers + [MAILS, KILLS, 0][len(numbers) :]))
