"""Sending, keeping and removing files."""

import hashlib
import io
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.files import store
from isegoria.core.files.formats import Format, detect
from isegoria.core.files.images import Painted, UnusableImageError, repaint
from isegoria.core.files.kinds import MEGA, UploadKind
from isegoria.core.files.models import Upload
from isegoria.core.files.names import shown
from isegoria.core.files.policies import KEEP_FILE, SEND_FILE
from isegoria.core.files.removal import destroy
from isegoria.core.files.states import UPLOAD_MACHINE
from isegoria.core.journal.kinds import Private
from isegoria.core.service import service
from isegoria.core.texts import Text

QUOTA_OCTETS = 200 * MEGA
QUOTA_FILES = 500

_SENDING = Private("a file that was sent is seen by nobody until something public cites it")
_CITING = Private("the act that cites the file is journalled by the service that does it")


@service(journal=_SENDING)
def send_file(
    *, actor: Actor, kind: UploadKind, file: BinaryIO, name: str, alt: str = ""
) -> Upload:
    """Check, clean and store a file; it waits a day for something to cite it.

    ``file`` is seekable; ``name`` is what the sender called it; ``alt`` says what an image shows
    and is required of one, unless its kind asks for it later. Raises Refused, or Invalid with every
    fault at once; then nothing is stored.
    """
    SEND_FILE.authorise(actor)
    size = file.seek(0, io.SEEK_END)
    problems: list[Text] = []
    format_ = detect(file) if 0 < size <= kind.max_octets else None
    if size == 0:
        problems.append(_("This file is empty."))
    elif size > kind.max_octets:
        problems.append(_larger_than(kind.max_octets))
    elif format_ not in kind.formats:
        problems.append(_accepted(kind))
    elif format_.is_image and kind.described and not alt.strip():
        problems.append(_("Say in a few words what this image shows, for those who do not see it."))
    if not actor.is_system:
        problems += _over_quota(actor.person_id, size)
    painted = None
    if format_ in kind.formats and format_.is_image:
        painted = _clean(file, format_, kind, problems)
    if problems or format_ is None:
        raise Invalid(_("The file was not kept."), problems, code="file_refused")
    source = io.BytesIO(painted.content) if painted else file
    return _stored(actor, kind, format_, source, painted, name, alt)


@service(journal=_CITING)
def keep_file(*, actor: Actor, ref: UUID) -> Upload:
    """Say that something cites the file from now on. Raises Refused, Conflict,
    Upload.DoesNotExist.
    """
    upload = Upload.objects.select_for_update().get(ref=ref)
    KEEP_FILE.authorise(actor, upload)
    upload.state = UPLOAD_MACHINE.after(upload.state, "keep")
    upload.save(update_fields=["state"])
    return upload


@service(journal=_CITING)
def remove_file(*, actor: Actor, ref: UUID) -> None:
    """Destroy a file, row and octets, at once. Raises Refused, Upload.DoesNotExist."""
    upload = Upload.objects.select_for_update().get(ref=ref)
    KEEP_FILE.authorise(actor, upload)
    destroy([upload])


def _clean(
    file: BinaryIO, format_: Format, kind: UploadKind, problems: list[Text]
) -> Painted | None:
    try:
        return repaint(file, format_, max_pixels=kind.max_pixels, max_edge=kind.max_edge)
    except UnusableImageError as error:
        too_many = error.code == "too_many_pixels"
        problems.append(
            _("This image has too many pixels. Make it smaller and send it again.")
            if too_many
            else _("This image cannot be read. Save it again as JPEG or PNG.")
        )
        return None


def _stored(
    actor: Actor,
    kind: UploadKind,
    format_: Format,
    source: BinaryIO,
    painted: Painted | None,
    name: str,
    alt: str,
) -> Upload:
    source.seek(0)
    sha256 = hashlib.file_digest(cast("Any", source), "sha256").hexdigest()
    names = [store.put(source)]
    try:
        if painted and kind.small_edge:
            small = repaint(source, format_, max_pixels=kind.max_pixels, max_edge=kind.small_edge)
            names.append(store.put(io.BytesIO(small.content)))
        with transaction.atomic():
            return Upload.objects.create(
                owner=actor.person_id,
                kind=kind.name,
                original_name=shown(name) or f"file.{format_.suffix}",
                stored_name=names[0],
                small_name=names[1] if len(names) > 1 else "",
                content_type=format_.media_type,
                size=source.seek(0, io.SEEK_END),
                sha256=sha256,
                width=painted.width if painted else None,
                height=painted.height if painted else None,
                alt=alt.strip()[:300] if format_.is_image else "",
            )
    except BaseException:
        for stored_name in names:
            store.drop(stored_name)
        raise


def _over_quota(person: UUID | None, size: int) -> list[Text]:
    sent = Upload.objects.filter(owner=person).aggregate(octets=Sum("size"), files=Count("pk"))
    if (sent["octets"] or 0) + size > QUOTA_OCTETS or sent["files"] >= QUOTA_FILES:
        return [
            _("You have sent as much as one person may. Remove a file that you no longer need.")
        ]
    return []


def _larger_than(octets: int) -> Text:
    return format_lazy(_("This file is larger than {limit} MB."), limit=octets // MEGA)


def _accepted(kind: UploadKind) -> Text:
    names = ", ".join(sorted(item.suffix.upper() for item in kind.formats))
    return format_lazy(
        _("This is none of the formats that are accepted here: {formats}."), formats=names
    )
