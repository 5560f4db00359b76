"""The study of the best size and ligand: its tables are what the model says, and say what its page claims."""

import csv
from pathlib import Path

import make_study as study
import numpy as np
import pytest

import infradot as idt

DOCS = Path(__file__).parents[2] / "docs"


def table(name):
    with (DOCS / "figures" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def sizes(light, case="as the example", longer_than=0):
    rows = [r for r in table("size.csv") if (r["light"], r["case"]) == (light, case)]
    rows = [r for r in rows if float(r["exciton_nm"]) >= longer_than]
    return {name: np.array([float(r[name]) for r in rows]) for name in ("exciton_nm", "voc_V", "efficiency_percent")}


@pytest.mark.parametrize("exciton", [750, 950, 1250, 1600])
@pytest.mark.parametrize("case", ["as the example", "trap at one level"])
def test_the_table_of_sizes_is_what_the_model_says(exciton, case):
    device = idt.load(study.EXAMPLE)
    cell = study.with_exciton(device, exciton, fixed_level=case == "trap at one level")
    row = next(
        r for r in table("size.csv") if (r["exciton_nm"], r["light"], r["case"]) == (str(exciton), "AM1.5G", case)
    )
    for name, value in study.figures_of_merit(cell, "AM1.5G").items():
        assert float(row[name]) == pytest.approx(value, rel=2e-3), name


@pytest.mark.parametrize("ligand", ["PbX2 ink", "EDT", "TBAI"])
def test_the_table_of_ligands_is_what_the_model_says(ligand):
    row = next(r for r in table("ligand.csv") if (r["ligand"], r["exciton_nm"]) == (ligand, "950"))
    cell = study.with_ligand(study.with_exciton(idt.load(study.EXAMPLE), 950), ligand)
    cell = study.with_thicknesses(cell, [float(row["thickness_nm"])])[0]
    for name, value in study.figures_of_merit(cell, "AM1.5G").items():
        assert float(row[name]) == pytest.approx(value, rel=2e-3), name


def test_every_ligand_is_in_the_table():
    assert [r["ligand"] for r in table("ligand.csv")][::2] == list(idt.ligand_names())


def test_the_voltage_falls_with_the_gap():
    assert (np.diff(sizes("AM1.5G")["voc_V"]) < 0).all()


@pytest.mark.parametrize("case", ["as the example", "best thickness"])
def test_the_best_cell_from_900_nm_on_is_near_900_to_950_nm(case):
    found = sizes("AM1.5G", case, longer_than=900)
    best = found["exciton_nm"][found["efficiency_percent"].argmax()]
    assert 900 - 60 <= best <= 950 + 60


@pytest.mark.parametrize("case", ["as the example", "best thickness"])
def test_behind_silicon_the_best_is_where_the_published_cells_are(case):
    found = sizes("behind silicon", case)
    assert 1180 <= found["exciton_nm"][found["efficiency_percent"].argmax()] <= 1300
    assert 0.8 <= found["efficiency_percent"].max() <= 1.43
