"""Template tags and filters, built into every template."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from isegoria.core import registry
from isegoria.core.decision import Decision
from isegoria.core.routes import actor_of
from isegoria.core.ui import formatting, forms
from isegoria.core.ui.fragments import filled, rendered
from isegoria.core.ui.icons import ICONS
from isegoria.core.ui.markdown import render_markdown

register = template.Library()


@register.simple_tag(takes_context=True)
def decision(context: Context, policy: str, obj: Any = None) -> Decision:
    """May the visitor do this? ``{% decision "processes.publish" process as may %}``, then
    ``{% if may %}…{% else %}{{ may.reason }}{% endif %}``."""
    return registry.policy(policy).decide(actor_of(context["request"]), obj)


@register.simple_tag(takes_context=True)
def fragment(context: Context, template_name: str, **models: object) -> SafeString:
    """A template that shows nothing but ``models``, all frozen: rendered once while they are the same."""
    return filled(rendered(template_name, get_language(), tuple(models.items())), context)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing that says nothing by itself: the words beside it do."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
        ' focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """The word Error when a form of the page was refused, for the start of its title.

    It looks at the types alone: ``isinstance`` would wake the lazy user and send a query.
    """
    values = (value for layer in context.dicts for value in layer.values())
    refused = any(
        issubclass(type(value), BaseForm | BaseFormSet) and value.is_bound and not value.is_valid()
        for value in values
    )
    return _("Error: ") if refused else ""


@register.filter
def target(field: BoundField) -> str:
    """What a link to a field of a form points to."""
    return forms.target(field)


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as harmless HTML."""
    return render_markdown(text)


@register.filter
def day(value: date | datetime | None) -> str:
    """A date in words. In a list, format in the view model instead."""
    return formatting.date(value) if value else ""


@register.filter
def instant(value: datetime | None) -> str:
    """A date and an hour in words. In a list, format in the view model instead."""
    return formatting.instant(value) if value else ""


@register.filter
def number(value: float) -> str:
    """A number with its thousands grouped. In a list, format in the view model instead."""
    return formatting.number(value)
