"""Run a sweep, or go on with one that was interrupted; read one back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from infradot._version import __version__
from infradot.errors import InputError
from infradot.sweep.answer import metrics
from infradot.sweep.identity import fingerprint
from infradot.sweep.plan import SEED, Plan, order, planned, restored
from infradot.sweep.result import FailedPoint, Sweep
from infradot.sweep.store import Row, Store, check_names
from infradot.sweep.work import Task, worked

Progress = Callable[[int, int], None]
_SAME = {"device": "its device is another one", "answer": "it asks for other numbers"}


def run(
    subject: Any,
    *,
    vary: Mapping[str, Any],
    answer: Callable[[Any], Mapping[str, Any]] | None = None,
    out: str | os.PathLike[str] | None = None,
    sobol: int | None = None,
    seed: int = SEED,
    workers: int | None = None,
    processes: bool = False,
    retry: bool = False,
    about: Mapping[str, str] | None = None,
    progress: Progress = lambda done, total: None,
) -> Sweep:
    """Ask the same of many devices, each point kept as soon as it is done.

    Parameters
    ----------
    subject : Device or callable
        The device whose parameters are varied, or a function that makes one (a tandem, anything) from a mapping of
        your names to numbers.
    vary : mapping
        Parameter path to values: numbers in SI (eV), texts with units, a range ``"300 nm:800 nm:51"`` or
        ``"1e15 cm-3:1e18 cm-3:7:log"``, or an `Axis`. Several make a grid of every combination; the last goes fastest.
    answer : callable, optional
        Device to a mapping of names to numbers; a text in place of a number says why there is none. Efficiency, Voc,
        Jsc and fill factor under AM1.5G unless given; `metrics` makes others.
    out : path, optional
        SQLite file for the rows. Where it holds the beginning of this very sweep, only what is left is computed.
        Without it the rows are kept in memory.
    sobol : int, optional
        Draw so many points of a Sobol sequence in the box instead of a grid: a range is then its two ends
        (``"300 nm:800 nm"``, or two numbers), a list is picked from.
    seed : int
        The same seed draws the same points.
    workers : int, optional
        Devices at a time; one for each core unless given.
    processes : bool
        Processes instead of threads, which share what Python does between the kernels: on two cores threads are 1.5
        times as fast as a loop and processes twice, after seconds to start. `subject` and `answer` must be picklable.
    retry : bool
        Compute the failed points of an earlier run again.
    about : mapping, optional
        Anything to be kept with the rows, such as the text of the device file.
    progress : callable, optional
        Called with the points done and all, at the start and after each.

    Returns
    -------
    Sweep

    Raises
    ------
    InputError
        For wrong paths, values or ranges, all at once and before a file is made; for a file that holds another sweep.

    Notes
    -----
    A point is failed where an answer is missing or the device cannot be made or solved; it stays in the result as NaN
    with its reason. Each device is solved by itself, so neither order nor workers change a number.

    A function is known by its own code, its defaults and what it closes over: change what it calls, and you must give
    another file.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> found = idt.sweep.run(
    ...     device, vary={"layer.ink.thickness": "200 nm:400 nm:3"}, answer=idt.sweep.metrics("jsc"))
    >>> [round(float(jsc) / 10, 1) for jsc in found["jsc"]]
    [15.0, 17.2, 19.2]
    """
    plan = planned(subject, vary, sobol, seed)
    paths = tuple(axis.path for axis in plan.axes)
    check_names(paths)
    count = _workers(workers)
    task = Task(subject=subject, paths=paths, answer=metrics() if answer is None else answer)
    head = {
        "infradot": __version__,
        "device": fingerprint(subject),
        "answer": fingerprint(task.answer),
        "points": fingerprint((paths, plan.points)),
        "varied": plan.words,
        "plan": plan.json(),
        **{f"about {name}": text for name, text in (about or {}).items()},
    }
    with _opened(None if out is None else Path(out), head, paths) as store:
        if retry:
            store.forget_failed()
        _fill(store, task, plan, count, processes, progress)
        return _result(store, plan)


def _workers(workers: int | None) -> int:
    if workers is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not (isinstance(workers, int) and workers >= 1):
        raise InputError(f"workers = {workers!r}, expected a whole number from 1.")
    return workers


@contextmanager
def _opened(path: Path | None, head: Mapping[str, str], paths: tuple[str, ...]) -> Iterator[Store]:
    store = Store(path)
    try:
        _same(store.begin(head, paths), head, path)
        yield store
    finally:
        store.close()


def _same(known: Mapping[str, str], head: Mapping[str, str], path: Path | None) -> None:
    """Raise `InputError` where a file holds another sweep."""
    differs = [told for key, told in _SAME.items() if known[key] != head[key]]
    if known["points"] != head["points"]:
        differs.append(f"it varies {known['varied']}, this one {head['varied']}")
    if known["infradot"] != head["infradot"]:
        differs.append(f"it was begun with infradot {known['infradot']}, this is {head['infradot']}")
    if differs:
        raise InputError(f"{path} holds another sweep: {'; '.join(differs)}. Give another file (--out).")


def _fill(store: Store, task: Task, plan: Plan, workers: int, processes: bool, progress: Progress) -> None:
    """Compute what is left, each row kept as it comes."""
    known, total = store.points(), len(plan.points)
    progress(len(known), total)
    if len(known) == total:
        return
    places = order(task.subject, plan).tolist()
    jobs = ((i, tuple(plan.points[i].tolist())) for i in places if i not in known)
    store.grow()
    for done, row in enumerate(worked(task, jobs, workers=workers, processes=processes), len(known) + 1):
        store.add(row, tuple(plan.points[row.point].tolist()))
        progress(done, total)
    store.settle()


def _result(store: Store, plan: Plan) -> Sweep:
    rows = list(store.rows())
    answers = {name: np.full(len(plan.points), np.nan) for name in store.answers}
    for row in rows:
        for name, value in row.numbers.items():
            answers[name][row.point] = np.nan if value is None else value
    for values in answers.values():
        values.setflags(write=False)
    found = Sweep(
        axes=plan.axes,
        points=plan.points,
        shape=plan.shape,
        answers={name: values.reshape(plan.shape) for name, values in answers.items()},
        failures=(),
        left=len(plan.points) - len(rows),
        seconds=sum(row.seconds for row in rows),
        drawn=plan.sobol is not None,
        path=store.path,
    )
    return _with_failures(found, rows)


def _with_failures(found: Sweep, rows: list[Row]) -> Sweep:
    failures = tuple(
        FailedPoint(point=row.point, values=found.values(row.point), at=found.at(row.point), why=row.why)
        for row in rows
        if row.why
    )
    return replace(found, failures=failures)


def load(path: str | os.PathLike[str]) -> Sweep:
    """Bring a sweep back from its file, finished or not.

    Parameters
    ----------
    path : path
        The file that `run` was given as `out`.

    Raises
    ------
    InputError
        For a file that is missing, or no sweep of infradot.
    """
    store = Store(Path(path), reading=True)
    try:
        head = store.head()
        if not head:
            raise InputError(f"{path} is no sweep of infradot; give another file.")
        plan = restored(head["plan"])
        store.expect(tuple(axis.path for axis in plan.axes))
        return _result(store, plan)
    finally:
        store.close()
