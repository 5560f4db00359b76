"""The electrical ends of a device.

A contact pins the potential and exchanges carriers: J = q S n0 [exp(dF/kT) - 1] for each carrier, with n0 and p0 the
densities at the contact in equilibrium and dF the quasi-Fermi level above that of the electrode.
"""

from infradot.laws.contacts.ohmic import Ohmic
from infradot.laws.contacts.schottky import Schottky

Contact = Ohmic | Schottky

__all__ = ["Contact", "Ohmic", "Schottky"]
