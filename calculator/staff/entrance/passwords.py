"""The rules for passwords: Django's own, in our words, and for those who write in Cyrillic."""

import re

from django.conf import settings
from django.contrib.auth import password_validation as rules
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext

from calculator.staff.models import Worker

SHORTEST_WORD = 3
SAME_KEYS = str.maketrans("ёйцукенгшщзхъфывапролджэячсмитьбю", "`qwertyuiop[]asdfghjkl;'zxcvbnm,.")
"""Which Latin sign stands on the key of a Cyrillic one: «пароль» is «gfhjkm»."""
_NAMED = """
    қазақстан казахстан kazakhstan qazaqstan құпиясөз
    абай abai ақмола акмола akmola көкшетау кокшетау kokshetau ақтөбе актобе aktobe
    алматы almaty қонаев конаев konaev атырау atyrau орал уральск oral uralsk
    жамбыл zhambyl тараз taraz жетісу жетысу zhetysu талдықорған талдыкорган
    taldykorgan қарағанды караганда karaganda karagandy қостанай костанай kostanay
    қызылорда кызылорда kyzylorda маңғыстау мангистау mangystau ақтау актау aktau
    павлодар pavlodar петропавл петропавловск petropavl petropavlovsk
    түркістан туркестан turkistan turkestan ұлытау улытау ulytau жезқазған жезказган
    zhezkazgan өскемен oskemen семей semey усть-каменогорск астана astana шымкент shymkent
"""
PLACES = frozenset(_NAMED.split())
"""The country, its regions and their centres, in three languages; and the word itself."""
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


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
    """Not one of those that are tried first, in whatever layout and with whatever digits."""

    def validate(self, password: str, user: Worker | None = None) -> None:
        """Raises ValidationError with what is wrong with it."""
        super().validate(password, user)
        if _repeats(password.casefold()):
            raise ValidationError(gettext("This password repeats one word; think of more words."))
        word = _ENDS.sub("", password.casefold())
        if len(word) >= SHORTEST_WORD and (word in PLACES or self._known(word)):
            text = gettext("A well-known word or place is guessed soon, digits or not.")
            raise ValidationError(text)

    def _known(self, word: str) -> bool:
        """Whether a word, or the same keys in Latin letters, is tried first."""
        same_keys = _ENDS.sub("", word.translate(SAME_KEYS))
        return not self.passwords.isdisjoint({word, same_keys})

    def get_error_message(self) -> str:
        """What to avoid."""
        return gettext("Too many people use this password.")

    def get_help_text(self) -> str:
        """The same, before one types."""
        return gettext(
            "It is not one that many people use: no well-known word or place with digits, "
            "no word repeated."
        )


def _repeats(text: str) -> bool:
    """Whether it is one short part again and again, the last time perhaps cut off."""
    longest = min(len(text) // 2, settings.SHORTEST_PASSWORD - 1)
    return any((text[:size] * len(text))[: len(text)] == text for size in range(1, longest + 1))


class NotOnlyDigits(rules.NumericPasswordValidator):
    """Not digits alone."""

    def get_error_message(self) -> str:
        """What to avoid."""
        return gettext("This password is made of digits only.")

    def get_help_text(self) -> str:
        """The same, before one types."""
        return gettext("It has letters too.")
