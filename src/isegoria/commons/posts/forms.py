"""The forms of posts. What is asked follows the kind; what is refused is told beside its field."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.models import Post
from isegoria.commons.posts.picture_forms import PicturesField
from isegoria.commons.posts.pictures import Given, given, problems_of, tidied
from isegoria.commons.posts.rules import (
    problems_of_place,
    problems_of_reason,
    problems_of_signature,
    problems_of_text,
    problems_of_title,
    tidy,
    tidy_line,
)
from isegoria.commons.processes.models import Theme
from isegoria.core.post_kinds import PostKind, Titles
from isegoria.core.texts import active_language, pick
from isegoria.core.ui.formatting import number
from isegoria.core.ui.forms import Form

_SIGNER = Signer(salt="posts:form")
_VALUES = {str(value): value for value in (-1, 0, 1)}
_BITS = {str(bit): 1 << bit for bit in range(15)}


def new_token(ref: UUID | None = None) -> str:
    """What a form carries so that, sent twice, it publishes once. Signed: nobody chooses a reference."""
    return _SIGNER.sign(str(ref or uuid4()))


def ref_of(token: str) -> UUID:
    """The reference that a form carries; a new one when it is not of ours."""
    try:
        return UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return uuid4()


class OnceForm(Form):
    """A form that, sent twice, does one thing: the service takes what ``token`` becomes as ``ref``."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = new_token()

    def clean_token(self) -> UUID:
        return ref_of(self.cleaned_data["token"])


