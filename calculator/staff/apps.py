"""The desk as a Django application of its own: what needs no database runs without it."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Registers the checks of the desk's settings."""

    name = "calculator.staff"

    def ready(self) -> None:
        """Importing them registers them."""
        from calculator.staff import checks  # noqa: F401
