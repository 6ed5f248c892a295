"""One small town with everything an attacker could want to reach, and everybody who could try.

Two public processes with a team each, and a draft; in the first, texts in every state. A capability that
brings objects of its own adds them here, and their addresses in :mod:`tests.attacks.routes`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import SimpleCookie
from django.test import override_settings
from PIL import Image

from isegoria.capabilities.analysis.tests.support import stored as analysed
from isegoria.capabilities.answers.models import Milestone
from isegoria.capabilities.lottery.models import Draw
from isegoria.commons.decisions.models import Decision
from isegoria.commons.moderation import services as moderation
from isegoria.commons.moderation.models import Appeal, Ruling
from isegoria.commons.moderation.states import Act, Reason
from isegoria.commons.notifications.models import Notice, Stop
from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.people.visitors import cookie_name, welcome_visitor
from isegoria.commons.posts.models import Picture, Post
from isegoria.commons.posts.services import withdraw_post
from isegoria.commons.posts.states import Visibility
from isegoria.commons.posts.tests import support
from isegoria.commons.processes.mails import digest_of
from isegoria.commons.processes.models import (
    Body,
    BodyKind,
    Invitation,
    Membership,
    Process,
    TeamRole,
)
from isegoria.commons.processes.states import ProcessState
from isegoria.commons.tokens.models import Token
from isegoria.commons.tokens.services import make_token
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, Actor, Verification
from isegoria.core.files import store
from isegoria.core.files.models import Upload
from isegoria.core.files.states import UploadState
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.mail.models import Mail
from isegoria.core.mail.states import MailState
from isegoria.core.tasks.models import Run
from isegoria.site.models import SiteText
from tests.attacks import answered, lot
from tests.attacks.asking import Browser, Read, ShortWay, browser
from tests.attacks.measures import mandate, measures

TOKEN = "a" * 43
"""The secret of the invitation, as its e-mail would hold it."""
SECRET = "zqxsecret"
"""Stands in every text that is not for everybody, so that a page that shows one is found."""


@dataclass
class World:
    """The objects by the name the tables give them, and a browser for each kind of person."""

    processes: dict[str, support.World] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    draws: dict[str, Draw] = field(default_factory=dict)
    ideas: dict[str, Post] = field(default_factory=dict)
    ruling: Ruling = field(init=False)
    appeal: Appeal = field(init=False)
    mandates: dict[str, Membership] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    mail: Mail = field(init=False)
    run: Run = field(init=False)
    token: Token = field(init=False)
    pictures: dict[str, Picture] = field(default_factory=dict)
    stop: Stop = field(init=False)
    measures: dict[str, Post] = field(default_factory=dict)
    vote: Decision = field(init=False)
    demands: dict[str, Post] = field(default_factory=dict)
    answers: dict[str, Post] = field(default_factory=dict)
    steps: dict[str, Milestone] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    browsers: dict[str, Browser] = field(default_factory=dict)
    short: ShortWay = field(default_factory=ShortWay)

    def actor(self, name: str) -> Actor:
        """The actor of an account, its second proof shown."""
        return actor_for_user(self.accounts[name], second_factor=True)

    def ask(
        self, who: str, address: str, method: str = "GET", data: Any = None, **options: Any
    ) -> Any:
        """What a browser is answered. Nothing of it is kept: neither rows nor cookies."""
        asking = self.browsers[who]
        before = asking.cookies.output()
        with transaction.atomic():
            answer = asking.send(address, method, data, **options)
            transaction.set_rollback(True)
        _close(answer)
        if asking.cookies.output() != before:
            asking.cookies = SimpleCookie(asking.kept)
        return answer

    def knock(
        self,
        who: str,
        address: str,
        method: str = "GET",
        data: Any = None,
        *,
        read: Read = Read.ALL,
        **options: Any,
    ) -> Any:
        """The same, the short way (:mod:`tests.attacks.asking`). Raises AssertionError when it breaks."""
        with transaction.atomic():
            answer = self.short.ask(self.browsers[who], address, method, data, read, **options)
            transaction.set_rollback(True)
        _close(answer)
        return answer


def _close(answer: Any) -> None:
    for close in answer._resource_closers:  # close() would end the connection of the test too
        close()


@contextmanager
def founded() -> Iterator[World]:
    """The world, in a transaction that is undone at the end."""
    with override_settings(TEAM_SECOND_FACTOR=True), transaction.atomic():
        made = World()
        for slug in ("eau", "air", "brouillon"):
            made.processes[slug] = _process(slug)
        _people(made)
        _texts(made)
        _lots(made)
        _answers(made)
        _papers(made)
        _unpublish(made.processes["brouillon"].process)
        sequence_once()
        yield made
        transaction.set_rollback(True)


def _process(slug: str) -> support.World:
    place = support.world(slug, verification=Verification.NONE, now=clock.now())
    for kind, name in (
        (BodyKind.TEAM, "equipe"),
        (BodyKind.PANEL, "panel"),
        (BodyKind.AUTHORITY, "elus"),
    ):
        Body.objects.create(process=place.process, kind=kind, slug=name, title={"fr": name})
    return place


def _people(made: World) -> None:
    seats = {
        "member": ("eau", "panel", ""),
        "elected": ("eau", "elus", ""),
        **{role.value: ("eau", "equipe", role.value) for role in TeamRole},
        "organiser/air": ("air", "equipe", TeamRole.ORGANISER.value),
        "moderator/air": ("air", "equipe", TeamRole.MODERATOR.value),
    }
    made.browsers["nobody"] = browser(None, second_factor=False)
    made.browsers["cookie"] = browser(None, second_factor=False)
    welcome_visitor(actor=ANONYMOUS, secret="s" * 43)
    made.browsers["cookie"].cookies[cookie_name()] = "s" * 43
    for name in ("citizen", "author", *seats, "administrator"):
        who = _account(f"{name.replace('/', '-')}@exemple.test", name)
        EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)
        made.accounts[name] = who
        if name in seats:
            process, body, role = seats[name]
            made.mandates[name] = Membership.objects.create(
                body=Body.objects.get(process=made.processes[process].process, slug=body),
                person_id=who.person_id,
                role=role,
            )
    administrator = made.accounts["administrator"]
    administrator.is_administrator = True
    administrator.save()
    for name, who in made.accounts.items():
        made.browsers[name] = browser(who, second_factor=name not in {"citizen", "author"})
    for name in ("organiser", "administrator"):
        made.browsers[f"{name}/1"] = browser(made.accounts[name], second_factor=False)
    for each in made.browsers.values():
        each.settle()


def _account(email: str, name: str) -> Account:
    """As ``support.account``, with a password, that nothing opens."""
    made = support.account(email, name)
    made.password = "argon2$argon2id$v=19$m=8,t=1,p=1$hlrRpn/tW08$WP5YOgdmY6Y5Fv8/8jmL7w"
    made.save(update_fields=["password"])
    return made


def _texts(made: World) -> None:
    place, author = made.processes["eau"], made.actor("author")
    moderator = made.actor("moderator")
    hidden_words = {"title": f"Titre {SECRET}", "text": f"Texte {SECRET} du témoin"}
    posts = made.posts
    posts["public"] = support.published(author, place, theme=place.theme)
    posts["comment"] = support.comment(author, posts["public"])
    posts["draft"] = support.draft(author, place, **hidden_words)
    posts["withdrawn"] = support.published(author, place, **hidden_words)
    withdraw_post(actor=author, post=posts["withdrawn"])
    posts["hidden"] = support.published(author, place, **hidden_words)
    posts["comment-hidden"] = support.comment(author, posts["hidden"], f"Dessous {SECRET}")
    made.ruling, appealed = (
        moderation.rule_on_post(
            actor=moderator,
            post=post,
            act=Act.HIDE,
            reason=Reason.INSULT,
            explanation="Une insulte.",
            rewriting=f"Réécrit {SECRET}",
        )
        for post in (posts["hidden"], support.published(author, place, **hidden_words))
    )
    made.appeal = moderation.appeal(actor=author, ruling=appealed, words=f"Relisez {SECRET}")
    posts["pending"] = support.published(author, place, **hidden_words)
    Post.objects.filter(pk=posts["pending"].pk).update(visibility=Visibility.PENDING)
    posts["of-a-draft"] = support.published(author, made.processes["brouillon"], **hidden_words)


def _lots(made: World) -> None:
    author, administrator = made.actor("author"), made.actor("administrator")
    for slug, make in (("eau", lot.draw), ("air", lot.frozen_draw), ("brouillon", lot.draw)):
        process = made.processes[slug].process
        made.draws[slug] = make(process, administrator, author, SECRET)
    lot.opened(process, "consultation", "avis", "consultation.contributing")
    lot.opened(process, "assembly", "idees", "assembly.working")
    place = made.processes["eau"]
    made.ideas = lot.ideas(place.process, made.actor("member"), SECRET)
    assembly = place.process.activities.get(capability="assembly")
    made.ideas["mandate"] = mandate(assembly, made.actor("organiser"))
    panel_writes = lot.opened(place.process, "drafting", "mesures", "drafting.amending")
    lot.opened(process, "drafting", "mesures", "drafting.amending")
    made.measures, made.vote = measures(panel_writes, made.actor("member"), made.actor("organiser"))
    _analyses(made)
    made.posts |= lot.consultation(place.process, author, place.theme, SECRET)


def _answers(made: World) -> None:
    elected = made.actor("elected")
    for slug, title in (("eau", "Demande"), ("brouillon", SECRET)):
        place = made.processes[slug]
        lot.opened(place.process, "answers", "reponses", "answers.answering")
        made.demands[slug] = answered.handed_over(place.activity, title)
    hidden = answered.handed_over(made.processes["eau"].activity, SECRET)
    Post.objects.filter(pk=hidden.pk).update(visibility=Visibility.HIDDEN)
    made.demands["hidden"] = hidden
    made.answers, made.steps = answered.answers(made.demands["eau"], elected, SECRET)


def _analyses(made: World) -> None:
    """Maps and groups that name texts which only some may read."""
    names = ("public", "withdrawn", "hidden", "pending")
    analysed(made.processes["eau"], [made.posts[name] for name in names])
    analysed(made.processes["brouillon"], [made.posts["of-a-draft"]])


def _unpublish(process: Process) -> None:
    Process.objects.filter(pk=process.pk).update(
        state=ProcessState.DRAFT,
        published_at=None,
        title={"fr": f"Projet {SECRET}"},
        summary={"fr": f"Résumé {SECRET}"},
    )


def _papers(made: World) -> None:
    now, author = clock.now(), made.accounts["author"]
    for slug, address in (("eau", "citizen@exemple.test"), ("air", "other@exemple.test")):
        made.invitations[slug] = Invitation.objects.create(
            body=Body.objects.get(process__slug=slug, slug="panel"),
            address=address,
            language="fr",
            because="Tirage au sort",
            token_digest=digest_of(TOKEN if slug == "eau" else "b" * 43),
            expires_at=now + timedelta(days=1),
        )
    made.mail = Mail.objects.create(
        to="x@exemple.test", subject=SECRET, text=SECRET, state=MailState.REFUSED
    )
    made.run = Run.objects.create(
        function="f", label=f"Travail {SECRET}", language="fr", requested_by=author.person_id
    )
    made.token, _secret = make_token(
        actor=made.actor("author"), name=SECRET, scopes=frozenset({"texts"})
    )
    for name in ("public", "draft", "hidden", "withdrawn", "of-a-draft"):
        made.pictures[name] = _picture(made.posts[name], author)
    made.stop = Stop.objects.create(person_id=author.person_id)
    Notice.objects.create(
        person_id=author.person_id, kind="post.commented", about=made.posts["public"].ref
    )
    SiteText.objects.create(slug=SiteText.Slug.LEGAL, texts={"fr": f"Brouillon {SECRET}"})


def _picture(post: Post, author: Account) -> Picture:
    content = BytesIO()
    Image.new("RGB", (4, 4)).save(content, "PNG")
    upload = Upload.objects.create(
        owner=author.person_id,
        kind="posts.picture",
        original_name="haie.png",
        stored_name=store.put(content),
        small_name=store.put(content),
        content_type="image/png",
        size=content.tell(),
        sha256=sha256(content.getvalue()).hexdigest(),
        width=4,
        height=4,
        state=UploadState.KEPT,
    )
    return Picture.objects.create(post=post, upload=upload, alt="Une haie", rank=0)
