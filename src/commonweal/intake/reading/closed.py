"""How a data engine is kept from the network, while it reads and writes files of this machine."""

from __future__ import annotations

from pathlib import Path

# In this order: once nothing outside may be reached, what may be cannot be widened again. An
# address (http, s3, hf) is in no folder, and needs an extension that cannot be loaded or fetched.
CLOSED = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    f"SET allowed_directories = ['{Path.cwd().anchor}']",
    "SET extension_directory = '/dev/null/none'",
    "SET enable_external_access = false",
)
