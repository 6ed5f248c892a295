"""``isegoria serve``: the whole site, from one command."""

import socket
from argparse import Namespace

from isegoria.commands import database, lock, roles
from isegoria.commands.supervisor import Role, Supervisor
from isegoria.commands.trouble import Trouble


def serve(options: Namespace) -> int:
    """Prepare what is missing, then run until Ctrl-C or SIGTERM."""
    check_port(options)
    database.use_django()
    with lock.share(database.prepare_home()):
        prepare()
        run(options)
    return 0


def check_port(options: Namespace) -> None:
    """Raise Trouble when the port is taken: better now, in one sentence, than from a process."""
    if getattr(options, "only", None) not in {None, "web"}:
        return
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((options.host, options.port))
    except PermissionError:
        raise Trouble(
            f"Port {options.port} is reserved for the system. Choose one above 1023: --port 8000"
        ) from None
    except OSError as error:
        raise Trouble(
            f"Port {options.port} of {options.host} cannot be used: {error.strerror or error}. "
            f"Stop what uses it, or choose another one: --port {options.port % 65535 + 1}"
        ) from None


def prepare() -> None:
    """Database, style sheets, application: everything that can fail does so before any process starts."""
    from django.db import connections
    from django.urls import get_resolver

    database.prepare_database()
    database.prepare_static_files()
    import isegoria.config.wsgi  # noqa: F401 - loaded once, shared by every process

    get_resolver().url_patterns  # noqa: B018 - reading it loads the pages
    connections.close_all()


def run(options: Namespace, welcome: str = "") -> None:
    """Supervise the processes; say where the site is as soon as it answers."""
    address = _address(options.host, options.port)
    only = getattr(options, "only", None)
    everyone = [
        Role("web server", roles.web, (options.host, options.port, options.workers)),
        Role("worker", roles.worker),
        Role("sequencer", roles.sequencer),
    ]
    chosen = [role for role in everyone if only is None or role.name.startswith(only)]
    greeting = [f"{address}\n{welcome}Ctrl-C stops everything."] if only in {None, "web"} else []

    def greet() -> None:
        if greeting and _answers(options.host, options.port):
            say(greeting.pop())

    Supervisor(chosen, say=say, each_turn=greet).run()


def say(line: str) -> None:
    """One line for the person at the terminal, at once."""
    print(line, flush=True)


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "localhost", "127.0.0.1": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104 - shown, not bound
    return f"Isegoria is ready: http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.2):
            return True
    except OSError:
        return False
