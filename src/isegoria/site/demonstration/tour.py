"""What the tour shows: the roles of the story, whom one can be in each, three things to try."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting.models import Measure
from isegoria.commons.decisions.models import Decision
from isegoria.commons.moderation.models import Appeal
from isegoria.commons.moderation.states import AppealState
from isegoria.commons.people.models import Account
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity, Process
from isegoria.core.texts import Text, pick
from isegoria.core.ui.context import Link
from isegoria.site.demonstration import convention_plan, council_plan
from isegoria.site.demonstration.cast import (
    ARIANE,
    BASILE,
    CAMILLE,
    DOUNIA,
    MODESTE,
    ODILE,
    PASSWORD,
    VALERIE,
    Part,
)
from isegoria.site.demonstration.chapters import chapters

COUNCIL, CONVENTION = council_plan.SLUG, convention_plan.SLUG


@dataclass(frozen=True, slots=True)
class Try:
    """Something to try: the words of its link, and where it leads."""

    label: Text = field(compare=False)
    url: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the story: who it is, and what to try."""

    key: str
    role: Text = field(compare=False)
    name: str
    email: str
    story: Text = field(compare=False)
    tries: tuple[Try, ...]
    is_you: bool


class _Places:
    """Where the things of the story are. Six statements."""

    def __init__(self) -> None:
        both = Activity.objects.filter(process__slug__in=(COUNCIL, CONVENTION))
        self._activities = {
            (slug, capability): activity
            for slug, capability, activity in both.values_list(
                "process__slug", "capability", "slug"
            )
        }
        council = Measure.objects.filter(post__activity__process__slug=COUNCIL)
        refs = dict(council.values_list("post__title", "post__ref"))
        self.measures: Mapping[str, UUID] = {
            chapter.theme: refs[chapter.title] for chapter in chapters() if chapter.title in refs
        }

    def activity(self, route: str, process: str, capability: str) -> str:
        """A page of an activity."""
        return reverse(route, args=[process, self._activities[process, capability]])

    def measure(self, route: str, theme: str) -> str:
        """A page about the measure of a theme."""
        return reverse(route, args=[self.measures[theme]])

    def vote(self, theme: str) -> str:
        """The page of the vote on the measure of a theme."""
        decision = Decision.objects.filter(post__ref=self.measures[theme]).latest("pk")
        return reverse("decisions:decision", args=[decision.ref])

    def words_of(self, part: Part) -> str:
        """What became of what somebody wrote to the council."""
        post = Post.objects.filter(
            author__account__email=part.email, activity__process__slug=COUNCIL, parent=None
        ).earliest("pk")
        return reverse("posts:thread", args=[post.ref])

    def appeal(self) -> str:
        """The appeal that waits, or the queue once it was decided."""
        waiting = Appeal.objects.filter(state=AppealState.OPEN).order_by("pk").first()
        if waiting is None:
            return reverse("moderation:queue", args=[CONVENTION])
        return reverse("moderation:decide-appeal", args=[waiting.pk])


def guided_tour(person_id: UUID | None) -> dict[str, Any]:
    """What the page of the tour shows. A constant number of statements; no role before the story is told."""
    processes = {
        process.slug: process for process in Process.objects.filter(slug__in=(COUNCIL, CONVENTION))
    }
    if len(processes) < len((COUNCIL, CONVENTION)):
        return {"roles": ()}
    you = (
        Account.objects.filter(person_id=person_id or UUID(int=0))
        .values_list("email", flat=True)
        .first()
    )
    return {
        "roles": _roles(_Places(), you or ""),
        "processes": [
            Link(pick(processes[slug].title), reverse("processes:page", args=[slug]))
            for slug in (COUNCIL, CONVENTION)
        ],
        "password": PASSWORD,
    }


def _roles(places: _Places, you: str) -> tuple[Role, ...]:
    return tuple(
        Role(part.key, role, part.name, part.email, story, tries, part.email == you)
        for part, role, story, tries in (
            _newcomer(places),
            _citizen(places),
            _member(places),
            _elected(places),
            _observer(places),
            _moderator(places),
            _organiser(),
        )
    )


