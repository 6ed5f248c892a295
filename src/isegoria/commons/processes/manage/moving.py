"""Buttons of a list: one place up or down."""

from django.http import HttpRequest


def step_asked(request: HttpRequest) -> int:
    """One place up when the button says so, else one down."""
    return -1 if request.POST.get("direction") == "up" else 1
