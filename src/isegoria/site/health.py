"""``/healthz``: for load balancers and for the supervisor. Says nothing about anybody."""

from http import HTTPStatus

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import EVERYONE, Policy
from isegoria.core.routes import page

SEE_HEALTH = Policy("site.health", _("Ask whether the site works"), EVERYONE)


@page(SEE_HEALTH)
def health(request: HttpRequest) -> HttpResponse:
    """200 when this process answers and reaches its database, 503 when it does not reach it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        answer = HttpResponse("database unreachable\n", status=HTTPStatus.SERVICE_UNAVAILABLE)
    else:
        answer = HttpResponse("ok\n")
    answer["Content-Type"] = "text/plain; charset=utf-8"
    answer["Cache-Control"] = "no-store"
    return answer
