"""What a button does."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from isegoria.core.errors import ServiceError
from isegoria.core.texts import Text


def press(
    request: HttpRequest, act: Callable[[], object], url: str, *, done: Text = ""
) -> HttpResponse:
    """Do what a button asks and go to ``url``, which says that it is ``done`` or all that is against it."""
    try:
        act()
    except ServiceError as error:
        for reason in error.reasons:
            messages.error(request, str(reason))
    else:
        if done:
            messages.success(request, str(done))
    return redirect(url)
