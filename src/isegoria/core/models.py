"""The base of every model of ours: it declares its personal data, and it never fetches by surprise.

``settings.STRICT_FETCH`` (on in tests and development) makes an unplanned query an error: a template
that reads a relation the query did not load raises ``FieldFetchBlocked`` instead of sending one more
statement per row.
"""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from isegoria.core.privacy import Declaration


class QuerySet[M: models.Model](models.QuerySet[M]):
    """A queryset that refuses lazy fetches where ``settings.STRICT_FETCH`` says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.STRICT_FETCH:
            self._fetch_mode = models.FETCH_RAISE

    def lazily(self) -> Self:
        """Allow lazy fetches again: for one-object code such as a shell, never for a page."""
        return self.fetch_mode(models.FETCH_ONE)


class Model(models.Model):
    """Abstract base. Subclasses must set ``personal_data``."""

    personal_data: ClassVar[Declaration]

    objects = QuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
