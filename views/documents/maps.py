"""The map picture of a scene, in the letters of the other documents."""

from importlib.resources import as_file, files

from geography.picture import drawing
from geography.picture.scene import Scene


def picture(scene: Scene) -> bytes:
    """A PNG of `drawing.WIDTH` by `drawing.HEIGHT`; a tenth of a second of one core."""
    with as_file(files("views.documents").joinpath("fonts")) as folder:
        return drawing.draw(scene, folder)
