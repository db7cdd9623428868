"""Assessments as they were: the document in three languages, packed with what it was made from."""

import json
import zlib
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from calculator import intake
from calculator.law import current
from calculator.rules import Family, assess
from calculator.rules.advice import consequences
from calculator.rules.records import LANGUAGES, Language
from calculator.staff.models import Case, Due, Snapshot, Worker
from calculator.wording import answers, document
from calculator.wording.figures import language

# What would follow from other facts is no part of an assessment that was made.
NOT_KEPT = ("changes", "question", "next_question", "destinations", "editions")


# A third of the time that zlib takes by itself, and a tenth more room.
QUICK = 2


class Made(NamedTuple):
    """A family under the law of now: its documents by language, and as they are stored."""

    family: Family
    told: dict[Language, dict[str, Any]]
    packed: dict[str, bytes]


def law_digest() -> str:
    """What the law's data is known by: another one whenever a file of it changes."""
    return current().digest


def family_of(facts: str) -> Family:
    """The family that the query of an address describes.

    Raises BadFacts, as the facts of another time may under the law of now.
    """
    return intake.understood(dict(parse_qsl(facts)), current(), timezone.localdate())


def made(family: Family) -> Made:
    """The assessment of a family by the law of now, in all languages."""
    law = current()
    assessment = assess(family, law)
    follows = consequences(assessment)
    told: dict[Language, dict[str, Any]] = {}
    packed = {}
    for code in LANGUAGES:
        with override(code):
            whole = document(assessment, law, follows)
            told[code] = {key: part for key, part in whole.items() if key not in NOT_KEPT}
            content = {"told": told[code], "answers": answers(family, law)}
        packed[f"told_{code}"] = _packed(content)
    return Made(family, told, packed)


def keep(case: Case, kind: Snapshot.Kind, assessment: Made, by: Worker) -> Snapshot:
    """Keep an assessment with its case, and let the case be found and counted by it."""
    summed = assessment.told["en"]
    kept = Snapshot.objects.create(
        case=case,
        kind=kind,
        made_at=timezone.now(),
        made_by=by,
        facts=intake.query(assessment.family),
        law=law_digest(),
        edition=summed["edition"],
        verdict=summed["verdict"],
        total_min=summed["total"]["min"],
        total_max=summed["total"]["max"],
        **assessment.packed,
    )
    _count(case, assessment)
    return kept


def described(case: Case, assessment: Made) -> None:
    """Set what a case is found by; it is not saved here."""
    family, told = assessment.family, assessment.told["en"]
    case.on, case.track = family.on, family.track
    case.origin, case.destination = family.origin, family.destination
    case.verdict = told["verdict"]
    case.total_min, case.total_max = told["total"]["min"], told["total"]["max"]


def _count(case: Case, assessment: Made) -> None:
    """What the figures add up: measures that are owed or may be, by month."""
    case.dues.all().delete()
    Due.objects.bulk_create(
        Due(case=case, measure=measure["code"], month=month, least=least, most=most)
        for measure in assessment.told["en"]["measures"]
        if measure["verdict"] != "not_eligible"
        for month, least, most in _monthly(measure)
    )


def _monthly(measure: dict[str, Any]) -> list[tuple[str | None, int, int]]:
    months = [(f"{each['month']}-01", each["min"], each["max"]) for each in measure["schedule"]]
    return [*months] or [(None, 0, 0)]


def of(case: Case) -> QuerySet[Snapshot]:
    """A case's assessments; of their documents only those in the active language are fetched."""
    others = [f"told_{code}" for code in LANGUAGES if code != language()]
    return case.snapshots.defer(*others)


def claimed(case: Case) -> Snapshot:
    """The assessment of what the family said. A case has one from the moment it is opened."""
    return of(case).filter(kind=Snapshot.Kind.CLAIMED).earliest("id")


def last_checked(case: Case) -> Snapshot | None:
    """The last assessment of what was found; None where nothing was checked yet."""
    return of(case).filter(kind=Snapshot.Kind.CHECKED).order_by("id").last()


def told(snapshot: Snapshot) -> dict[str, Any]:
    """The document as it was, in the active language."""
    return dict(_unpacked(snapshot)["told"])


def told_answers(snapshot: Snapshot) -> list[dict[str, str]]:
    """The family's answers as they were worded, in the active language."""
    return list(_unpacked(snapshot)["answers"])


def is_of_now(snapshot: Snapshot) -> bool:
    """Whether the law's data is still what this assessment was made with."""
    return snapshot.law == law_digest()


def _packed(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), QUICK)


def _unpacked(snapshot: Snapshot) -> dict[str, Any]:
    """What was kept in the active language; a page asks for more than one part of it."""
    code = language()
    known: dict[str, Any] = snapshot.__dict__.setdefault("_unpacked", {})
    if code not in known:
        known[code] = json.loads(zlib.decompress(bytes(getattr(snapshot, f"told_{code}"))))
    return dict(known[code])
