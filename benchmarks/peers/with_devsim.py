"""The posed heterojunction in devsim, by equations of our own in its symbolic language.

Densities and the potential on nodes, materials on nodes, permittivity and mobility on edges; the band edges enter the
Scharfetter-Gummel flux through an effective potential for each carrier. Contacts hold the densities of equilibrium.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from common import TEMPERATURE, TRAPS

NAME = "devsim"
Q, K, EPSILON_0 = 1.602176634e-19, 1.380649e-23, 8.8541878188e-12
VT = K * TEMPERATURE / Q
# m^-3: devsim does not wait for the relative error of numbers below 1e-10, here 1e8 m^-3, which carry no current
DENSITY = 1e18


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Nothing on the standard output, which devsim writes its iterations to."""
    sys.stdout.flush()
    kept, null = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(null)


def _find_math_library() -> None:
    """The wheel brings no BLAS: that of the ``mkl`` package does."""
    libraries = sorted((Path(sys.prefix) / "lib").glob("libmkl_rt.so*"))
    if libraries and "DEVSIM_MATH_LIBS" not in os.environ:
        os.environ["DEVSIM_MATH_LIBS"] = str(libraries[-1])


_find_math_library()
with silence():
    import devsim

VARIABLES = ("Potential", "Electrons", "Holes")
BAND_N = "(Potential{0} + Affinity{0} + V_t*log(Nc{0}))"
BAND_P = "(Potential{0} + Affinity{0} + Gap{0} - V_t*log(Nv{0}))"


