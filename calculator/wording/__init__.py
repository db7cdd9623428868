"""An assessment in words: sentences, money, dates and citations in the active language.

The page, the paper and the JSON all speak from here. Nothing is worked out here.
"""

from calculator.wording.document import document, links, measured, so_far
from calculator.wording.facts import answers, regions
from calculator.wording.faults import fault_text, faults_document

__all__ = [
    "answers",
    "document",
    "fault_text",
    "faults_document",
    "links",
    "measured",
    "regions",
    "so_far",
]
