"""Every measurement that the file of one cell or detector may ask for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from infradot.files.detector_models import DetectorMeasure
from infradot.files.measure_models import AnyMeasure
from infradot.files.transient_models import TransientModel

MeasureModel = Annotated[AnyMeasure | DetectorMeasure | TransientModel, Field(discriminator="what")]
