"""Currents that are a tiny rest of what flows inside, against the same equations solved in forty digits."""

import numpy as np
import pytest

import infradot as idt
from complex_step import plain
from forty_digits import Wide, narrow, wide
from infradot.experiments.prepare import Prepared
from infradot.numerics.block_tridiagonal import solve
from infradot.numerics.conserving import factor_conserving
from infradot.solvers.newton import workspace
from infradot.transport.assembly import assemble
from infradot.transport.leaks import leaks
from infradot.units import q
from posed import ink

WIDE_GAP = {"band_gap": 2.9, "electron_affinity": 3.3}


def closed_cell(*interfaces, **changes) -> idt.Device:
    """An absorber between two layers over whose barriers hardly a carrier gets."""
    law = (idt.ShockleyReadHall(lifetime_n=1e-9, lifetime_p=1e-9),)
    return idt.Device(
        stack=idt.Stack(
            layers=(
                idt.Layer(name="front wall", thickness=30e-9, material=ink(**WIDE_GAP)),
                idt.Layer(name="ink", thickness=200e-9, material=ink(donors=1e22, recombination=law, **changes)),
                idt.Layer(name="back wall", thickness=30e-9, material=ink(**WIDE_GAP)),
            ),
            interfaces=interfaces,
        ),
        front=idt.Schottky(work_function=4.5),
        back=idt.Schottky(work_function=5.2),
    )


SUN = idt.Generation(position=np.array([30e-9, 130e-9, 230e-9]), rate=np.array([3e29, 1e29, 1e28]))


def in_forty_digits(steady, voltage: float, state, rounds: int = 5) -> tuple[float, float]:
    """Terminal current (A m^-2) of the state that solves the discrete equations, and what is still missing in them.

    Newton's method with the Jacobian of double precision; every residual is evaluated in forty digits.
    """
    problem = steady.problem
    nodes, phi = problem.nodes, problem.electrodes(voltage)
    work = workspace(nodes)
    residual, lower, diag, upper, pivot, ratio, scratch, leak = work
    here = wide(state)
    here[:, :3] += here[:, 3:]
    generation, electrodes = wide(steady.generation), wide(phi)
    for _ in range(rounds):
        high = narrow(here[:, :3])
        here[:, 3:] = wide(0.0 * high)
        blocks = [wide(np.zeros_like(x)) for x in (residual, lower, diag, upper, scratch)]
        _, current = plain(assemble)(problem.arrays, here, generation, electrodes, *blocks)
        missing = narrow(blocks[0])
        rounded = np.concatenate((high, narrow(here[:, :3] - wide(high))), axis=1)
        assemble(problem.arrays, rounded, steady.generation, phi, residual, lower, diag, upper, scratch)
        leaks(problem.arrays, rounded, phi, diag, scratch, 0.0, 0.0, 0.0, leak)
        factor_conserving(lower, diag, upper, leak, pivot, ratio)
        step = missing.copy()
        solve(lower, pivot, ratio, step)
        here[:, :3] -= wide(step)
    return problem.anode_sign * q * float(Wide(current)), q * np.abs(missing[:, 1:]).sum()


CELLS = {
    "boltzmann": closed_cell(),
    "fermi-dirac": closed_cell(statistics=idt.FermiDirac()),
    "gaussian": closed_cell(statistics=idt.GaussianDisorder(width_n=0.05, width_p=0.05)),
    "sheet": closed_cell(idt.Interface(between=("ink", "back wall"), velocity_n=1e2, velocity_p=1e3)),
    "step": closed_cell(
        idt.Interface(between=("ink", "back wall"), velocity_n=1e2, velocity_p=1e3, emission_n=1e4, emission_p=1e3)
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_current_far_below_what_flows_inside_is_right_to_a_millionth(name):
    steady = Prepared(CELLS[name]).steady(generation=SUN)
    for voltage in (-0.5, 0.3):
        current = steady.at(voltage)
        assert abs(current) < 1e-8 * np.abs(steady.currents()).max()
        exact, missing = in_forty_digits(steady, voltage, steady.state)
        assert missing < 1e-9 * abs(exact)
        assert current == pytest.approx(exact, rel=1e-6)
        assert np.ptp(steady.current_along()) < 1e-6 * abs(current)
