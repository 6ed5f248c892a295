"""What is owed an answer in the world under attack: an answer that everybody reads, a draft that the
authority alone does, a dated step of each."""

from datetime import timedelta
from uuid import uuid4

from isegoria.capabilities.answers import answering, writing
from isegoria.capabilities.answers.answering import Terms
from isegoria.capabilities.answers.models import Answer, Milestone
from isegoria.capabilities.answers.tests.support import hand
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.states import PostState
from isegoria.commons.processes.models import Activity, Body
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor


def handed_over(activity: Activity, title: str) -> Post:
    """A text of the panel that was handed over."""
    post = Post.objects.create(
        kind="measure",
        activity=activity,
        body=Body.objects.get(process=activity.process_id, slug="panel"),
        language="fr",
        title=title,
        text="Nous demandons des haies.",
        state=PostState.PUBLISHED,
        published_at=clock.now(),
    )
    hand(actor=SYSTEM, post=post)
    return post


def answers(
    post: Post, elected: Actor, secret: str
) -> tuple[dict[str, Post], dict[str, Milestone]]:
    """An answer that is published and one that is being written, each with a dated step."""
    made = {
        "published": _answer(post, elected, "La région plantera."),
        "draft": _answer(post, elected, f"La région {secret} plantera."),
    }
    answering.publish_answer(actor=elected, answer=made["published"])
    steps = {
        name: Milestone.objects.get(commitment__answer=answer) for name, answer in made.items()
    }
    return {name: answer.post for name, answer in made.items()}, steps


def _answer(post: Post, elected: Actor, text: str) -> Answer:
    answer = answering.begin_answer(
        actor=elected,
        demand=writing.demands().get(post=post),
        terms=Terms(verdict="accepted", text=text, responsible="La vice-présidente"),
        language="fr",
        ref=uuid4(),
    )
    day = writing.today() + timedelta(days=9)
    answering.commit(actor=elected, answer=answer, text=text, steps=[(text, day)])
    return answer
