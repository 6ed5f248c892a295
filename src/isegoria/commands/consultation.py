"""``isegoria consultation import``: the texts and positions of another site, all of them or none."""

import sys
from argparse import Namespace
from contextlib import ExitStack

from isegoria.commands.database import use_django
from isegoria.commands.trouble import Trouble


def bring(options: Namespace) -> int:
    """Read, tell every problem, and import when there is none.

    Raises Trouble when there is no such activity, or when a file cannot be accepted whole.
    """
    use_django()
    from django.utils import translation

    from isegoria.capabilities.consultation.import_reading import importable, read_files
    from isegoria.capabilities.consultation.imports import import_contributions
    from isegoria.commons.processes.models import Activity
    from isegoria.core.actor import SYSTEM

    activity = (
        Activity.objects.select_related("process")
        .filter(process__slug=options.process, slug=options.activity)
        .first()
    )
    if activity is None or not importable(activity):
        raise Trouble(
            f"There is no activity “{options.activity}” in a process “{options.process}” that takes"
            " texts. Both names stand in the address of its page."
        )
    with ExitStack() as files, translation.override("en"):
        posts = files.enter_context(options.posts.open("rb"))
        stances = files.enter_context(options.stances.open("rb")) if options.stances else None
        reading = read_files(activity, posts, stances, agree=options.agree)
    for kind, sentences in (("note", reading.notes), ("error", reading.problems)):
        for sentence in sentences:
            print(f"{kind}: {sentence}", file=sys.stderr)
    if reading.problems:
        raise Trouble("Nothing was imported: correct the files, then import them again.")
    print(f"{len(reading.lines)} texts and {reading.size} positions are fit to be imported.")
    if options.dry_run:
        print("Nothing was changed: this was a trial.")
        return 0
    done = import_contributions(actor=SYSTEM, activity=activity, reading=reading)
    print(
        f"Imported: {done.posts} texts, {done.stances} positions, {done.people} people."
        f" Already here: {done.posts_known} texts."
    )
    return 0
