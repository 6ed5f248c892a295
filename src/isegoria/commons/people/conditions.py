"""Conditions about persons that other rooms put into their policies."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import about_actor

IN_OWN_NAME = about_actor(
    "desk",
    _("You are typing for somebody else: stop first. What is theirs is not shown to you."),
    lambda actor: actor.entered_by is None,
)
"""The person themself, not somebody who types for them: for what only the person should see or change."""
