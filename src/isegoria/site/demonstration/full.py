"""The demonstration at full size, beside the story: a great consultation and a draw among thousands.

Everything goes through the services: volunteers and contributions come by the imports that an organiser uses.
:mod:`isegoria.site.demonstration.full_checks` counts afterwards what is there.
"""

from datetime import timedelta
from random import Random

from django.db import transaction

from isegoria.capabilities.analysis.services import choose_plan
from isegoria.capabilities.analysis.tasks import draw_map, group_texts
from isegoria.capabilities.consultation.import_reading import read_files
from isegoria.capabilities.consultation.imports import import_contributions
from isegoria.capabilities.lottery.announcing import Origin
from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.importing import Files, import_volunteers
from isegoria.capabilities.lottery.models import Answer, Draw, Feature
from isegoria.capabilities.lottery.preparation_models import Aim
from isegoria.capabilities.lottery.preparing import ask_for_list, prepare_list
from isegoria.capabilities.lottery.queries import draw_of, sheet
from isegoria.capabilities.lottery.seat_acts import Answer as Reply
from isegoria.capabilities.lottery.seat_codes import code_of
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.capabilities.lottery.seat_services import answer_by_code, set_seating
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.services import comment
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.services import add_theme, publish_process
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, SYSTEM
from isegoria.core.journal.sealing import seal, sources
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.tasks.progress import Progress
from isegoria.kernel.lottery.progress import Progress as Bar
from isegoria.site.demonstration import cast, full_people, lots
from isegoria.site.demonstration import full_plan as plan
from isegoria.site.demonstration.cast import ARIANE, actor_of
from isegoria.site.demonstration.full_voices import Crowd
from isegoria.site.demonstration.preparing import activity_of, begin, choose
from isegoria.site.demonstration.stage import Stage
from isegoria.site.demonstration.texts import THEMES, Writer

SEED = 1848
_DIGITS = "7302"


class Under(Progress):
    """The progress of a background function, or of a loop, as one bar with one name."""

    def __init__(self, bar: Bar, name: str) -> None:
        super().__init__()
        self._bar, self._name = bar, name
        self._write()

    def _write(self) -> None:
        self._bar.step(self._name, self.done, self.total)


def is_there() -> bool:
    """Whether the great consultation was loaded before."""
    return Process.objects.filter(slug=plan.SLUG).exists()


def load(bar: Bar) -> None:
    """Load it whole, or not at all; then seal its acts and sign the journal. The story is there already."""
    stage = Stage(clock.now())
    with transaction.atomic():
        with stage.at(plan.BEGINS):
            _announce(stage)
        _draw(stage, bar)
        crowd = _speak(stage, bar)
        _argue(stage, crowd, bar)
        _understand(bar)
    _sign(bar)


def _announce(stage: Stage) -> None:
    process = begin(stage, plan.TEMPLATE, plan.SLUG, plan.BEGINS)
    for slug, title in THEMES.items():
        add_theme(actor=actor_of(ARIANE), process=process, slug=slug, title=title)
    choose(activity_of(plan.SLUG, "consultation"), pseudonyms=True)
    publish_process(actor=SYSTEM, process=Process.objects.get(pk=process.pk))


def _draw(stage: Stage, bar: Bar) -> None:
    """Volunteers come, the pool is frozen, a panel is drawn in public."""
    activity = activity_of(plan.SLUG, "lottery")
    with stage.at(plan.CALL_OPENS):
        draw = lots.ask(activity, plan.SEATS)
    bar.step(f"Importing {plan.VOLUNTEERS:,} volunteers", 0, 0)
    with stage.at(plan.FREEZES - 1):
        features = [
            (feature.name, [value.name for value in feature.values.all()])
            for feature in sheet(draw_of(activity))
        ]
        people = full_people.volunteers(features, plan.VOLUNTEERS, SEED).getvalue()
        files = Files(people, household=(full_people.HOUSEHOLD,))
        import_volunteers(actor=SYSTEM, activity=activity, files=files)
    bar.step("Freezing the pool", 0, 0)
    with stage.at(plan.FREEZES):
        area = Feature.objects.get(draw=draw, name=lots.AREA)
        set_seating(actor=SYSTEM, activity=activity, reply_days=10, shown=area)
        freeze_pool(actor=SYSTEM, activity=activity)
        ask_for_list(
            actor=actor_of(ARIANE),
            activity=activity,
            aim=Aim.LEXIMIN,
            cap=100,
            k=5,
            origin=Origin.DICE,
        )
        prepare_list(Under(bar, "Preparing the list of panels"), draw=draw.pk)
    bar.step("Drawing the panel", 0, 0)
    with stage.at(plan.DRAWN):
        lots.read_aloud(activity_of(plan.SLUG, "lottery"), _DIGITS)
    with stage.at(plan.DRAWN + 6):
        _accept(draw)


