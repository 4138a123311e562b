"""The shapes that Reconciliation API 0.2 gives its answers, written down from the standard."""

from __future__ import annotations

from typing import Any

from jsonschema_rs import Draft202012Validator

TEXT = {"type": "string"}
NAMED = {"type": "string", "minLength": 1}
TYPE = {
    "type": "object", "required": ["id", "name"],
    "properties": {
        "id": NAMED, "name": NAMED,
        "broader": {"type": "array", "items": {"type": "object", "required": ["id", "name"]}},
    },
}  # fmt: skip
SERVICE = {
    "type": "object", "required": ["service_url", "service_path"],
    "properties": {
        "service_url": {"type": "string", "pattern": "^https?://[^/]+$"},
        "service_path": {"type": "string", "pattern": "^/"},
    },
}  # fmt: skip
TEMPLATE = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}.*"}
MANIFEST = {
    "type": "object", "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        "name": NAMED, "identifierSpace": {"type": "string", "format": "uri"},
        "schemaSpace": {"type": "string", "format": "uri"},
        "documentation": {"type": "string", "format": "uri"},
        "defaultTypes": {"type": "array", "items": TYPE, "uniqueItems": True},
        "view": {"type": "object", "required": ["url"], "properties": {"url": TEMPLATE}},
        "preview": {
            "type": "object", "required": ["url", "width", "height"],
            "properties": {
                "url": TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"},
            },
        },
        "suggest": {
            "type": "object", "additionalProperties": SERVICE,
            "required": ["entity", "property", "type"],
        },
        "extend": {
            "type": "object", "required": ["propose_properties"],
            "properties": {"propose_properties": SERVICE, "property_settings": {"type": "array"}},
        },
        "batchSize": {"type": "integer", "minimum": 1},
    },
}  # fmt: skip
CANDIDATE = {
    "type": "object", "required": ["id", "name", "score"],
    "properties": {
        "id": NAMED, "name": NAMED, "description": TEXT, "match": {"type": "boolean"},
        "score": {"type": "number"}, "type": {"type": "array", "items": TYPE},
        "features": {
            "type": "array",
            "items": {
                "type": "object", "required": ["id", "value"],
                "properties": {"id": NAMED, "value": {"type": ["number", "boolean"]}},
            },
        },
    },
    "additionalProperties": False,
}  # fmt: skip
RESULTS = {
    "type": "object",
    "additionalProperties": {
        "type": "object", "required": ["result"],
        "properties": {"result": {"type": "array", "items": CANDIDATE}},
    },
}  # fmt: skip
SUGGESTIONS = {
    "type": "object", "required": ["result"],
    "properties": {
        "result": {
            "type": "array",
            "items": {
                "type": "object", "required": ["id", "name"],
                "properties": {
                    "id": NAMED, "name": NAMED, "description": TEXT,
                    "notable": {"type": "array", "items": TYPE},
                },
                "additionalProperties": False,
            },
        }
    },
}  # fmt: skip
DAY = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$"
CELL = {
    "oneOf": [
        {"type": "object", "additionalProperties": False, "required": [kind],
         "properties": {kind: shape}}
        for kind, shape in {
            "str": TEXT, "int": {"type": "integer"}, "float": {"type": "number"},
            "date": {"type": "string", "pattern": DAY},
        }.items()
    ]
}  # fmt: skip
EXTENSION = {
    "type": "object", "required": ["meta", "rows"],
    "properties": {
        "meta": {
            "type": "array",
            "items": {
                "type": "object", "required": ["id", "name"],
                "properties": {"id": NAMED, "name": NAMED},
            },
        },
        "rows": {
            "type": "object",
            "additionalProperties": {
                "type": "object", "additionalProperties": {"type": "array", "items": CELL},
            },
        },
    },
}  # fmt: skip
PROPOSAL = {
    "type": "object", "required": ["type", "properties"],
    "properties": {
        "type": TEXT,
        "properties": {
            "type": "array",
            "items": {
                "type": "object", "required": ["id", "name"],
                "properties": {"id": NAMED, "name": NAMED},
            },
        },
        "limit": {"type": "integer"},
    },
}  # fmt: skip


def keeps_to(shape: dict[str, Any], body: Any) -> list[str]:
    """What is wrong with a body, by the standard."""
    validator = Draft202012Validator(shape, validate_formats=True)
    return [str(problem) for problem in validator.iter_errors(body)]
