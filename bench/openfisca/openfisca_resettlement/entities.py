"""Who the measures are for: a person, and the family that moves together."""

from openfisca_core.entities import build_entity

Person = build_entity(key="person", plural="persons", label="Person", is_person=True)

Family = build_entity(
    key="family",
    plural="families",
    label="All the people who move together",
    roles=[
        {"key": "applicant", "plural": "applicants", "label": "Head of the family", "max": 1},
        {"key": "spouse", "plural": "spouses", "label": "Spouse"},
        {"key": "child", "plural": "children", "label": "Child"},
        {"key": "parent", "plural": "parents", "label": "Parent"},
        {"key": "other", "plural": "others", "label": "Another relative"},
    ],
)

entities = [Family, Person]
