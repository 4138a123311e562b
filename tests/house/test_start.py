"""Starting is light: what only imports and maps need is loaded when they begin."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from commonweal.intake.source import SOURCES, Named

HEAVY = (
    "duckdb",
    "httpx",
    "ibis",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pyproj",
    "shapely",
    "sqlglot",
)
START = f"""
import sys, django
django.setup()
import commonweal.config.urls
print(*[name for name in {HEAVY} if name in sys.modules])
"""


@pytest.mark.database  # its process has the settings of the database under test
class TestStart:
    def test_loads_neither_the_engine_nor_geometry(self) -> None:
        command = [sys.executable, "-c", START]

        done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True)

        assert done.stdout.split() == []


class TestDeclarations:
    @pytest.mark.parametrize("name", sorted(SOURCES))
    def test_name_a_loader_that_is_there(self, name: str) -> None:
        source = SOURCES[name]

        for said in (source.loader, source.depends):
            assert not isinstance(said, Named) or callable(said.meant)
