"""The device file: text to a device, a device to text, and a path to each number; every mistake told at once."""

from infradot.files.document import Document, load, loads, read
from infradot.files.measure import Measure
from infradot.files.paths import Parameter, change, get, parse_assignment, paths
from infradot.files.schema_json import schema
from infradot.files.write import dumps

__all__ = [
    "Document",
    "Measure",
    "Parameter",
    "change",
    "dumps",
    "get",
    "load",
    "loads",
    "parse_assignment",
    "paths",
    "read",
    "schema",
]
