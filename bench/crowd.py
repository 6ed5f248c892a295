"""What the measures of pages share: a real server, one reader who looks at the clock, and a crowd."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def get(connection: http.client.HTTPConnection, path: str) -> tuple[float, bytes]:
    """Milliseconds, and the page."""
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    return (time.perf_counter() - began) * 1000, body


def _turns() -> float:
    """Milliseconds of processor that a million empty turns take: how fast the machine is just now."""
    began = time.process_time()
    for _turn in range(1_000_000):
        pass
    return (time.process_time() - began) * 1000


_fastest = min(_turns() for _try in range(5))


def steady(seconds: int = 120) -> None:
    """Wait until the machine is as fast as it was, for at most so many seconds: a machine that is shared
    slows down by itself for minutes, and measures what its neighbours do."""
    global _fastest  # noqa: PLW0603 - it may turn out to be faster than when it was first asked
    for _wait in range(seconds):
        spent = _turns()
        _fastest = min(_fastest, spent)
        if spent <= 1.2 * _fastest:
            return
        time.sleep(1)


def load() -> str:
    """What the machine does besides, and how fast it is just now, to be printed beside a figure."""
    spent = _turns()
    busy = " ".join(f"{part:.1f}" for part in os.getloadavg())
    return f"load average {busy}, a million empty turns in {spent:.0f} ms"


def crowd(paths: Sequence[str], seconds: int, home: Path, port: int) -> tuple[float, str]:
    """wrk's requests per second over ``paths``, the most asked first, by Zipf's law; and its own words."""
    script = home / "zipf.lua"
    listed = ",".join(f'"{path}"' for path in paths)
    script.write_text(
        f"local paths = {{{listed}}}\n"
        "local total, sums = 0, {}\n"
        "for rank = 1, #paths do total = total + 1 / rank; sums[rank] = total end\n"
        "function request()\n"
        "  local point, low, high = math.random() * total, 1, #paths\n"
        "  while low < high do\n"
        "    local middle = math.floor((low + high) / 2)\n"
        "    if sums[middle] < point then low = middle + 1 else high = middle end\n"
        "  end\n"
        '  return wrk.format("GET", paths[low], {["Accept-Encoding"] = "gzip"})\n'
        "end\n"
    )
    said = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", "--timeout", "10s", "--latency", "-s", str(script),
         f"http://127.0.0.1:{port}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    faults = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", said)
    assert faults is None, said
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found is not None, said
    return float(found[1]), said


def peak() -> float:
    """The most memory that this process held so far, in MB: none of it of the process that began it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


def begin(environment: dict[str, str], port: int, only: str = "") -> subprocess.Popen[bytes]:
    """``isegoria serve`` with two web processes, in a group of its own, once it answers; whole, or ``only``
    one of its parts: the worker of a new site begins with its nightly work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "isegoria", "serve", "--port", str(port), "--workers", "2"]
        + (["--only", only] if only else []),
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _try in range(300):
        try:
            get(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/healthz")
            break
        except OSError:
            time.sleep(0.1)
    return process


def processor(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processor that the living processes of a server have taken (Linux)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[2]) == process.pid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def kill(process: subprocess.Popen[bytes]) -> None:
    """End the server and all its processes as a lost machine would: kill -9."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


@contextmanager
def server(
    environment: dict[str, str], port: int, only: str = ""
) -> Iterator[subprocess.Popen[bytes]]:
    """:func:`begin`, until the block ends."""
    process = begin(environment, port, only)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(40)
