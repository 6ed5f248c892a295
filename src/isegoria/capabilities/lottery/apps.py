"""Django application of this room."""

from importlib import import_module

from django.apps import AppConfig


class LotteryConfig(AppConfig):
    """The public draw."""

    name = "isegoria.capabilities.lottery"
    label = "lottery"

    def import_models(self) -> None:
        """Load the models that stand in files of their own."""
        super().import_models()
        for name in ("preparation_models", "draw_models", "seat_models"):
            import_module(f"{self.name}.{name}")
