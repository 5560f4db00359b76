"""Two carriers injected at once: the exact drift theory and its limits, as other simulators pose them."""

import numpy as np
import pytest
from scipy.special import gammaln

import infradot as idt
from infradot.units import epsilon_0, q
from posed import stacked

THICKNESS, PERMITTIVITY = 2e-6, 22.0


def between_two_metals(mobility_n: float, mobility_p: float, coefficient: float) -> idt.Device:
    """SIMsalabim's test 3 (gap 1 eV, metals at both bands, 1e26 states), ten times as thick.

    At its 200 nm and 1e-20 m3/s the plasma would be denser than the metals can supply, in SIMsalabim's curve too.
    """
    material = idt.Material(
        name="insulator", band_gap=1.0, electron_affinity=3.0, relative_permittivity=PERMITTIVITY,
        effective_dos_n=1e26, effective_dos_p=1e26, mobility_n=mobility_n, mobility_p=mobility_p,
        recombination=(idt.Radiative(coefficient=coefficient),),
    )  # fmt: skip
    return stacked(
        ("insulator", THICKNESS, material), front=idt.Schottky(work_function=3.0), back=idt.Schottky(work_function=4.0)
    )


def measured_mobility(device: idt.Device) -> float:
    """mu of J = 9/8 eps mu V^2/L^3 without diffusion and built-in voltage, m^2/Vs.

    d sqrt(J)/dV does not see a constant voltage; diffusion's share falls as V^(-2/3), extrapolated from 10 and 20 V.
    """
    voltage = np.array([10.0, 10.01, 20.0, 20.02])
    root = np.sqrt(idt.jv(device, voltage=voltage).current_density)
    low, high = ((np.diff(root) / np.diff(voltage))[::2]) ** 2
    coefficient = high + (high - low) / (2 ** (2 / 3) - 1)
    return coefficient / (9 / 8 * PERMITTIVITY * epsilon_0 / THICKNESS**3)


def effective_mobility(mobility_n: float, mobility_p: float, coefficient: float) -> float:
    """R. H. Parmenter and W. Ruppel, J. Appl. Phys. 30, 1548 (1959), bimolecular recombination and no traps."""
    unit = PERMITTIVITY * epsilon_0 * coefficient / (2 * q)
    n, p = mobility_n / unit, mobility_p / unit
    logarithm = 2 * (gammaln(1.5 * (n + p)) - gammaln(1.5 * n) - gammaln(1.5 * p)) + 3 * (
        gammaln(n) + gammaln(p) - gammaln(n + p)
    )
    return 4 / 9 * unit * n * p * np.exp(logarithm)


LANGEVIN = q / (PERMITTIVITY * epsilon_0)  # times the sum of the mobilities; P. Langevin (1903)


@pytest.mark.parametrize(
    ("mobility_n", "mobility_p", "coefficient"),
    [
        (1e-7, 1e-7, 1e-17),  # weak: a plasma
        (1e-7, 3e-8, 1e-17),
        (1e-7, 1e-7, LANGEVIN * 2e-7),
        (1e-7, 3e-8, LANGEVIN * 1.3e-7),
        (1e-7, 3e-8, LANGEVIN * 1.3e-5),  # strong: two currents that meet in a plane
    ],
)
def test_double_injection_has_the_mobility_of_parmenter_and_ruppel(mobility_n, mobility_p, coefficient):
    """1.0 to 1.6 % are left, the grid's: with four times the nodes 0.2 %."""
    expected = effective_mobility(mobility_n, mobility_p, coefficient)
    found = measured_mobility(between_two_metals(mobility_n, mobility_p, coefficient))
    assert found == pytest.approx(expected, rel=0.02)


def test_weak_recombination_is_the_plasma_of_rosenberg_and_lampert():
    """mu = 2/3 sqrt[4 pi q mu_n mu_p (mu_n + mu_p)/(eps B)]; J. Appl. Phys. 41, 508 (1970), SIMsalabim's test 3.

    At B = 1e-17 the formula itself is 1.3 % below the exact theory.
    """
    coefficient = 1e-17
    plasma = 2 / 3 * np.sqrt(4 * np.pi * q * 2e-21 / (PERMITTIVITY * epsilon_0 * coefficient))
    assert effective_mobility(1e-7, 1e-7, coefficient) == pytest.approx(plasma, rel=0.015)
    assert measured_mobility(between_two_metals(1e-7, 1e-7, coefficient)) == pytest.approx(plasma, rel=0.04)


def test_infinite_recombination_adds_the_two_mobilities():
    """The two one-carrier currents meet in a plane: mu = mu_n + mu_p, the other limit of Rosenberg and Lampert."""
    found = measured_mobility(between_two_metals(1e-7, 3e-8, LANGEVIN * 1.3e-4))
    assert found == pytest.approx(1.3e-7, rel=0.02)
