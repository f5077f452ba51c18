"""The bytes of an order: a picture or a document."""

from geography.picture.scene import Scene
from views.documents import handover_sheets, maps
from views.orders import Order


def made(order: Order) -> bytes:
    """A PNG of a scene, a PDF of a sheet; at the most a second of one core."""
    if isinstance(order, Scene):
        return maps.picture(order)
    return handover_sheets.page(order)
