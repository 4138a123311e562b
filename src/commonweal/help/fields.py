"""Fields whose values are sealed before they reach the database, and opened when they are read."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from commonweal.help.sealing import seal, unseal


class SealedText(models.TextField[str, str]):
    """A text that the database, its copies and its back-ups hold sealed. Cannot be searched."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """The text, opened."""
        return value if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> Any:
        """The text, sealed."""
        value = super().get_prep_value(value)
        return value if value is None else seal(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """No question may be asked of sealed values but whether there is one."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class SealedJSON(models.TextField[Any, Any]):
    """Lists and mappings of plain values, sealed like a text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """What was kept, opened; an empty one is the field's own empty."""
        return json.loads(unseal(value)) if value else self.get_default()

    def get_prep_value(self, value: Any) -> Any:
        """What is kept, sealed; nothing of an empty one."""
        return seal(json.dumps(value, ensure_ascii=False)) if value else ""

    def to_python(self, value: Any) -> Any:
        """As it is: forms hand over plain values."""
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        """No question may be asked of sealed values but whether there is one."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> Any:
        """What is written out of it."""
        return json.dumps(self.value_from_object(obj))
