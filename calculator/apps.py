"""The calculator as a Django application."""

from django.apps import AppConfig


class CalculatorConfig(AppConfig):
    """Registers the checks of the law's data, of what is published of the regions, and of what is
    not known."""

    name = "calculator"

    def ready(self) -> None:
        """Importing the checks registers them."""
        from calculator import checks  # noqa: F401
        from calculator.about import checks as _of_the_gaps  # noqa: F401
        from calculator.regions import checks as _of_the_regions  # noqa: F401