class _Words(Form):
    """A text of a kind, with its title where the kind has one."""

    title = forms.CharField(label=_("Title"), help_text=_("One line that says it all."))
    text = forms.CharField(label=_("Your text"), widget=forms.Textarea(attrs={"rows": 10}))

    complete = True
    pictured = True

    def __init__(self, kind: PostKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["text"].help_text = _(
            "%(most)s characters at most. An empty line begins a paragraph."
        ) % {"most": number(kind.longest)}
        if not kind.places:
            self.fields.pop("place", None)
        if not kind.pseudonyms:
            self.fields.pop("signature", None)
        if self.pictured and kind.images:
            self.fields["images"] = PicturesField(kind.images)
        if kind.titles is Titles.NONE:
            del self.fields["title"]
        elif kind.titles is Titles.OPTIONAL:
            self.fields["title"].required = False

    def full_clean(self) -> None:
        """An incomplete form may lack anything; what it asks stays as it was told."""
        asked = {name: field.required for name, field in self.fields.items()}
        for field in () if self.complete else self.fields.values():
            field.required = False
        super().full_clean()
        for name, required in asked.items():
            self.fields[name].required = required

    def clean_images(self) -> Given:
        images = tidied(self.cleaned_data["images"])
        self._tell(problems_of(self.kind, images, complete=self.complete))
        return images

    def clean_title(self) -> str:
        title = tidy_line(self.cleaned_data["title"])
        self._tell(problems_of_title(self.kind, title, complete=self.complete))
        return title

    def clean_text(self) -> str:
        text = tidy(self.cleaned_data["text"])
        self._tell(problems_of_text(self.kind, text, complete=self.complete))
        return text

    def _tell(self, problems: Any) -> None:
        if problems:
            raise forms.ValidationError([str(problem) for problem in problems])


class PostForm(_Words):
    """A new text. ``complete`` False keeps a draft as it is."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)
    place = forms.CharField(
        label=_("A place"),
        required=False,
        help_text=_("If it is about one: a town, a street, a school. Leave your own address out."),
    )
    signature = forms.CharField(
        label=_("Another name than yours"),
        required=False,
        help_text=_("A pseudonym, shown instead of your name on this text. Empty: your name."),
    )
    language = forms.ChoiceField(label=_("Language of your text"), choices=settings.LANGUAGES)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        kind: PostKind,
        themes: list[Theme],
        *args: Any,
        complete: bool = True,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "language": get_language(),
            "token": new_token(),
            **kwargs.get("initial", {}),
        }
        super().__init__(kind, *args, **kwargs)
        self.complete = complete
        self.themes = {theme.slug: theme for theme in themes}
        if themes:
            self._choices = [(theme.slug, pick(theme.title)) for theme in themes]
            self._field("theme").choices = [("", _("No theme in particular")), *self._choices]
        else:
            del self.fields["theme"]

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean_place(self) -> str:
        place = tidy_line(self.cleaned_data["place"])
        self._tell(problems_of_place(self.kind, place))
        return place

    def clean_signature(self) -> str:
        signature = tidy_line(self.cleaned_data["signature"])
        self._tell(problems_of_signature(self.kind, signature))
        return signature

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or active_language()

    def clean_token(self) -> UUID:
        return ref_of(self.cleaned_data["token"])

    @property
    def words(self) -> dict[str, Any]:
        """What the service is given."""
        typed = self.cleaned_data
        return {
            "title": typed.get("title", ""),
            "text": typed["text"],
            "language": typed["language"],
            "theme": self.themes.get(typed.get("theme", "")),
            "place": typed.get("place", ""),
            "signature": typed.get("signature", ""),
            "images": typed.get("images"),
            "ref": typed["token"],
        }


class CommentForm(_Words):
    """A comment."""

    pictured = False

    side = forms.TypedChoiceField(
        label=_("Your comment argues"),
        choices=[(1, _("For")), (-1, _("Against")), (0, _("Neither: a question, a precision"))],
        coerce=int,
        empty_value="0",
        required=False,
        initial=0,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 5}))
    language = PostForm.base_fields["language"]
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, kind: PostKind, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": get_language(), "token": new_token()}
        super().__init__(kind, *args, **kwargs)
        if not kind.sided:
            del self.fields["side"]

    clean_token = PostForm.clean_token

    @property
    def words(self) -> dict[str, Any]:
        """What the service is given."""
        typed = self.cleaned_data
        return {
            "text": typed["text"],
            "language": typed["language"],
            "side": int(typed.get("side", 0)),
            "ref": typed["token"],
        }


class EditForm(_Words):
    """A change of a published text. ``revision`` is the version that its author had before their eyes."""

    reason = forms.CharField(
        label=_("Why this change?"),
        help_text=_("Everybody can read it, with the text as it stood before."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self, kind: PostKind, post: Post, *args: Any, complete: bool = True, **kwargs: Any
    ) -> None:
        self.complete = complete
        kwargs["initial"] = {
            "title": post.title,
            "text": post.text,
            "images": given(post),
            "revision": post.revision_count,
        }
        super().__init__(kind, *args, **kwargs)
        self.order_fields(["title", "text", "images"])

    def clean_reason(self) -> str:
        reason = tidy_line(self.cleaned_data["reason"])
        self._tell(problems_of_reason(reason) if self.complete else [])
        return reason

    @property
    def words(self) -> dict[str, Any]:
        """What the service is given."""
        typed = self.cleaned_data
        return {
            "title": typed.get("title", ""),
            "text": typed["text"],
            "reason": typed["reason"],
            "images": typed.get("images"),
            "revision": typed["revision"],
        }


@dataclass(frozen=True, slots=True)
class AskedPosition:
    """What the buttons of ``posts/opinions.html`` send: a position (None: taken back), and the set of what
    was ticked beside it (None where there was nothing to tick). Boxes go with the position that ``whole``
    names: whoever takes another one leaves them behind.

    Read by hand: positions come by the hundred per second, and a form of Django is made of copies of all
    its fields.
    """

    value: int | None
    qualifiers: int | None

    @classmethod
    def of(cls, sent: QueryDict) -> "AskedPosition | None":
        """What was sent, None when it makes no sense."""
        if sent.get("back"):
            return cls(None, None)
        value, ticked = _VALUES.get(str(sent.get("value"))), set(sent.getlist("bit"))
        if value is None or not ticked <= _BITS.keys():
            return None
        bits = sum(_BITS[bit] for bit in ticked) if sent.get("whole") == str(value) else None
        return cls(value, bits)
