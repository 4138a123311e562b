"""Brings sources of organisations into the register: one way for all of them.

A source says how its tables become ``Shapes``; here it is decided which organisations concern the
place, what has changed since the snapshot that is applied, which organisation each record is
about, and only that is written, with bulk statements.
"""

from commonweal.sector.loading.loader import organisations

__all__ = ["organisations"]
