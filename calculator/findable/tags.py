"""What the frame of a page needs in more than one place."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_block_tag
def once(content: str) -> SafeString:
    """A block's text, to be said again: `{% once as name %}{% block … %}…{% endonce %}`.

    It was escaped where it was made; only a quotation mark would end an attribute.
    """
    return mark_safe(content.strip(" \r\n\t").replace('"', "&quot;"))  # noqa: S308
