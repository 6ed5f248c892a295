"""What was typed is kept: in the page itself, or in the session of whoever goes to sign in first."""

from django.http import HttpRequest

from isegoria.commons.abuse.admitting import ANSWER, WAY

type Fields = list[tuple[str, str]]

_KEPT = "abuse.kept"
_MOST = 60_000
"""Characters that are kept at most: more than any text of the site."""
_NEVER = ("csrfmiddlewaretoken", ANSWER, WAY)


def typed(request: HttpRequest) -> Fields:
    """The fields of a form as they were sent, without passwords; nothing when there is too much."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NEVER and "password" not in name
        for value in values
    ]
    return fields if sum(len(name) + len(value) for name, value in fields) <= _MOST else []


def keep(request: HttpRequest) -> None:
    """Keep what was typed in the session, for the address that it was sent to."""
    request.session[_KEPT] = {"path": request.get_full_path(), "fields": typed(request)}


def kept(request: HttpRequest) -> Fields | None:
    """What waits for this address, once; None when nothing does."""
    waiting = request.session.get(_KEPT)
    if waiting is None or waiting["path"] != request.get_full_path():
        return None
    del request.session[_KEPT]
    return [(name, value) for name, value in waiting["fields"]]
