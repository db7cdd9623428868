"""Changes to the law's data as a feed (Atom, RFC 4287): one entry for each day."""

from datetime import date, datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from calculator.law import current
from calculator.rulebook.addresses import of_page
from calculator.rulebook.pages import page
from calculator.wording.figures import day, language

Day = dict[str, Any]


class Changes(Feed):  # type: ignore[type-arg]  # only the stubs know of arguments
    """What changed and when. The days come from the data, never from the clock."""

    feed_type = Atom1Feed
    author_name = "Qonys"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The feed. A change known beforehand lies ahead, and nothing was modified then."""
        self.language = language()
        response: HttpResponse = super().__call__(request, *args, **kwargs)
        del response.headers["Last-Modified"]
        return response

    def title(self) -> str:
        """The name of the feed."""
        what = gettext("changes to the rules of support for families who move")
        return f"Qonys: {what}"

    def subtitle(self) -> str:
        """What it is about."""
        return gettext("Figures, conditions, quotas and acts, by the day from which they count.")

    def link(self) -> str:
        """The page that says the same."""
        return of_page("changes")

    def items(self) -> list[Day]:
        """Every day, the newest first."""
        found = page("changes", current(), timezone.localdate())
        return list(found["days"]) if found else []

    def item_title(self, item: Any) -> SafeString:
        """The day in words."""
        words = gettext("New rules from %(day)s") if item["edition"] else "%(day)s"
        return SafeString(words % {"day": day(date.fromisoformat(item["on"]))})

    def item_description(self, item: Any) -> str:
        """What changed, as a list."""
        changed = [(each["text"],) for each in item["changes"]] or [
            (gettext("The first day whose rules we know."),)
        ]
        return f"<ul>{format_html_join('', '<li>{}</li>', changed)}</ul>"

    def item_link(self, item: Any) -> str:
        """The day's place on the page of changes."""
        return of_page("changes", item["on"])

    def item_pubdate(self, item: Any) -> datetime:
        """The day itself, where Kazakhstan's clocks turn to it."""
        first = datetime.combine(date.fromisoformat(item["on"]), time.min)
        return timezone.make_aware(first)

    item_updateddate = item_pubdate
