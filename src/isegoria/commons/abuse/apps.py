"""Django application of this room."""

from django.apps import AppConfig


class AbuseConfig(AppConfig):
    """Limits, and the proof of work asked of whoever is not known yet."""

    name = "isegoria.commons.abuse"
    label = "abuse"

    def ready(self) -> None:
        """Check what the settings say of the limits."""
        from isegoria.commons.abuse import checks  # noqa: F401 - it registers itself
