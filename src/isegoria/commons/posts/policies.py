"""Who may read, change, withdraw, comment, support and follow a post."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.commons.posts.conditions import (
    ACTIVITY_IS_PUBLIC,
    FIRST_TIME,
    IS_DRAFT,
    IS_EDITABLE,
    IS_FOLLOWED,
    IS_NO_COMMENT,
    IS_NO_DRAFT,
    IS_OWN,
    IS_PUBLISHED,
    IS_VISIBLE,
    PARENT_IS_VISIBLE,
    PROCESS_IS_PUBLIC,
    by_kind,
    taking_part,
)
from isegoria.commons.posts.models import Picture, Post
from isegoria.commons.processes.conditions import team
from isegoria.commons.processes.models import Activity, Process, TeamRole
from isegoria.commons.processes.policies import IS_PUBLIC
from isegoria.core import registry
from isegoria.core.files.models import Upload
from isegoria.core.files.policies import IS_OWNER
from isegoria.core.policy import (
    EVERYONE,
    SIGNED_IN,
    Condition,
    Policy,
    Predicate,
    about_actor,
    concealed,
)
from isegoria.core.post_kinds import PostKind

_SHOWN = IS_PUBLISHED & IS_VISIBLE & PARENT_IS_VISIBLE & PROCESS_IS_PUBLIC
_KEPT = IS_NO_DRAFT & IS_VISIBLE & PARENT_IS_VISIBLE & PROCESS_IS_PUBLIC
_MODERATED = IS_NO_DRAFT & team(TeamRole.MODERATOR, path="activity__process")
_SOMEBODY = about_actor(
    "sign_in",
    _("Sign in first: we need to know who you are."),
    lambda actor: actor.person_id is not None,
)


def _stance_of(kind: PostKind) -> Predicate | None:
    if not kind.stances or kind.stance_action is None:
        return None
    return taking_part(kind.stance_action) & FIRST_TIME


def _comment_of(kind: PostKind) -> Predicate | None:
    comments = registry.post_kinds().get(kind.comments)
    return comments.publish.predicate if comments else None


LIST_POSTS = Policy(
    "posts.list",
    _("Read the posts of an activity"),
    concealed(ACTIVITY_IS_PUBLIC | team(path="process")),
    Activity,
)
READ_POST = Policy("posts.read", _("Read a post"), concealed(_SHOWN | IS_OWN | _MODERATED), Post)
SEE_POST = Policy(
    "posts.see",
    _("See the page of a post, even withdrawn"),
    concealed(_KEPT | IS_OWN | _MODERATED),
    Post,
)
VISIT = Policy("posts.visit", _("Open a page on which one acts"), EVERYONE)
"""Of views whose service decides, so that an act asks the database once."""
READ_PICTURE = Policy(
    "posts.read_picture",
    _("See an image of a text"),
    Condition(
        "not_found",
        "",
        test=lambda ask: READ_POST.decide(ask.actor, ask.obj.post, now=ask.now),
        rows=lambda actor, now: Q(
            post__in=READ_POST.allowed_among(Post.objects.all(), actor, now=now).values("pk")
        ),
    ),
    Picture,
)
SEE_SENT_PICTURE = Policy(
    "posts.see_sent_picture",
    _("See an image that one sent, before its text is published"),
    concealed(IS_OWNER),
    Upload,
)
OWN_POST = Policy("posts.own", _("Go on with one's own text"), concealed(IS_OWN), Post)
SAVE_DRAFT = Policy(
    "posts.save_draft", _("Change one's own draft"), concealed(IS_OWN) & IS_DRAFT, Post
)
EDIT_POST = Policy(
    "posts.edit",
    _("Change one's own published text"),
    concealed(IS_OWN) & IS_PUBLISHED & IS_VISIBLE & IS_EDITABLE,
    Post,
)
WITHDRAW_POST = Policy(
    "posts.withdraw", _("Withdraw one's own text"), concealed(IS_OWN) & IS_PUBLISHED, Post
)
COMMENT_POST = Policy(
    "posts.comment",
    _("Comment a post"),
    concealed(_SHOWN)
    & IS_NO_COMMENT
    & by_kind("no_comments", _("This text takes no comments."), _comment_of),
    Post,
)
TAKE_STANCE = Policy(
    "posts.take_stance",
    _("Take a position on a post"),
    concealed(_SHOWN) & by_kind("no_stances", _("This text takes no positions."), _stance_of),
    Post,
)
FOLLOW_POST = Policy("posts.follow", _("Follow a post"), concealed(_SHOWN) & SIGNED_IN, Post)
SEE_FOLLOW = Policy(
    "posts.see_follow",
    _("Follow a post or, even when it is no longer shown, stop"),
    concealed(_SHOWN | IS_FOLLOWED) & SIGNED_IN,
    Post,
)
UNFOLLOW = Policy("posts.unfollow", _("Stop following"), SIGNED_IN)
FOLLOW_PROCESS = Policy(
    "posts.follow_process", _("Follow a process"), concealed(IS_PUBLIC) & SIGNED_IN, Process
)
LINK_SOURCE = Policy(
    "posts.link_source",
    _("Say from which texts a text came"),
    concealed(_KEPT | _MODERATED)
    & team(TeamRole.ORGANISER, TeamRole.FACILITATOR, path="activity__process"),
    Post,
)
SEE_MINE = Policy("posts.mine", _("See one's own contributions"), _SOMEBODY & IN_OWN_NAME)

POLICIES = (
    LIST_POSTS,
    READ_POST,
    SEE_POST,
    READ_PICTURE,
    SEE_SENT_PICTURE,
    VISIT,
    OWN_POST,
    SAVE_DRAFT,
    EDIT_POST,
    WITHDRAW_POST,
    COMMENT_POST,
    TAKE_STANCE,
    FOLLOW_POST,
    SEE_FOLLOW,
    UNFOLLOW,
    FOLLOW_PROCESS,
    LINK_SOURCE,
    SEE_MINE,
)
