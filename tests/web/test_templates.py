"""Every template can be made, with all that it is made of."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Node, engines
from django.template.base import FilterExpression
from django.template.loader_tags import ExtendsNode, IncludeNode

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_made_of_templates_that_exist(name: str) -> None:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    for part in set(_parts(engine.get_template(name).nodelist)):
        engine.get_template(part)


def _parts(nodes: object) -> Iterator[str]:
    """Templates named word for word; a name in a variable is known when the page is made."""
    for node in nodes.get_nodes_by_type(Node):  # type: ignore[attr-defined]
        named = getattr(node, _NAMED.get(type(node), ""), None)
        if isinstance(named, FilterExpression) and isinstance(named.var, str):
            yield named.var


_NAMED = {ExtendsNode: "parent_name", IncludeNode: "template"}
