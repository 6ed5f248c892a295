"""What the page of a contribution says beside its text."""

from uuid import UUID

from django import template

from isegoria.capabilities.consultation.duplicates import LookAlike, recorded

register = template.Library()


@register.simple_tag
def likenesses(ref: str) -> tuple[LookAlike, ...]:
    """The texts that say nearly the same as the post ``ref``. Two statements at most."""
    return recorded(UUID(ref))
