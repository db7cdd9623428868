"""The pages that search engines should know, each in all languages."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from calculator.law import current
from calculator.rulebook.pages import INDEX, PAGES


class Entry(NamedTuple):
    """A page by the name of its address; `legal` where it shows the law's data."""

    name: str
    about: Mapping[str, str] = {}
    legal: bool = True


class Pages(Sitemap):
    """Every public page that is not about one family."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[Entry]:
        """The pages, whatever their language."""
        return entries()

    def location(self, item: Entry) -> str:
        """The address of a page in the language that is switched on."""
        return reverse(item.name, kwargs=dict(item.about))

    def lastmod(self, item: Entry) -> date | None:
        """The day on which the law's data was last compared with its sources."""
        return last_checked() if item.legal else None


def entries() -> list[Entry]:
    """All pages there are under the law as it is."""
    law = current()
    return [
        *(Entry(name, legal=False) for name in ("home", "calculate")),
        Entry("rules:index"),
        *(Entry("rules:page", {"slug": slug}) for slug in PAGES if slug != INDEX),
        *(Entry("rules:page", {"slug": each.code}) for each in law.measures),
        Entry("regions:index"),
        *(Entry("regions:region", {"slug": slug}) for slug in law.regions),
        Entry("about:index"),
        *(Entry(name, legal=False) for name in ("developers", "sharing:links")),
    ]


def last_checked() -> date | None:
    """The latest day on which a source was looked at; None where no source has one."""
    days = (source.checked for source in current().sources.values())
    return max(filter(None, days), default=None)