def _accept(draw: Draw) -> None:
    """Everybody who was drawn takes the seat; three in four let their first name be shown."""
    offers = Offer.objects.filter(seat__draw=draw).select_related("seat").order_by("seat__number")
    women = Answer.objects.filter(
        volunteer__draw=draw, feature__name=lots.GENDER, value__position=0
    ).values_list("volunteer", flat=True)
    are_women = set(women)
    found = list(offers)
    names = cast.women_and_men(plan.SLUG, [offer.volunteer_id in are_women for offer in found])
    for rank, (offer, name) in enumerate(zip(found, names, strict=True)):
        shown = name.split()[0] if rank % 4 else ""
        answer = Reply(accepts=True, public_name=shown)
        answer_by_code(actor=ANONYMOUS, code=code_of(offer.ref), answer=answer)


def _speak(stage: Stage, bar: Bar) -> Crowd:
    """Contributions and positions, by the import."""
    activity = activity_of(plan.SLUG, "consultation")
    begins = stage.opening(plan.SPEAK) + timedelta(hours=8)
    until = stage.now - timedelta(minutes=5)
    crowd = Crowd(plan.PEOPLE, begins, until - begins, SEED)
    writing = Under(bar, f"Writing {plan.TEXTS:,} contributions")
    texts = crowd.texts(plan.TEXTS, writing)
    voting = Under(bar, f"Taking {plan.POSITIONS:,} positions")
    positions = crowd.positions(plan.POSITIONS, until, voting)
    reading = Under(bar, "Reading both files as an import does")
    reading.start(plan.TEXTS + plan.POSITIONS)
    read = read_files(activity, texts, positions, told=reading.advance)
    bar.step("Importing them, and looking for texts that are alike", 0, 0)
    import_contributions(actor=SYSTEM, activity=activity, reading=read)
    return crowd


def _argue(stage: Stage, crowd: Crowd, bar: Bar) -> None:
    """Arguments, under the contributions on which most people took a position."""
    chance, writer = Random(SEED), Writer(SEED)  # noqa: S311 - invented acts
    people = cast.arrive("riverain", plan.ARGUERS)
    read = Post.objects.filter(activity__process__slug=plan.SLUG, parent=None)
    most = list(read.select_related("imported").order_by("-voices", "pk")[: plan.ARGUMENTS])
    arguing = Under(bar, f"Arguing {plan.ARGUMENTS} times")
    for _at in arguing.track(stage.moments(-3, -1, plan.ARGUMENTS), plan.ARGUMENTS):
        post = most[int(chance.random() ** 2 * len(most))]
        remark = writer.comment(crowd.draft_of(post.imported.reference))
        comment(
            actor=chance.choice(people),
            post=post,
            text=remark.body,
            language=remark.language,
            side=remark.side,
        )


def _understand(bar: Bar) -> None:
    """Who agrees with whom, and which texts say the same."""
    activity = activity_of(plan.SLUG, "consultation")
    choose_plan(actor=SYSTEM, activity=activity, hourly=False, votes_published=True)
    draw_map(Under(bar, "Drawing the opinion map"), activity_id=activity.pk)
    group_texts(Under(bar, "Grouping what says the same"), activity_id=activity.pk)


def _sign(bar: Bar) -> None:
    """Seal every act in its batch, number the entries, sign."""
    sealing = Under(bar, "Sealing the acts in the journal")
    sealing.start(plan.POSITIONS)
    for source in sources():
        while sealed := seal(source):
            sealing.advance(sealed)
    sequence_once(seal=False)
