"""The sources of places, one declarative file each. Importing this makes them known."""

from commonweal.places.sources import (
    area_names,
    boundaries,
    code_point_open,
    imd,
    lsoa_lookup,
    onspd,
)

__all__ = ["area_names", "boundaries", "code_point_open", "imd", "lsoa_lookup", "onspd"]
