"""How a form takes the images of a text, without a script: each is sent once, shown small, and described.

No browser keeps a file in a form that is refused; so a file is stored as soon as it comes, waits for its
text, and the form holds its reference. Nobody else can use it: a file belongs to whoever sent it.
"""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.pictures import LONGEST_ALT, PICTURE, Given
from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.files.kinds import MEGA
from isegoria.core.files.services import send_file

ATTACH = "attach"
"""What the form is sent for when an image is added or removed."""
_FILE, _ALT_OF_FILE, _REF, _WITHOUT = "image", "image-alt", "picture", "without"


class PicturesInput(forms.Widget):
    """The images sent so far, each with its description and a button, and a place for one more."""

    template_name = "posts/pictures_input.html"
    use_fieldset = True
    most = 0

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Given:  # noqa: ARG002 - Django's
        """The references that the form holds, but for the one that is removed."""
        refs = data.getlist(_REF) if isinstance(data, QueryDict) else ()
        return [
            (UUID(ref), data.get(_alt_name(ref), ""))
            for ref in refs
            if _is_ref(ref) and ref != data.get(_WITHOUT)
        ]

    def value_omitted_from_data(self, *_given: Any) -> bool:
        """Never: no reference means no image."""
        return False

    def format_value(self, value: Any) -> Any:
        """As it is."""
        return value

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """What the template shows."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        pictures = [
            {
                "number": number,
                "ref": ref,
                "alt": alt,
                "alt_name": _alt_name(str(ref)),
                "url": reverse("posts:sent-picture", args=[ref]),
            }
            for number, (ref, alt) in enumerate(value or (), start=1)
        ]
        context["widget"] |= {
            "pictures": pictures,
            "may_add": len(pictures) < self.most,
            "longest": LONGEST_ALT,
        }
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:  # noqa: ARG002 - Django's
        """The place for a file, to which an error leads."""
        return f"{id_}-file"


class PicturesField(forms.Field):
    """The images of a text: references and descriptions."""

    widget = PicturesInput

    def __init__(self, most: int, **options: Any) -> None:
        super().__init__(
            label=_("Images"),
            required=False,
            help_text=_(
                "%(most)s at most: PNG, JPEG or WebP, %(size)s MB each. The place where a photo was"
                " taken is not kept. Show nobody who did not agree."
            )
            % {"most": most, "size": PICTURE.max_octets // MEGA},
            **options,
        )
        self.widget.most = most

    def to_python(self, value: Any) -> Given:
        return list(value or ())


def received(request: HttpRequest, actor: Actor, most: int) -> tuple[Mapping[str, Any], list[str]]:
    """The form as it was sent, an image that came with it stored and named in it; why one was not kept."""
    file = request.FILES.get(_FILE)
    if file is None or not actor.is_signed_in:
        return request.POST, []
    if len(request.POST.getlist(_REF)) >= most:
        return request.POST, [str(_("A text has %(most)s images at most here.") % {"most": most})]
    try:
        upload = send_file(
            actor=actor, kind=PICTURE, file=cast("BinaryIO", file), name=file.name or ""
        )
    except Invalid as refused:
        return request.POST, [str(problem) for problem in refused.problems]
    data = request.POST.copy()
    data.appendlist(_REF, str(upload.ref))
    data[_alt_name(str(upload.ref))] = data.get(_ALT_OF_FILE, "")
    return data, []


def is_about_pictures(request: HttpRequest) -> bool:
    """Whether the form was sent by a button of its images, and not to be kept or published."""
    return request.POST.get("act") == ATTACH or _WITHOUT in request.POST


def _alt_name(ref: str) -> str:
    return f"alt-{ref}"


def _is_ref(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False
