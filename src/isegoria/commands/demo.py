"""``isegoria demo``: the site with an invented process in it, to look around."""

import os
from argparse import Namespace

from isegoria.commands import database, demo_full, lock, serve
from isegoria.commands.trouble import Trouble


def demo(options: Namespace) -> int:
    """Load the demonstration if nobody is here yet, then serve."""
    os.environ.setdefault("ISEGORIA_ENV", "demo")
    os.environ.setdefault("SITE_URL", f"http://localhost:{options.port}")
    serve.check_port(options)
    database.use_django()
    from django.conf import settings

    if settings.PRODUCTION:
        raise Trouble(
            "The demonstration is never loaded into a production site. "
            "Unset ISEGORIA_ENV, or set it to demo and ISEGORIA_HOME to an empty folder."
        )
    with lock.share(database.prepare_home()):
        database.prepare_database()
        load_if_empty()
        if options.full:
            demo_full.load_if_missing()
        serve.prepare()
        serve.run(options, welcome=accounts())
    return 0


def load_if_empty() -> None:
    """Call what every component declares as its demonstration: all of it at one instant, or none."""
    from django.db import transaction

    from isegoria.commons.people.models import Person
    from isegoria.core import clock
    from isegoria.core.registry import components

    if Person.objects.exists():
        return
    with transaction.atomic(), clock.frozen(clock.now()):
        for component in components():
            if component.demo is not None:
                component.demo()


def accounts() -> str:
    """Where the tour begins, and whom one can be in the demonstration."""
    from django.conf import settings
    from django.urls import reverse

    from isegoria.site.demonstration.cast import PASSWORD, WITH_PASSWORD

    tour = settings.SITE_URL + reverse("demonstration:tour")
    lines = [f"  {part.email}  {PASSWORD}  ({part.role})" for part in WITH_PASSWORD]
    return "\n".join(
        [
            f"The tour, where one button makes you anybody: {tour}",
            "Or sign in as one of these invented people:",
            *lines,
            "",
        ]
    )