type _Told = tuple[Part, Promise, Promise, tuple[Try, ...]]


def _newcomer(places: _Places) -> _Told:
    return (
        BASILE,
        _("A newcomer"),
        _("Opened an account this morning, and has done nothing yet."),
        (
            Try(
                _("Volunteer for the convention: five minutes, and you can withdraw"),
                places.activity("lottery:call", CONVENTION, "lottery"),
            ),
            Try(
                _("Read what others say of water, agree or disagree, answer"),
                places.activity("consultation:list", CONVENTION, "consultation"),
            ),
            Try(
                _("See the opinion map of the council, and what divides its three currents"),
                places.activity("analysis:results", COUNCIL, "consultation"),
            ),
        ),
    )


def _citizen(places: _Places) -> _Told:
    return (
        CAMILLE,
        _("A citizen"),
        _("Wrote to the council one evening. Her words are the first source of a measure."),
        (
            Try(_("Follow her words, from the text to the answer"), places.words_of(CAMILLE)),
            Try(
                _("Write a proposal on water, with a preview before it is published"),
                places.activity("consultation:propose", CONVENTION, "consultation"),
            ),
            Try(_("Open her space: what she wrote, and what became of it"), reverse("my-space")),
        ),
    )


def _member(places: _Places) -> _Told:
    return (
        DOUNIA,
        _("A member of the panel"),
        _("Was drawn by lot among the volunteers. Wrote and voted ten measures with the others."),
        (
            Try(
                _("See how a measure was written, version after version"),
                places.measure("drafting:history", "democratie"),
            ),
            Try(
                _("Read how the council voted, and who disagreed in public"),
                places.vote("ecologie"),
            ),
            Try(
                _("React to an answer of the authority"),
                places.measure("answers:demand", "logement"),
            ),
        ),
    )


def _elected(places: _Places) -> _Told:
    return (
        VALERIE,
        _("An elected person"),
        _("Vice-president of the region: she owes the council ten answers, and two are late."),
        (
            Try(
                _("Answer a measure that has waited too long"),
                places.measure("answers:demand", "travail"),
            ),
            Try(
                _("Say how far a promise is, or that it is put off, and why"),
                places.measure("answers:demand", "sante"),
            ),
            Try(
                _("See every measure with its answer, as everybody sees it"),
                places.activity("answers:list", COUNCIL, "answers"),
            ),
        ),
    )


def _observer(places: _Places) -> _Told:
    return (
        ODILE,
        _("An observer"),
        _("Typed the numbers that were read aloud, and signed the record of the draw."),
        (
            Try(
                _("See the draw of the council, number by number"),
                places.activity("lottery:draw", COUNCIL, "lottery"),
            ),
            Try(
                _("Download the record and check the draw again, without this site"),
                places.activity("lottery:record", COUNCIL, "lottery"),
            ),
            Try(_("Check the public journal with a small program"), reverse("journal:index")),
        ),
    )


def _moderator(places: _Places) -> _Told:
    return (
        MODESTE,
        _("A moderator"),
        _("Reads what is reported. Every decision has a public reason, and can be appealed."),
        (
            Try(
                _("Decide about two texts that were reported"),
                reverse("moderation:queue", args=[CONVENTION]),
            ),
            Try(_("Judge an appeal against somebody else’s decision"), places.appeal()),
            Try(
                _("Read the decisions, as everybody can"),
                reverse("moderation:log", args=[COUNCIL]),
            ),
        ),
    )


def _organiser() -> _Told:
    return (
        ARIANE,
        _("An organiser"),
        _("Runs both processes, and administers the site."),
        (
            Try(
                _("See where the convention stands, and change its dates"),
                reverse("processes:manage", args=[CONVENTION]),
            ),
            Try(
                _("Look at who takes part, day by day"),
                reverse("consultation:dashboard", args=[CONVENTION]),
            ),
            Try(_("Begin a process of your own, from a template"), reverse("processes:begin")),
        ),
    )
