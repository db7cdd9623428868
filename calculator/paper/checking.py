"""What stands on the checked summary: the family's paper, of the checked facts, and the check."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from calculator.paper.content import address_of, content_of, signatures
from calculator.paper.signs import SUBSTITUTE, legible
from calculator.wording.figures import day

Check = Mapping[str, Any]
Part = dict[str, Any]


def content_of_checked(
    told: Mapping[str, Any], answers: Sequence[Mapping[str, str]], check: Check
) -> Part:
    """The whole paper. `told` and `answers` are of the checked facts."""
    printed = legible(check)
    looked_at = {each["title"] for each in check["findings"]}
    marked = [{**each, "checked": each["title"] in looked_at} for each in answers]
    content = content_of(told, marked, check["address"])
    title, _stands = headed(check["decided"])
    return content | {
        "title": title,
        "total": content["total"] | {"text": check["meaning"]},
        "address": address_of_case(check["address"]),
        "foot": content["foot"] | {"on": printed["reference"]},
        "sign": signatures(),
        "check": _check(printed),
        "lost": lost_signs(printed),
    }


def headed(decided: bool) -> tuple[str, str]:
    """What the paper is called, and what stands before the state of its case."""
    if decided:
        return gettext("Checked summary of support"), gettext("Result of the check")
    return gettext("Unfinished check: nothing is decided yet"), gettext("State of the case")


def _check(check: Check) -> Part:
    on = day(date.fromisoformat(check["checked_on"]))
    return {
        "opening": opening(check, (gettext("Day of the check"), on))
        | {"decision": {"title": headed(check["decided"])[1], "text": check["decision"]}}
        | {"reasons": {"title": gettext("Reason"), "texts": check["reasons"]}},
        "unlooked": _unlooked(check["unlooked"]),
        "findings": _findings(check["findings"]),
        "note": {"title": gettext("From the specialist"), "text": check["note"]},
        "seal": _seal(check["seal"]),
    }


def opening(check: Check, dated: tuple[str, str]) -> Part:
    """Which case it is, who worked on it where and when, and whose it is where that is known."""
    person = check["person"] or {}
    facts = (
        (gettext("Career centre"), check["centre"]),
        (gettext("Specialist"), check["specialist"]),
        dated,
        (gettext("Name"), person.get("name")),
        (gettext("IIN"), person.get("iin")),
    )
    return {
        "reference": {"title": gettext("Reference"), "text": check["reference"]},
        "facts": [{"title": title, "text": text} for title, text in facts if text],
    }


def _unlooked(titles: Sequence[str]) -> Part:
    """What papers prove and nobody has looked at; the text is empty where there is nothing."""
    text = gettext("These count as the family said them: %(facts)s.")
    return {
        "title": gettext("Not looked at yet"),
        "text": text % {"facts": "; ".join(titles)} if titles else "",
    }


def _findings(findings: Sequence[Check]) -> Part:
    return {
        "title": gettext("What was checked"),
        "columns": [
            gettext("Question"),
            gettext("What the family said"),
            gettext("What was found"),
            gettext("Papers that prove it"),
        ],
        "rows": [_finding(each) for each in findings],
    }


def _finding(each: Check) -> Part:
    """A fact looked at; one that was corrected stands out."""
    corrected = each["corrected"]
    return {
        "title": each["title"],
        "claimed": each["claimed"],
        "outcome": each["outcome"],
        "corrected": " ".join([gettext("Corrected to:"), corrected]) if corrected else "",
        "papers": "; ".join(each["papers"]),
        "stands_out": bool(each["different"] or corrected),
    }


def _seal(seal: str) -> Part:
    return {
        "title": gettext("Seal"),
        "text": seal,
        "why": gettext(
            "Whoever doubts this sheet can enter the reference and this seal at the desk, "
            "and sees what the sheet must say."
        ),
    }


def address_of_case(address: str) -> Part:
    """Where the case stands, and that not everyone can open it."""
    return address_of(
        address,
        title=gettext("Address of the case (it opens only for those who may see it)"),
        alt=gettext("QR code with the address of the case"),
    )


def lost_signs(content: object) -> str | None:
    """What stands for the signs that could not be printed, where there are such."""
    if SUBSTITUTE not in str(content):
        return None
    return gettext("%(sign)s stands for a sign that cannot be printed here.") % {
        "sign": SUBSTITUTE
    }
