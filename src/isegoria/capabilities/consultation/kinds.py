"""What opens when, and what people publish in a consultation."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.duplicates import keep_keys, look_alikes
from isegoria.capabilities.consultation.phases import TAKE_POSITION
from isegoria.capabilities.consultation.policies import WRITE_ARGUMENT, WRITE_CONTRIBUTION
from isegoria.capabilities.consultation.rules import fitted
from isegoria.core.post_kinds import PostKind, Qualifier, Titles

QUALIFIERS = (
    Qualifier(0, "loved", _("I love it"), 1),
    Qualifier(1, "feasible", _("It can be done"), 1),
    Qualifier(2, "priority", _("It comes first"), 1),
    Qualifier(3, "no_way", _("No way"), -1),
    Qualifier(4, "impossible", _("It cannot be done"), -1),
    Qualifier(5, "platitude", _("It says nothing"), -1),
)
IMAGES = 4
"""Images of one contribution at most."""
EDIT_WINDOW = timedelta(hours=24)
"""How long after its publication a contribution can be changed; each version stays readable."""

ARGUMENT = PostKind(
    code="consultation.argument",
    label=_("Argument"),
    label_plural=_("Arguments"),
    publish=WRITE_ARGUMENT,
    titles=Titles.NONE,
    longest=2_000,
    stances=(1,),
    stance_action=TAKE_POSITION,
    edit_window=timedelta(minutes=30),
    sided=True,
)
PROPOSAL = PostKind(
    code="consultation.proposal",
    label=_("Proposal"),
    label_plural=_("Proposals"),
    publish=WRITE_CONTRIBUTION,
    longest=8_000,
    images=IMAGES,
    by_program=True,
    comments=ARGUMENT.code,
    stances=(1, 0, -1),
    stance_action=TAKE_POSITION,
    qualifiers=QUALIFIERS,
    edit_window=EDIT_WINDOW,
    block="consultation/likenesses.html",
    fitted=fitted,
    kept=keep_keys,
    look_alikes=look_alikes,
)
TESTIMONY = PostKind(
    code="consultation.testimony",
    label=_("Testimony"),
    label_plural=_("Testimonies"),
    publish=WRITE_CONTRIBUTION,
    longest=8_000,
    images=IMAGES,
    by_program=True,
    comments=ARGUMENT.code,
    stances=(1,),
    stance_action=TAKE_POSITION,
    edit_window=EDIT_WINDOW,
    block="consultation/likenesses.html",
    fitted=fitted,
    kept=keep_keys,
    look_alikes=look_alikes,
)
CONTRIBUTIONS = (PROPOSAL, TESTIMONY)
