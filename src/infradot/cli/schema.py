"""`infradot schema`: the device file as JSON Schema."""

from __future__ import annotations

import json

from infradot.cli.options import command
from infradot.cli.reply import Reply


@command("schema", short_help="Print the JSON Schema of the device file, for editors.")
def schema() -> Reply:
    """Print the JSON Schema of the device file, for editors that complete and check TOML."""
    from infradot.files import schema as schema_of_files

    found = schema_of_files()
    return Reply(result=found, show=(json.dumps(found, indent=2, ensure_ascii=False),))
