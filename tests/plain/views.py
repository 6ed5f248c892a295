"""Two views."""

from django.http import HttpRequest, HttpResponse

from isegoria.commons.posts.policies import SEE_MINE
from isegoria.core.routes import page


@page(SEE_MINE)
def text_list(request: HttpRequest, slug, activity) -> HttpResponse:
    return HttpResponse()


write = text_list
