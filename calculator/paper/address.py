"""The address as a QR code."""

from io import BytesIO
from typing import Any

# Any of the eight patterns is read alike; to try them all is most of the work.
MASK = 3


def drawn(address: str) -> dict[str, Any]:
    """A picture (SVG) of the code and how many modules it is wide, its quiet border included.

    A seventh of it may be stained or creased (level M); where a finer level costs no room, more.
    """
    import segno

    code = segno.make(address, error="m", micro=False, mask=MASK)
    picture = BytesIO()
    code.save(picture, kind="svg", xmldecl=False, nl=False)
    return {"svg": picture.getvalue().decode(), "modules": code.symbol_size()[0]}
