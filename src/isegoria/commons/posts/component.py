"""The manifest of posts."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.states import POST_MACHINE
from isegoria.core.component import Component

COMPONENT = Component(name="posts", label=_("Contributions"), machines=(POST_MACHINE,))
