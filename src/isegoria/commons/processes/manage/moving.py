"""Buttons of a list: one place up or down, and remove."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from isegoria.core.errors import ServiceError
from isegoria.core.texts import Text


def step_asked(request: HttpRequest) -> int:
    """One place up when the button says so, else one down."""
    return -1 if request.POST.get("direction") == "up" else 1


def remove_and_return(
    request: HttpRequest, act: Callable[[], object], done: Text, url: str
) -> HttpResponse:
    """Do what a button asks and go back to the list, which says what happened or why not."""
    try:
        act()
    except ServiceError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, str(done))
    return redirect(url)
