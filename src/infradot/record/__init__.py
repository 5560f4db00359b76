"""What has been published: papers, devices and measurements, each value as printed and where.

How it was transcribed. A text is what the page shows: sub- and superscripts are set as characters, runs of spaces are
one space. Numbers, units and misprints stay as printed; a suspected misprint has a note and is never put right. What a
table leaves open ("NA") is kept as absent. A value of the running text is a measurement of its own beside that of the
table. A contradiction joins two values that cannot both be right as printed; what only physics objects to is not one.
"""

from infradot.record.amount import Amount
from infradot.record.chart_cells import efficiency_chart, threshold_chart
from infradot.record.chart_detectors import detectivity_chart, speed_chart
from infradot.record.charts import Chart
from infradot.record.citation import bibtex, reference
from infradot.record.load import load_record
from infradot.record.read import read_record
from infradot.record.record import Record
from infradot.record.schema import Caption, Condition, Device, Location, Measurement, Paper
from infradot.record.standing import Peer, Standing
from infradot.record.table_write import write_table

__all__ = [
    "Amount",
    "Caption",
    "Chart",
    "Condition",
    "Device",
    "Location",
    "Measurement",
    "Paper",
    "Peer",
    "Record",
    "Standing",
    "bibtex",
    "detectivity_chart",
    "efficiency_chart",
    "load_record",
    "read_record",
    "reference",
    "speed_chart",
    "threshold_chart",
    "write_table",
]
