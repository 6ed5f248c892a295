"""An import asked for on the page of the team, done by a worker."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.import_models import ImportReport
from isegoria.capabilities.consultation.import_reading import read_files
from isegoria.capabilities.consultation.import_report import Reading
from isegoria.capabilities.consultation.imports import Imported, import_contributions
from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.files import store
from isegoria.core.files.models import Upload
from isegoria.core.files.services import remove_file
from isegoria.core.tasks.background import background
from isegoria.core.tasks.errors import GiveUp
from isegoria.core.tasks.models import Queue
from isegoria.core.tasks.progress import Progress


@background(label=_("Importing texts and positions"), queue=Queue.BULK)
def run_import(
    progress: Progress,
    *,
    activity_id: int,
    posts: str,
    stances: str,
    agree: int | None,
    is_trial: bool,
) -> None:
    """Import two uploads (references; '' for no positions) on behalf of who sent them, keep the report for
    the team, and remove the files. Done twice, it adds nothing the second time."""
    activity = Activity.objects.select_related("process").get(pk=activity_id)
    uploads = {
        str(item.ref): item
        for item in Upload.objects.filter(ref__in=filter(None, (posts, stances)))
    }
    if posts not in uploads or (stances and stances not in uploads):
        raise GiveUp(_("The files are no longer there: send them again."))
    owner = Account.objects.get(person=uploads[posts].owner)
    actor = actor_for_user(owner, second_factor=True)
    progress.start(0, step=str(_("Reading the lines")))
    with store.get(uploads[posts].stored_name) as texts:
        if stances:
            with store.get(uploads[stances].stored_name) as positions:
                reading = read_files(activity, texts, positions, agree=agree, told=progress.advance)
        else:
            reading = read_files(activity, texts, agree=agree, told=progress.advance)
    done = None
    if not (is_trial or reading.problems):
        progress.start(0, step=str(_("Writing")))
        done = import_contributions(actor=actor, activity=activity, reading=reading)
    _keep(activity, reading, done)
    for ref in uploads.values():
        remove_file(actor=actor, ref=ref.ref)


def _keep(activity: Activity, reading: Reading, done: Imported | None) -> None:
    ImportReport.objects.update_or_create(
        activity=activity,
        defaults={
            "at": clock.now(),
            "lines": {
                "problems": reading.problems,
                "notes": reading.notes,
                "texts": done.posts if done else len(reading.lines),
                "positions": done.stances if done else reading.size,
                "people": done.people if done else 0,
                "is_done": done is not None,
            },
        },
    )
