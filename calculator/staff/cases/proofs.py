"""Which papers prove which fact of a case, and which facts must be looked at before a decision."""

from calculator.law import current
from calculator.rules import Family, assess
from calculator.rules.advice import Needed, proofs, provable
from calculator.staff.cases.checking import claimed_family
from calculator.staff.models import Case
from calculator.wording import answers


def papers_by_fact(family: Family) -> dict[str, tuple[Needed, ...]]:
    """The papers that prove each fact asked of a family; facts that none proves are absent."""
    law = current()
    asked = {each["fact"] for each in answers(family, law)}
    found = proofs(provable(assess(family, law)))
    return {fact: papers for fact, papers in found.items() if fact in asked}


def to_look_at(case: Case) -> set[str]:
    """The facts of a case that papers can prove. Raises BadFacts, see `claimed_family`."""
    return set(papers_by_fact(claimed_family(case)))
