"""The images of a text: what is asked of them, and how they follow its drafts and versions.

A file is sent while one writes, waits a day for its text, and is kept with it (``core/files``). A removed
image is gone for good: a version that had it says what it showed.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.models import Picture, Post
from isegoria.commons.posts.rules import problems_of_signs, tidy_line
from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.files.formats import IMAGES
from isegoria.core.files.kinds import UploadKind
from isegoria.core.files.models import Upload
from isegoria.core.files.removal import destroy
from isegoria.core.files.services import keep_file
from isegoria.core.files.states import UploadState
from isegoria.core.post_kinds import PostKind
from isegoria.core.texts import Text

LONGEST_ALT = 300
PICTURE = UploadKind(
    "posts.picture", _("Image"), IMAGES, max_edge=1_600, small_edge=480, described=False
)

type Given = Sequence[tuple[UUID, str]]
"""The images of a text in order: the reference of each file, and what it shows."""


def tidied(given: Given) -> Given:
    """``given`` with each file once and each description on one line."""
    return [(ref, tidy_line(alt)) for ref, alt in dict(given).items()]


def problems_of(kind: PostKind, given: Given, *, complete: bool) -> list[Text]:
    """Why tidied images cannot be kept with a text or, when ``complete``, be published."""
    problems: list[Text] = []
    if given and not kind.images:
        problems.append(_("No image is taken here."))
    elif len(given) > kind.images:
        problems.append(_("A text has %(most)s images at most here.") % {"most": kind.images})
    for number, (_ref, alt) in enumerate(given, start=1):
        problems += problems_of_signs(alt)
        if len(alt) > LONGEST_ALT:
            problems.append(
                _("Describe image %(number)s in %(most)s characters at most.")
                % {"number": number, "most": LONGEST_ALT}
            )
        if complete and not alt:
            problems.append(
                _("Say in a few words what image %(number)s shows, for those who do not see it.")
                % {"number": number}
            )
    return problems


def shown(post: Post) -> list[Picture]:
    """The images that a text has now, in order. One statement, none where it has none."""
    return [] if not post.picture_count else list(_present(post))


def given(post: Post) -> Given:
    """The same, as a form gives them."""
    return [(each.upload.ref, each.alt) for each in shown(post) if each.upload is not None]


def digests(post: Post) -> list[str]:
    """What the public journal commits to."""
    return [each.upload.sha256 for each in shown(post) if each.upload is not None]


def of_versions(post: Post, numbers: Iterable[int]) -> dict[int, list[Picture]]:
    """The images of some versions, those taken away since with their description alone. One statement."""
    rows = list(Picture.objects.filter(post=post).select_related("upload"))
    return {
        number: [
            row for row in rows if row.since <= number and (row.until is None or number < row.until)
        ]
        for number in numbers
    }


def _present(post: Post) -> "Iterable[Picture]":
    return Picture.objects.filter(post=post, until=None, upload__isnull=False).select_related(
        "upload"
    )


def save_of_draft(actor: Actor, post: Post, images: Given) -> None:
    """Make ``images`` those of a draft; the files of the others are destroyed. Raises Invalid."""
    present = {each.upload.ref: each for each in _present(post) if each.upload is not None}
    wanted = {ref for ref, _alt in images}
    gone = [each for ref, each in present.items() if ref not in wanted]
    destroy([each.upload for each in gone if each.upload is not None])
    Picture.objects.filter(pk__in=[each.pk for each in gone]).delete()
    for rank, (ref, alt) in enumerate(images):
        if ref in present:
            Picture.objects.filter(pk=present[ref].pk).update(alt=alt, rank=rank)
        else:
            Picture.objects.create(post=post, upload=_kept(actor, ref), alt=alt, rank=rank)
    _count(post, len(images))


def revise(actor: Actor, post: Post, images: Given, number: int) -> None:
    """Make ``images`` those of a published text from its version ``number`` on. Raises Invalid."""
    present = {each.upload.ref: each for each in _present(post) if each.upload is not None}
    wanted = dict(images)
    end([each for ref, each in present.items() if ref not in wanted], number)
    for rank, (ref, alt) in enumerate(images):
        former = present.get(ref)
        if former is not None and (former.alt, former.rank) == (alt, rank):
            continue
        upload = _kept(actor, ref) if former is None else former.upload
        if former is not None:
            Picture.objects.filter(pk=former.pk).update(until=number, upload=None)
        Picture.objects.create(post=post, upload=upload, alt=alt, rank=rank, since=number)
    _count(post, len(images))


def take_all_away(post: Post, number: int) -> None:
    """From its version ``number`` on a text has no image any more."""
    end(list(_present(post)), number)
    _count(post, 0)


def end(pictures: Sequence[Picture], number: int) -> None:
    """Take images away from the version ``number`` on: their files go, once the transaction has held."""
    Picture.objects.filter(pk__in=[each.pk for each in pictures]).update(until=number, upload=None)
    destroy([each.upload for each in pictures if each.upload is not None])


def destroy_all(post: Post) -> None:
    """Destroy the files of a text that is about to be deleted."""
    destroy(list(Upload.objects.filter(pk__in=Picture.objects.filter(post=post).values("upload"))))


def _kept(actor: Actor, ref: UUID) -> Upload:
    mine = Q(ref=ref, owner=actor.person_id, kind=PICTURE.name, state=UploadState.WAITING)
    if actor.person_id is None or not Upload.objects.filter(mine).exists():
        raise Invalid(
            _("Your text was not kept."),
            [_("An image waited too long and is gone: remove it, and add it again.")],
            code="image_gone",
        )
    return keep_file(actor=actor, ref=ref)


def _count(post: Post, count: int) -> None:
    post.picture_count = count
    first = next(iter(shown(post)), None)
    upload = first.upload if first is not None else None
    post.cover = (
        {
            "ref": str(upload.ref),
            "alt": first.alt,
            "width": upload.width,
            "height": upload.height,
        }
        if first is not None and upload is not None
        else {}
    )
    Post.objects.filter(pk=post.pk).update(picture_count=count, cover=post.cover)
