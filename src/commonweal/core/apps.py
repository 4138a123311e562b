"""The app, as Django knows it."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class CoreConfig(AppConfig):
    """The door for writes, the journal, the gate for views, refusals and the clock."""

    name = "commonweal.core"
    label = "core"

    def ready(self) -> None:
        """Let each app declare its permissions, actions and sources, by name, as all start."""
        for config in apps.get_app_configs():
            for module in ("permissions", "actions", "sources"):
                name = f"{config.name}.{module}"
                if config.name.startswith("commonweal.") and find_spec(name):
                    import_module(name)
