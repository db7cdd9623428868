"""The data as it stands in the files, read without the calculator's own loaders."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "calculator"
DATA = FOLDER / "regions" / "data"
LAW = FOLDER / "law"
TRACKS = ("resettler", "kandas")


@cache
def kept(path: Path) -> dict[str, Any]:
    """One file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def arrivals() -> list[dict[str, Any]]:
    """Who came, a block a year."""
    return list(kept(DATA / "arrivals.toml")["arrivals"])


def balance() -> dict[str, dict[int, int]]:
    """The rural migration balance of each region by year; of the country under «»."""
    table = kept(DATA / "balance.toml")["balance"]
    blocks = {"": table["country"], **{block["slug"]: block for block in table["region"]}}
    return {
        slug: dict(enumerate(block["people"], block["first"])) for slug, block in blocks.items()
    }


def quotas() -> dict[tuple[int, str], dict[str, int]]:
    """Places by year and track."""
    blocks = kept(LAW / "quotas.toml")["quota"]
    return {(block["year"], block["track"]): block["places"] for block in blocks}


def listed(name: str) -> set[str]:
    """The regions of one of the law's lists; there is one entry of each."""
    (found,) = [each for each in kept(LAW / "entitlement.toml")["list"] if each["name"] == name]
    (entry,) = found["entry"]
    return set(entry["regions"])


def sources() -> dict[str, dict[str, Any]]:
    """The sources by code."""
    return {block["code"]: block for block in kept(LAW / "sources.toml")["source"]}


def names(language: str) -> dict[str, str]:
    """The regions' names by slug."""
    return {
        block["slug"]: block["name"][language] for block in kept(LAW / "regions.toml")["region"]
    }


def written(number: int) -> str:
    """A number as pages write it: groups of three, and a true minus."""
    return f"{number:,}".replace(",", "\u00a0").replace("-", "−")
