"""A process that sends what waits in the lane of bulk mail, until nothing does: ``python -m
tests.faults.sender PORT`` hands everything to the relay at that port of this machine."""

import sys

import django


def main(port: int) -> None:
    """Send, and say how many e-mails were taken."""
    django.setup()
    from isegoria.core.mail.sending import send
    from isegoria.core.mail.states import Lane
    from isegoria.core.mail.tests import relay
    from isegoria.core.tasks.progress import SILENT

    with relay.pointing_to(port):
        print(send(SILENT, Lane.BULK))


if __name__ == "__main__":
    main(int(sys.argv[1]))
