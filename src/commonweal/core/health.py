"""Whether this process lives, and whether it can do its work. For monitors and load balancers."""

from __future__ import annotations

import os

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from commonweal.core.gates import GatedView


def database_answers() -> bool:
    """The database can be asked."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        return False


def migrations_are_applied() -> bool:
    """The database has every table that this version of the code expects."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def home_is_writable() -> bool:
    """Imports, uploads and keys can be kept."""
    return os.access(settings.HOME, os.W_OK)


class Alive(GatedView):
    """The process answers. Asks nothing else, so that a slow database gets no process killed."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """One word."""
        return HttpResponse("alive\n", content_type="text/plain")


class Ready(GatedView):
    """The process can serve: 200, or 503 with what is wrong."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each thing needed, and whether it is there."""
        found = {
            "database": database_answers(),
            "migrations": migrations_are_applied(),
            "home": home_is_writable(),
        }
        return JsonResponse(
            {"ready": all(found.values()), **found},
            status=200 if all(found.values()) else 503,
            headers={"Cache-Control": "no-store"},
        )