class Devsim:
    """The case on given nodes; arguments as for `Sesame`.

    `traps` may also be a list of levels in the second layer; the contacts may have a finite exchange velocity (m/s).
    """

    def __init__(
        self,
        position: np.ndarray,
        columns: dict[str, np.ndarray],
        traps: bool | Sequence[dict],
        velocity: float | None = None,
    ) -> None:
        self.at = {"device": f"cell{id(self)}", "region": "film"}
        self.velocity = velocity
        self.columns = columns
        self.traps = [
            trap
            | {"density": trap["density"] / DENSITY}
            | {key: trap[key] * DENSITY for key in ("capture_n", "capture_p")}
            for trap in (TRAPS if traps is True else traps or ())
        ]
        with silence():
            self._mesh(position)
            devsim.set_parameter(device=self.at["device"], name="V_t", value=VT)
            devsim.set_parameter(device=self.at["device"], name="q", value=Q * DENSITY)
            self._materials(columns)
            self._models()
            self._equilibrium(columns)
            self._equations()
            self._contacts()
            self._solve()
        self._dark = {name: devsim.get_node_model_values(**self.at, name=name) for name in VARIABLES}

    def _mesh(self, position: np.ndarray) -> None:
        name, last = self.at["device"], len(position) - 1
        devsim.create_1d_mesh(mesh=name)
        for i, x in enumerate(position):
            devsim.add_1d_mesh_line(mesh=name, pos=float(x), ps=1.0, tag=f"n{i}")
        devsim.add_1d_contact(mesh=name, name="front", tag="n0", material="metal")
        devsim.add_1d_contact(mesh=name, name="back", tag=f"n{last}", material="metal")
        devsim.add_1d_region(mesh=name, material="film", region="film", tag1="n0", tag2=f"n{last}")
        devsim.finalize_mesh(mesh=name)
        devsim.create_device(mesh=name, device=name)
        x = np.array(devsim.get_node_model_values(**self.at, name="x"))
        if not np.array_equal(x, position):
            raise RuntimeError("devsim made other nodes than it was given")

    def _nodes(self, name: str, values: np.ndarray) -> None:
        devsim.node_solution(**self.at, name=name)
        devsim.set_node_values(**self.at, name=name, values=[float(v) for v in values])
        devsim.edge_from_node_model(**self.at, node_model=name)

    def _materials(self, c: dict[str, np.ndarray]) -> None:
        self._nodes("Affinity", c["chi_eV"])
        self._nodes("Gap", c["Eg_eV"])
        self._nodes("Nc", c["Nc_m3"] / DENSITY)
        self._nodes("Nv", c["Nv_m3"] / DENSITY)
        self._nodes("Doping", (c["ND_m3"] - c["NA_m3"]) / DENSITY)
        self._nodes("Tau_n", c["tau_n_s"])
        self._nodes("Tau_p", c["tau_p_s"])
        self._nodes("Ink", (c["layer"] == 1).astype(float))
        self._nodes("Light", np.zeros_like(c["G"]))
        for name, key in (("Permittivity", "eps_r"), ("Mu_n", "mu_n_m2Vs"), ("Mu_p", "mu_p_m2Vs")):
            values = 0.5 * (c[key][1:] + c[key][:-1]) * (EPSILON_0 if key == "eps_r" else 1.0)
            devsim.edge_solution(**self.at, name=name)
            devsim.set_edge_values(**self.at, name=name, values=[float(v) for v in values])
        for name in VARIABLES:
            self._nodes(name, np.ones_like(c["G"]))

    def _node_model(self, name: str, equation: str, *variables: str) -> None:
        devsim.node_model(**self.at, name=name, equation=equation)
        for v in variables:
            devsim.node_model(**self.at, name=f"{name}:{v}", equation=f"diff({equation}, {v})")

    def _edge_model(self, name: str, equation: str, *variables: str) -> None:
        devsim.edge_model(**self.at, name=name, equation=equation)
        for v in variables:
            for end in ("@n0", "@n1"):
                devsim.edge_model(**self.at, name=f"{name}:{v}{end}", equation=f"diff({equation}, {v}{end})")

    def _trap_terms(self, n: str, p: str) -> list[tuple[dict, str, str, str]]:
        """Of each trap: the denominator of its occupancy, and what of it is full and empty."""
        terms = []
        for trap in self.traps:
            n1, p1 = f"Nc*exp(-{trap['depth']}/V_t)", f"Nv*exp(({trap['depth']} - Gap)/V_t)"
            c_n, c_p = trap["capture_n"], trap["capture_p"]
            below = f"({c_n}*({n} + {n1}) + {c_p}*({p} + {p1}))"
            terms.append((trap, below, f"({c_n}*{n} + {c_p}*{p1})/{below}", f"({c_n}*{n1} + {c_p}*{p})/{below}"))
        return terms

    def _trapped(self, n: str, p: str) -> str:
        """The charge of the traps, as a sum to append."""
        return "".join(
            f" - Ink*{trap['density']}*{full}" if trap["kind"] == "acceptor" else f" + Ink*{trap['density']}*{empty}"
            for trap, _, full, empty in self._trap_terms(n, p)
        )

    def _models(self) -> None:
        self._node_model("Ni2", "Nc*Nv*exp(-Gap/V_t)")
        self._start: dict[str, list[float]] = {}
        rates = ["(Electrons*Holes - Ni2)/(Tau_p*(Electrons + Ni2^0.5) + Tau_n*(Holes + Ni2^0.5))"]
        for trap, below, _, _ in self._trap_terms("Electrons", "Holes"):
            pair = trap["density"] * trap["capture_n"] * trap["capture_p"]
            rates.append(f"Ink*{pair}*(Electrons*Holes - Ni2)/{below}")
        net = f"({' + '.join(rates)} - Light)"
        carriers = ("Electrons", "Holes")
        self._node_model("Charge", f"-q*(Holes - Electrons + Doping{self._trapped('Electrons', 'Holes')})", *carriers)
        self._node_model("Loss_n", f"-q*{net}", *carriers)
        self._node_model("Loss_p", f"q*{net}", *carriers)
        self._edge_model("Field", "(Potential@n0 - Potential@n1)*EdgeInverseLength", "Potential")
        self._edge_model("Displacement", "Permittivity*(Potential@n0 - Potential@n1)*EdgeInverseLength", "Potential")
        for name, band in (("V_n", BAND_N), ("V_p", BAND_P)):
            self._edge_model(name, f"({band.format('@n0')} - {band.format('@n1')})/V_t")
            devsim.edge_model(**self.at, name=f"{name}:Potential@n0", equation="1/V_t")
            devsim.edge_model(**self.at, name=f"{name}:Potential@n1", equation="-1/V_t")
            devsim.edge_model(**self.at, name=f"B_{name}", equation=f"B({name})")
            for end in ("@n0", "@n1"):
                slope = f"dBdx({name})*{name}:Potential{end}"
                devsim.edge_model(**self.at, name=f"B_{name}:Potential{end}", equation=slope)
        scale = "V_t*EdgeInverseLength"
        flux_n = f"q*Mu_n*{scale}*(Electrons@n1*(B_V_n + V_n) - Electrons@n0*B_V_n)"
        flux_p = f"-q*Mu_p*{scale}*(Holes@n1*B_V_p - Holes@n0*(B_V_p + V_p))"
        self._edge_model("Flux_n", flux_n, "Potential", "Electrons")
        self._edge_model("Flux_p", flux_p, "Potential", "Holes")

    def _equilibrium(self, c: dict[str, np.ndarray]) -> None:
        """Poisson's equation alone, with the densities of Boltzmann, pinned at charge neutrality at both ends."""
        doping = c["ND_m3"] - c["NA_m3"]
        intrinsic = np.sqrt(c["Nc_m3"] * c["Nv_m3"]) * np.exp(-c["Eg_eV"] / VT / 2)
        fermi = VT * (np.log(intrinsic / c["Nc_m3"]) + np.arcsinh(doping / intrinsic / 2))
        self._neutral = fermi - c["chi_eV"]
        devsim.set_node_values(**self.at, name="Potential", values=[float(v) for v in self._neutral])
        dense_n, dense_p = f"exp({BAND_N.format('')}/V_t)", f"exp(-{BAND_P.format('')}/V_t)"
        self._node_model("Rest", f"-q*({dense_p} - {dense_n} + Doping{self._trapped(dense_n, dense_p)})", "Potential")
        self._equation("Poisson", "Potential", "Rest", "Displacement", "log_damp")
        for contact, i in (("front", 0), ("back", -1)):
            devsim.set_parameter(device=self.at["device"], name=f"{contact}_bias", value=0.0)
            self._contact(contact, "Poisson", "Potential", f"{float(self._neutral[i])!r} + {contact}_bias")
        devsim.solve(type="dc", absolute_error=1e30, relative_error=1e-10, maximum_iterations=300)
        for name, model in (("Electrons", dense_n), ("Holes", dense_p)):
            self._node_model(f"{name}_0", model)
            values = devsim.get_node_model_values(**self.at, name=f"{name}_0")
            devsim.set_node_values(**self.at, name=name, values=values)
            self._start[name] = values

    def _equation(self, name: str, variable: str, node: str, edge: str, update: str) -> None:
        devsim.equation(
            **self.at, name=name, variable_name=variable, node_model=node, edge_model=edge, variable_update=update
        )

    def _equations(self) -> None:
        self._equation("Poisson", "Potential", "Charge", "Displacement", "log_damp")
        self._equation("Continuity_n", "Electrons", "Loss_n", "Flux_n", "positive")
        self._equation("Continuity_p", "Holes", "Loss_p", "Flux_p", "positive")

    def _contact(self, contact: str, name: str, variable: str, value: str, **current: str) -> None:
        where, model = {"device": self.at["device"], "contact": contact}, f"{contact}_{variable}"
        devsim.contact_node_model(**where, name=model, equation=f"{variable} - ({value})")
        devsim.contact_node_model(**where, name=f"{model}:{variable}", equation="1")
        devsim.contact_equation(**where, name=name, node_model=model, **current)

    def _contacts(self) -> None:
        for contact, i in (("front", 0), ("back", -1)):
            for name, variable, flux in (("Continuity_n", "Electrons", "Flux_n"), ("Continuity_p", "Holes", "Flux_p")):
                density = f"{float(self._start[variable][i])!r}"
                if self.velocity is None:
                    self._contact(contact, name, variable, density, edge_current_model=flux)
                else:
                    self._exchange(contact, name, variable, density, flux)

    def _exchange(self, contact: str, name: str, variable: str, density: str, flux: str) -> None:
        """Carriers leave by velocity times excess density: a source of the continuity equation at the last node."""
        where, model = {"device": self.at["device"], "contact": contact}, f"{contact}_{variable}"
        rate = f"{'-' if variable == 'Electrons' else ''}q*{self.velocity!r}/NodeVolume"
        devsim.contact_node_model(**where, name=model, equation=f"{rate}*({variable} - {density})")
        devsim.contact_node_model(**where, name=f"{model}:{variable}", equation=rate)
        devsim.contact_equation(**where, name=name, node_model=model, edge_model=flux, edge_current_model=flux)

    def _solve(self) -> None:
        # the relative error of the minority densities decides, so that curves agree to far below 1e-3
        devsim.solve(type="dc", absolute_error=1e30, relative_error=1e-6, maximum_iterations=60)

    def curve(self, voltage: np.ndarray, light: float = 1.0) -> np.ndarray:
        """Light on at equilibrium, and a voltage sweep: A m^-2. The back is the anode and carries the voltage."""
        device = self.at["device"]
        with silence():
            for name, values in self._dark.items():
                devsim.set_node_values(**self.at, name=name, values=values)
            shone = [light * float(g) / DENSITY for g in self.columns["G"]]
            devsim.set_node_values(**self.at, name="Light", values=shone)
            current = []
            for v in voltage:
                devsim.set_parameter(device=device, name="back_bias", value=float(v))
                self._solve()
                current.append(
                    sum(
                        devsim.get_contact_current(device=device, contact="back", equation=name)
                        for name in ("Continuity_n", "Continuity_p")
                    )
                )
        return np.array(current)
