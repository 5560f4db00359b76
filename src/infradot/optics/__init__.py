"""Light in a stack: the transfer matrix, where light is absorbed, and where emitted light goes."""

from infradot.optics.emission import (
    emission_shares,
    escape_probability,
    hemispherical_absorptance,
    radiative_rate,
    thermal_collection,
)
from infradot.optics.light_range import absorption_edge, optical_range, split_light
from infradot.optics.response import StackResponse, response
from infradot.optics.transfer_matrix import ManyOptics, Optics, solve, solve_many

__all__ = [
    "ManyOptics",
    "Optics",
    "StackResponse",
    "absorption_edge",
    "emission_shares",
    "escape_probability",
    "hemispherical_absorptance",
    "optical_range",
    "radiative_rate",
    "response",
    "solve",
    "solve_many",
    "split_light",
    "thermal_collection",
]
