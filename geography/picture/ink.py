"""The colours of the picture: dark for a chat at night, light for paper."""

from dataclasses import dataclass

from geography.border import Country

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Ink:
    """One colour for each thing; `faint` letters stand behind the rest, `halo` around letters."""

    beyond: Colour
    land: dict[Country, Colour]
    districts: Colour
    river: Colour
    danube: Colour
    border: Colour
    casing: Colour
    text: Colour
    village: Colour
    faint: Colour
    halo: Colour
    band: Colour
    open: Colour
    done: Colour
    on_open: Colour
    on_done: Colour
    rim: Colour
    observer: Colour
    crossing: Colour
    area: Colour


NIGHT = Ink(
    beyond=(11, 15, 21),
    land={"RS": (33, 45, 61), "RO": (50, 48, 64)},
    districts=(66, 76, 94),
    river=(66, 122, 178),
    danube=(40, 92, 148),
    border=(255, 214, 84),
    casing=(11, 15, 21),
    text=(240, 244, 250),
    village=(198, 207, 220),
    faint=(128, 142, 164),
    halo=(14, 19, 27),
    band=(11, 15, 21),
    open=(226, 44, 44),
    done=(148, 158, 174),
    on_open=(255, 255, 255),
    on_done=(11, 15, 21),
    rim=(255, 255, 255),
    observer=(92, 205, 255),
    crossing=(126, 224, 160),
    area=(255, 176, 66),
)

PAPER = Ink(
    beyond=(214, 216, 219),
    land={"RS": (246, 243, 233), "RO": (235, 241, 232)},
    districts=(186, 190, 186),
    river=(92, 148, 200),
    danube=(146, 190, 228),
    border=(122, 28, 120),
    casing=(255, 255, 255),
    text=(17, 24, 39),
    village=(62, 70, 84),
    faint=(140, 146, 150),
    halo=(255, 255, 255),
    band=(255, 255, 255),
    open=(200, 24, 24),
    done=(110, 118, 130),
    on_open=(255, 255, 255),
    on_done=(255, 255, 255),
    rim=(17, 24, 39),
    observer=(0, 96, 168),
    crossing=(16, 122, 62),
    area=(214, 120, 0),
)
