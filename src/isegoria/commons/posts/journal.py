"""What the public journal says about posts and positions: references, codes and counts, never a text."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.models import Relation, StanceAct
from isegoria.core.actor import Channel
from isegoria.core.journal.kinds import BatchSource, EntryKind, Fact
from isegoria.core.registry import post_kinds
from isegoria.core.texts import Text
from isegoria.kernel.canonical import canonical, instant

_ABOUT_A_TEXT = {
    "activity": Fact.REF,
    "kind": Fact.CODE,
    "language": Fact.CODE,
    "channel": Fact.CODE,
    "characters": Fact.COUNT,
}
_WORDS: Mapping[str, Callable[[str], Text | None]] = {
    "kind": lambda code: kind.label if (kind := post_kinds().get(code)) else None,
    "language": dict(settings.LANGUAGES).get,
    "channel": dict(Channel.choices).get,
}
_LABELS = {
    "activity": _("Reference of the activity"),
    "kind": _("Kind of text"),
    "language": _("Language"),
    "channel": _("How it came in"),
    "characters": _("Characters"),
    "text": _("the text"),
}
POST_PUBLISHED = EntryKind(
    "post.published",
    _("A text was published"),
    facts=_ABOUT_A_TEXT,
    commits=frozenset({"by", "text"}),
    labels=_LABELS,
    words=_WORDS,
)
COMMENT_PUBLISHED = EntryKind(
    "post.commented",
    _("A comment was published"),
    facts={**_ABOUT_A_TEXT, "on": Fact.REF},
    commits=frozenset({"by", "text"}),
    labels={**_LABELS, "on": _("Reference of what it comments")},
    words=_WORDS,
)
POST_EDITED = EntryKind(
    "post.edited",
    _("A published text was changed"),
    facts={"revision": Fact.COUNT, "characters": Fact.COUNT},
    commits=frozenset({"by", "text", "reason"}),
    labels={
        "revision": _("Number of the version"),
        "characters": _("Characters"),
        "text": _("the text"),
        "reason": _("why it was changed"),
    },
)
POST_WITHDRAWN = EntryKind("post.withdrawn", _("A text was withdrawn by its author"))
SOURCE_LINKED = EntryKind(
    "post.linked",
    _("A text was said to come from another"),
    facts={"origin": Fact.REF, "relation": Fact.CODE},
    labels={"origin": _("Reference of the other text"), "relation": _("How they are linked")},
    words={"relation": dict(Relation.choices).get},
)

KINDS = (POST_PUBLISHED, COMMENT_PUBLISHED, POST_EDITED, POST_WITHDRAWN, SOURCE_LINKED)


def committed_text(title: str, text: str, images: Sequence[str] = ()) -> bytes:
    """What the commitment ``text`` of an entry is made of: canonical JSON of title and text and, where there
    are any, of the SHA-256 of its images."""
    return canonical({"title": title, "text": text, **({"images": [*images]} if images else {})})


_SEALED = (
    "post__ref",
    "value",
    "qualifiers",
    "former_value",
    "former_qualifiers",
    "channel",
    "at",
    "commitment",
    "batch",
    "position",
    "leaf_hash",
)
"""What is read of an act to seal it or to check it: they come by the million."""


def _leaf(act: StanceAct) -> Mapping[str, Any]:
    """The public content of one change of position. Nothing in it changes at an erasure."""
    return {
        "post": str(act.post.ref),
        "value": act.value,
        "qualifiers": act.qualifiers,
        "former_value": act.former_value,
        "former_qualifiers": act.former_qualifiers,
        "channel": act.channel,
        "at": instant(act.at),
        "by": act.commitment,
    }


STANCES = BatchSource(
    "post.stances",
    _("Positions taken, changed and taken back"),
    acts=lambda: StanceAct.objects.select_related("post").only(*_SEALED),
    leaf=_leaf,
)
