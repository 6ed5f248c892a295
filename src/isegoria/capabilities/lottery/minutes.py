"""The record of a draw on paper: what was read, before whom, which panel, and how anybody checks it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from isegoria.capabilities.lottery.announcing import in_words
from isegoria.capabilities.lottery.draw_models import WitnessRole
from isegoria.capabilities.lottery.models import Feature
from isegoria.capabilities.lottery.preparation_models import Preparation
from isegoria.capabilities.lottery.queries import sheet
from isegoria.capabilities.lottery.result import Result
from isegoria.core.pdf.render import render_pdf
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import instant, number, percent

COMMAND = "python3 -I verify.py"
TEMPLATE = Path(__file__).parent / "pdf" / "minutes.typ"
WHOLE = 100


def minutes(
    preparation: Preparation,
    result: Result,
    corrections: int,
    witnesses: Sequence[tuple[str, str, datetime]],
    at: datetime,
) -> bytes:
    """The minutes of a draw, in the language of the installation; the same draw gives the same octets."""
    with override(settings.LANGUAGE_CODE):
        seats = [[str(seat), name] for seat, name in enumerate(result.panel, 1)]
        data = {
            **_common(preparation, sheet(preparation.draw), result.composition),
            "banner": "",
            "warning": "",
            "number": result.number,
            "opening": _(
                "On %(at)s, the panel below was drawn in public from a list of %(panels)s panels, published"
                " before. The number read aloud gave it; nobody chose anything."
            )
            % {"at": instant(at), "panels": number(preparation.panels)},
            "witnesses": [
                [str(WitnessRole(role).label), name, instant(when)]
                for role, name, when in witnesses
            ],
            "panel": _two_columns(seats),
            "digests": [*_digests(preparation), [_("Complete result (SHA-256)"), result.digest]],
        }
        data["circumstances"] += [
            [_("Digits taken back before they were confirmed"), number(corrections)]
        ]
        return _document(preparation, data, _("Record of the draw"), at, preparation.fingerprint)


def rehearsed_minutes(
    preparation: Preparation, composition: Sequence[Any], digits: str, at: datetime
) -> bytes:
    """What the minutes would look like: marked on every page, without digests, witnesses and pseudonyms."""
    with override(settings.LANGUAGE_CODE):
        data = {
            **_common(preparation, sheet(preparation.draw), composition),
            "banner": _("REHEARSAL"),
            "warning": _(
                "This is a rehearsal. No panel was drawn, and this page proves nothing: the panel it"
                " describes is not the one of these digits."
            ),
            "number": digits,
            "opening": _("This is what the record of the draw will look like."),
            "witnesses": [[str(label), "—", "—"] for label in WitnessRole.labels],
            "panel": [],
            "digests": [[_("In a rehearsal"), "—"]],
        }
        return _document(preparation, data, _("Rehearsal, not a draw"), at, "")


def how_to_check(preparation: Preparation) -> list[tuple[str, str]]:
    """Three lines that somebody who is no programmer can follow, each with the command it asks for."""
    sentences = [
        _("Download the archive from the page of the draw, and open it: it makes a folder."),
        _("In this folder, open a terminal and type (Python is enough, nothing is installed):"),
        _(
            "Read “The record holds.” The fingerprint in the file edition.md begins with %(edition)s, like"
            " the one that the public journal has held since before the draw."
        )
        % {"edition": preparation.edition[:16]},
    ]
    return list(zip(sentences, ("", COMMAND, ""), strict=True))


def _common(
    preparation: Preparation, features: Sequence[Feature], composition: Sequence[Any]
) -> dict[str, Any]:
    draw = preparation.draw
    pool = draw.pool
    held = {(feature, value): seats for feature, value, seats in composition}
    return {
        "headings": {
            "circumstances": _("How"),
            "witnesses": _("Who confirmed the number"),
            "panel": _("The panel, under pseudonyms"),
            "composition": _("What the panel looks like"),
            "digests": _("Fingerprints published before the draw"),
            "check": _("How to check it"),
        },
        "circumstances": [
            [_("Process"), pick(draw.activity.process.title)],
            [_("Draw"), pick(draw.activity.title)],
            [_("People in the pool"), number(pool.people)],
            [_("Of them, people who can be drawn"), number(pool.eligible)],
            [_("The pool was frozen"), instant(draw.frozen_at) if draw.frozen_at else ""],
            [
                _("The list was published"),
                instant(preparation.prepared_at) if preparation.prepared_at else "",
            ],
            [_("What the number comes from"), in_words(preparation.sources)],
        ],
        "witness_columns": [_("In what quality"), _("Name"), _("When")],
        "panel_columns": [_("Seat"), _("Pseudonym"), _("Seat"), _("Pseudonym")],
        "composition_columns": [
            _("Question"),
            _("Answer"),
            _("Population"),
            _("Seats asked"),
            _("Panel"),
        ],
        "composition": [
            [
                pick(feature.title),
                pick(value.title),
                percent(float(value.share) / WHOLE, 1) if value.share is not None else "",
                f"{value.minimum}–{value.maximum}"
                if value.minimum != value.maximum
                else str(value.minimum),
                str(held.get((feature.name, value.name), 0)),
            ]
            for feature in features
            for value in feature.values.all()
        ],
        "check": [f"{said} {command}".strip() for said, command in how_to_check(preparation)],
    }


def _digests(preparation: Preparation) -> list[list[str]]:
    pool = preparation.draw.pool
    return [
        [_("Pool under pseudonyms (SHA-256)"), pool.digest],
        [_("Root of the tree of the pool"), pool.root],
        [_("Quotas (SHA-256)"), pool.terms],
        [_("Complete record"), preparation.fingerprint],
        [_("Public edition"), preparation.edition],
    ]


def _two_columns(seats: list[list[str]]) -> list[list[str]]:
    half = -(-len(seats) // 2)
    right = [*seats[half:], ["", ""]]
    return [[*left, *right[row]] for row, left in enumerate(seats[:half])]


def _document(
    preparation: Preparation, data: Mapping[str, Any], title: str, at: datetime, reference: str
) -> bytes:
    activity = preparation.draw.activity
    return render_pdf(
        TEMPLATE,
        data,
        language=settings.LANGUAGE_CODE,
        title=f"{title}, {pick(activity.process.title)}",
        at=at,
        address=settings.SITE_URL
        + reverse("lottery:draw", args=[activity.process.slug, activity.slug]),
        reference=reference,
    )
