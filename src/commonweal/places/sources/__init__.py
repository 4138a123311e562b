"""The sources of places, one declarative file each. Importing this makes them known."""

from commonweal.places.sources import boundaries, code_point_open

__all__ = ["boundaries", "code_point_open"]
