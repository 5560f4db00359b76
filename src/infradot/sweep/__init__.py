"""Many devices at once: parameters varied over a grid or drawn in a box, every point a row that is kept as it comes.

>>> import infradot as idt
>>> device = idt.load("examples/pbs_1230.toml")                              # doctest: +SKIP
>>> found = idt.sweep.run(                                                   # doctest: +SKIP
...     device,
...     vary={"layer.absorber.thickness": "200 nm:800 nm:13", "layer.absorber.film.exciton": "1000 nm:1400 nm:9"},
...     answer=idt.sweep.metrics("efficiency"),
...     out="map.sqlite",
... )
>>> found.best("efficiency")                                                 # doctest: +SKIP
"""

from infradot.sweep.answer import metrics
from infradot.sweep.axis import Axis
from infradot.sweep.result import FailedPoint, Sweep
from infradot.sweep.runner import load, run

__all__ = ["Axis", "FailedPoint", "Sweep", "load", "metrics", "run"]
