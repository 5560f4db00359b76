"""The electrical ends of a device.

A contact pins the potential and exchanges carriers: J = q S n0 [exp(dF/kT) - 1] for each carrier, with n0 and p0 the
densities at the contact in equilibrium and dF the quasi-Fermi level above that of the electrode.

A field at the contact may ease the passage: S is multiplied by one factor for both directions, so that no law moves
charge at equilibrium. Every kernel of these injection laws has the signature
``(slope, c) -> (factor, dfactor_dslope)``: `slope` = dpsi/dx in (kT/q)/m, positive where it pulls the carrier from the
metal into the device, `c` one row of coefficients (a tuple of 8 floats). Where the field pulls the other way, the
factor is 1 and its derivative 0, joined without a kink. It never exceeds exp(barrier/kT): no barrier falls below zero.
"""

from infradot.laws.contacts.field_enhanced import FieldEnhanced
from infradot.laws.contacts.image_force import ImageForce
from infradot.laws.contacts.ohmic import Ohmic
from infradot.laws.contacts.schottky import Injection, Schottky

Contact = Ohmic | Schottky

# the code of a contact whose exchange knows no field
NO_INJECTION = -1

__all__ = ["NO_INJECTION", "Contact", "FieldEnhanced", "ImageForce", "Injection", "Ohmic", "Schottky"]
