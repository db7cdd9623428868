"""The law as code: day and family in, assessment out.

Standard library only. No Django, no language, no clock; no file is opened but by `loader`.

    law = load(folder)
    assessment = assess(family, law)
"""

from calculator.rules.assessment import Assessment, assess
from calculator.rules.facts import FACTS, Family, Member
from calculator.rules.law import Law
from calculator.rules.loader import load

__all__ = ["FACTS", "Assessment", "Family", "Law", "Member", "assess", "load"]
