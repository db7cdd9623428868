"""The rules for passwords: Django's own, in our words."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext, ngettext


class LongEnough(rules.MinimumLengthValidator):
    """Long enough."""

    def get_error_message(self) -> str:
        """How long it must be."""
        text = ngettext(
            "A password has at least %(count)s character.",
            "A password has at least %(count)s characters.",
            self.min_length,
        )
        return text % {"count": self.min_length}

    def get_help_text(self) -> str:
        """The same, before one types."""
        return self.get_error_message()


class UnlikeTheName(rules.UserAttributeSimilarityValidator):
    """Unlike the name one signs in with."""

    def get_error_message(self) -> str:
        """What to avoid."""
        return gettext("This password is too much like your name.")

    def get_help_text(self) -> str:
        """The same, before one types."""
        return gettext("It is not like your name.")


class Uncommon(rules.CommonPasswordValidator):
    """Not one of the twenty thousand that are tried first."""

    def get_error_message(self) -> str:
        """What to avoid."""
        return gettext("Too many people use this password.")

    def get_help_text(self) -> str:
        """The same, before one types."""
        return gettext("It is not one that many people use.")


class NotOnlyDigits(rules.NumericPasswordValidator):
    """Not digits alone."""

    def get_error_message(self) -> str:
        """What to avoid."""
        return gettext("This password is made of digits only.")

    def get_help_text(self) -> str:
        """The same, before one types."""
        return gettext("It has letters too.")
