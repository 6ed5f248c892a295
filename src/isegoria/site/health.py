"""``/healthz``: for load balancers and for the supervisor. Says nothing about anybody."""

from http import HTTPStatus

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from isegoria.core.routes import page
from isegoria.site.policies import SEE_HEALTH


@page(SEE_HEALTH)
def health(_request: HttpRequest) -> HttpResponse:
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
