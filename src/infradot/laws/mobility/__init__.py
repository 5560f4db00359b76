"""How a mobility depends on field and temperature.

Every kernel of this family has the signature ``(slope, c) -> (factor, dfactor_dslope)``: `slope` = abs(dpsi/dx) in
(kT/q)/m, `c` one row of coefficients (a tuple of 8 floats), `factor` what the mobility is multiplied by. The factor
falls to 1 without field, with no slope there, so that it is as smooth in the potentials as everything else.
The part that depends on temperature alone is `temperature_factor`; it multiplies the mobility once a device.
"""

from infradot.laws.mobility.constant import ConstantMobility
from infradot.laws.mobility.hopping import HoppingMobility

Mobility = ConstantMobility | HoppingMobility

__all__ = ["ConstantMobility", "HoppingMobility", "Mobility"]
