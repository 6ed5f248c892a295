"""The WSGI application, for ``isegoria serve`` or for any other server."""

import os

from django.core.wsgi import get_wsgi_application

from isegoria.core.shared_pages import SharedPages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isegoria.config.settings")

application = SharedPages(get_wsgi_application())
