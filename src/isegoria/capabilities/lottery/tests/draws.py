"""What the tests of the list and of the draw share: a pool that is frozen, a list, two witnesses."""

import io
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from isegoria.capabilities.lottery import archives, drawing
from isegoria.capabilities.lottery.announcing import Origin
from isegoria.capabilities.lottery.draw_models import Drawing, WitnessRole
from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.models import Draw
from isegoria.capabilities.lottery.preparation_models import Aim, Edition, Preparation
from isegoria.capabilities.lottery.preparing import ask_for_list
from isegoria.capabilities.lottery.tests.support import AFTER, Call, crowd
from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.posts.tests.support import account
from isegoria.commons.processes.models import Activity, Body, BodyKind, Membership, TeamRole
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.tasks.worker import drain

DRAW_DAY = AFTER + timedelta(days=1)


@dataclass
class Stage:
    """A draw whose pool is frozen, its organiser and its observer."""

    call: Call
    observer: Actor
    observer_account: Account

    @property
    def activity(self) -> Activity:
        """As policies read it."""
        return self.call.activity

    @property
    def organiser(self) -> Actor:
        """The organiser of the process."""
        return self.call.organiser

    @property
    def draw(self) -> Draw:
        """As it is now."""
        return self.call.draw

    @property
    def preparation(self) -> Preparation:
        """As it is now."""
        return Preparation.objects.get(draw=self.draw)

    @property
    def drawing(self) -> Drawing:
        """As it is now."""
        return Drawing.objects.get(draw=self.draw)

    def asks(self, **changes: Any) -> Preparation:
        """The organiser asks for the list."""
        given = {"aim": Aim.LEXIMIN, "cap": 100, "k": 3, "origin": Origin.DICE, **changes}
        return ask_for_list(actor=self.organiser, activity=self.activity, **given)

    def reads(self, digits: str) -> None:
        """The observer enters these digits."""
        for digit in digits:
            drawing.enter(actor=self.observer, activity=self.activity, digit=digit)

    def confirms(self, role: WitnessRole) -> None:
        """Observer or organiser confirms what was read."""
        actor = self.observer if role == WitnessRole.OBSERVER else self.organiser
        drawing.confirm(actor=actor, activity=self.activity, role=role, name=f"Nom {role.value}")

    def concludes(self, actor: Actor | None = None) -> Drawing | None:
        """The panel is drawn if both have confirmed."""
        return drawing.conclude(actor=actor or self.organiser, activity=self.activity)


def observed(call: Call) -> Stage:
    """A call with a crowd and an observer in the team."""
    crowd(call)
    mine = account("huissier@exemple.test", "Hélène")
    team = Body.objects.get(process=call.process, kind=BodyKind.TEAM)
    Membership.objects.create(
        body=team, person_id=mine.person_id, role=TeamRole.OBSERVER, began_at=clock.now()
    )
    return Stage(call, actor_for_user(mine), mine)


def frozen(call: Call) -> Stage:
    """The pool is frozen. Everything after happens at :data:`DRAW_DAY`."""
    stage = observed(call)
    with clock.frozen(DRAW_DAY):
        freeze_pool(actor=call.organiser, activity=call.activity)
    return stage


def listed(call: Call, **changes: Any) -> Stage:
    """The list is published."""
    stage = frozen(call)
    with clock.frozen(DRAW_DAY):
        stage.asks(**changes)
        drain()
    return stage


def drawn(stage: Stage, digits: str = "417") -> Drawing:
    """The panel of a number is drawn."""
    with clock.frozen(DRAW_DAY):
        stage.reads(digits)
        stage.confirms(WitnessRole.OBSERVER)
        stage.confirms(WitnessRole.ORGANISER)
        stage.concludes()
    return stage.drawing


def unpacked(stage: Stage, edition: Edition, folder: Path) -> Path:
    """The archive as it is served, opened like anybody opens it; its folder."""
    kept = archives.archive_of(stage.preparation, edition)
    assert kept is not None
    with zipfile.ZipFile(io.BytesIO(b"".join(archives.streamed(kept)))) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def bare(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """What ``python3 -I verify.py`` says in a folder."""
    command = [sys.executable, "-I", "verify.py", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
