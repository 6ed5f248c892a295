"""What opens when, and what people publish."""

from datetime import timedelta

from isegoria.commons.posts.conditions import taking_part
from isegoria.commons.processes.models import Activity
from isegoria.core.phases import Action, PhaseKind
from isegoria.core.policy import Policy
from isegoria.core.post_kinds import PostKind, Qualifier, Titles

WRITE = Action("plain.write", "Write")
SUPPORT = Action("plain.support", "Take a position")
WRITING = PhaseKind("plain.writing", "Writing", frozenset({WRITE, SUPPORT}))
VOTING = PhaseKind("plain.voting", "Voting", frozenset({SUPPORT}))

WRITE_TEXT = Policy("plain.write_text", "Write a text", taking_part(WRITE), Activity)
WRITE_COMMENT = Policy("plain.write_comment", "Write a comment", taking_part(SUPPORT), Activity)

TEXT = PostKind(
    code="plain.text",
    label="Text",
    label_plural="Texts",
    publish=WRITE_TEXT,
    longest=2_000,
    images=2,
    by_program=True,
    comments="plain.comment",
    stances=(1, 0, -1),
    stance_action=SUPPORT,
    qualifiers=(
        Qualifier(0, "loved", "I love it", 1),
        Qualifier(1, "feasible", "It can be done", 1),
        Qualifier(2, "impossible", "It cannot be done", -1),
    ),
)
COMMENT = PostKind(
    code="plain.comment",
    label="Comment",
    label_plural="Comments",
    publish=WRITE_COMMENT,
    titles=Titles.NONE,
    longest=1_000,
    stances=(1,),
    stance_action=SUPPORT,
    edit_window=timedelta(minutes=30),
)
