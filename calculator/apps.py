"""The calculator as a Django application."""

from django.apps import AppConfig


class CalculatorConfig(AppConfig):
    """Registers the checks of the law's data."""

    name = "calculator"

    def ready(self) -> None:
        """Importing the checks registers them."""
        from calculator import checks  # noqa: F401
