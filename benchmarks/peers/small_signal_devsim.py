"""Small signals in devsim: its own alternating-current solve, with the electrons on every trap level as an unknown.

The equations are those of `with_devsim`, to which come what carriers and traps store in time and a voltage source at
the back contact. A trap level exchanges electrons with one band and holes with the other at rates of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from peers.with_devsim import DENSITY, Devsim, devsim, silence

SOURCE, TERMINAL = "V1", "terminal"
NET_SRH = "(Electrons*Holes - Ni2)/(Tau_p*(Electrons + Ni2^0.5) + Tau_n*(Holes + Ni2^0.5))"


class AlternatingDevsim(Devsim):
    """A posed case on given nodes, with contacts that hold the densities of equilibrium.

    Parameters
    ----------
    position, columns
        As for `Devsim`.
    traps : sequence of dict
        Levels of the second layer.
    """

    def __init__(self, position: np.ndarray, columns: dict[str, np.ndarray], traps: Sequence[dict] = ()) -> None:
        # only one device at a time: devsim solves all that there are together
        for name in devsim.get_device_list():
            devsim.delete_device(device=name)
            devsim.delete_mesh(mesh=name)
        if TERMINAL not in devsim.get_circuit_node_list():
            devsim.circuit_element(name=SOURCE, n1=TERMINAL, n2="0", value=0.0, acreal=1.0, acimag=0.0)
        devsim.circuit_alter(name=SOURCE, value=0.0)
        self._light = 0.0
        super().__init__(position, columns, list(traps))

    def _levels(self) -> list[tuple[str, dict, str, str]]:
        """Name of the filled share, the trap, and what electrons and holes lose to it."""
        found = []
        for i, trap in enumerate(self.traps):
            f, n1, p1 = f"Filled{i}", f"Nc*exp(-{trap['depth']}/V_t)", f"Nv*exp(({trap['depth']} - Gap)/V_t)"
            caught_n = f"{trap['capture_n']}*(Electrons*(1 - {f}) - {n1}*{f})"
            caught_p = f"{trap['capture_p']}*(Holes*{f} - {p1}*(1 - {f}))"
            found.append((f, trap, caught_n, caught_p))
        return found

    def _equations(self) -> None:
        levels = self._levels()
        names = [f for f, *_ in levels]
        for i, (_, _, full, _) in enumerate(self._trap_terms("Electrons", "Holes")):
            self._node_model(f"Start{i}", full)
            self._nodes(names[i], np.array(devsim.get_node_model_values(**self.at, name=f"Start{i}")))
        charge = "".join(
            f" - Ink*{trap['density']}*{f}" if trap["kind"] == "acceptor" else f" + Ink*{trap['density']}*(1 - {f})"
            for f, trap, _, _ in levels
        )
        lost_n = "".join(f" + Ink*{trap['density']}*{rate}" for _, trap, rate, _ in levels)
        lost_p = "".join(f" + Ink*{trap['density']}*{rate}" for _, trap, _, rate in levels)
        state = ("Electrons", "Holes", *names)
        self._node_model("Charge", f"-q*(Holes - Electrons + Doping{charge})", *state)
        self._node_model("Loss_n", f"-q*({NET_SRH}{lost_n} - Light)", *state)
        self._node_model("Loss_p", f"q*({NET_SRH}{lost_p} - Light)", *state)
        self._node_model("Stored_n", "-q*Electrons", "Electrons")
        self._node_model("Stored_p", "q*Holes", "Holes")
        self._equation("Poisson", "Potential", "Charge", "Displacement", "log_damp")
        for name, variable, end in (("Continuity_n", "Electrons", "n"), ("Continuity_p", "Holes", "p")):
            devsim.equation(
                **self.at, name=name, variable_name=variable, node_model=f"Loss_{end}", edge_model=f"Flux_{end}",
                time_node_model=f"Stored_{end}", variable_update="positive",
            )  # fmt: skip
        for f, _, rate_n, rate_p in levels:
            self._node_model(f"Rate_{f}", f"{rate_p} - {rate_n}", "Electrons", "Holes", f)
            self._node_model(f"Stored_{f}", f, f)
            devsim.equation(
                **self.at, name=f"Level_{f}", variable_name=f, node_model=f"Rate_{f}", time_node_model=f"Stored_{f}"
            )
        self._names = (*self._start, "Potential", *names)

    def _contacts(self) -> None:
        super()._contacts()
        where = {"device": self.at["device"], "contact": "back"}
        model = "back_driven"
        devsim.contact_node_model(
            **where, name=model, equation=f"Potential - ({float(self._neutral[-1])!r} + {TERMINAL})"
        )
        devsim.contact_node_model(**where, name=f"{model}:Potential", equation="1")
        devsim.contact_node_model(**where, name=f"{model}:{TERMINAL}", equation="-1")
        devsim.contact_equation(
            **where, name="Poisson", node_model=model, edge_charge_model="Displacement", circuit_node=TERMINAL
        )
        for name, variable, flux in (("Continuity_n", "Electrons", "Flux_n"), ("Continuity_p", "Holes", "Flux_p")):
            density = f"{float(self._start[variable][-1])!r}"
            self._contact("back", name, variable, density, edge_current_model=flux, circuit_node=TERMINAL)
        for i, f in enumerate(self._names[3:]):
            for contact in ("front", "back"):
                at = {"device": self.at["device"], "contact": contact}
                devsim.contact_equation(**at, name=f"Level_{f}", node_model=f"Rate_Filled{i}")

    def admittance(self, voltage: float, frequency: np.ndarray, light: float = 0.0) -> np.ndarray:
        """Complex admittance (S m^-2) at frequencies (Hz), at a voltage reached in steps of 0.05 V from where it is."""
        with silence():
            if light != self._light:
                for share in np.logspace(-9, 0, 10):  # levels follow a sudden light too slowly for Newton's method
                    shone = [light * share * float(g) / DENSITY for g in self.columns["G"]]
                    devsim.set_node_values(**self.at, name="Light", values=shone)
                    self._solve()
                self._light = light
            at = devsim.get_circuit_node_value(node=TERMINAL, solution="dcop")
            for v in np.linspace(at, voltage, max(1, round(abs(voltage - at) / 0.05)) + 1)[1:]:
                devsim.circuit_alter(name=SOURCE, value=float(v))
                self._solve()
        return self.alternating(frequency)

    def alternating(self, frequency: np.ndarray) -> np.ndarray:
        """Complex admittance (S m^-2) at frequencies (Hz) about the state that was solved last."""
        found = []
        with silence():
            for f in frequency:
                devsim.solve(type="ac", frequency=float(f))
                real, imaginary = (
                    devsim.get_circuit_node_value(node=f"{SOURCE}.I", solution=f"ssac_{part}")
                    for part in ("real", "imag")
                )
                found.append(-complex(real, imaginary))
        return np.array(found)
