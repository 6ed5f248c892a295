"""What holds for every test of this room."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test.signals import template_rendered


@pytest.fixture(autouse=True)
def no_page_of_another_package() -> Iterator[None]:
    """Whatever a test looks at, no page and no e-mail comes from allauth's own templates."""
    foreign: set[str] = set()

    def note(*, template: Any, **_unused: Any) -> None:
        origin = str(getattr(template.origin, "name", ""))
        if "allauth" in origin and "/isegoria/" not in origin:
            foreign.add(str(template.name))

    template_rendered.connect(note)
    yield
    template_rendered.disconnect(note)
    assert not foreign
