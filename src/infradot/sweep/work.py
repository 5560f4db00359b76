"""Points worked off side by side: one device made, asked, and what came of it."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import pickle
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from infradot.errors import ConvergenceWarning, InfradotError, InputError, PhysicsWarning
from infradot.files.paths import split
from infradot.files.slots_of import slots_of
from infradot.sweep.store import Row

AHEAD = 4  # points waiting for each worker, so that none is ever idle
Job = tuple[int, tuple[float, ...]]
# what says that there is no such number; anything else is a mistake in a program, and ends the sweep
REFUSED = (InfradotError, ArithmeticError, ValueError)


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """How a point is turned into a row.

    Parameters
    ----------
    subject : object
        A device, or a function of a mapping of names to numbers that makes one.
    paths : tuple of str
        What the values of a point are.
    answer : callable
        Device to named numbers.
    """

    subject: Any
    paths: tuple[str, ...]
    answer: Callable[[Any], Mapping[str, Any]]

    @cached_property
    def _puts(self) -> list[Callable[[Any, float], Any]]:
        # found once: looking all paths up again for each point costs as much as a tenth of its J-V
        known = slots_of(self.subject)
        return [known[split(path)].put for path in self.paths]

    def _made(self, values: tuple[float, ...]) -> Any:
        if callable(self.subject):
            return self.subject(dict(zip(self.paths, values, strict=True)))
        device = self.subject
        for put, value in zip(self._puts, values, strict=True):
            device = put(device, value)
        return device

    def __call__(self, job: Job) -> Row:
        """The row of a point."""
        point, values = job
        begun = time.perf_counter()
        numbers: dict[str, float | None] = {}
        try:
            numbers, why = _numbers(self.answer(self._made(values)))
        except REFUSED as error:
            why = _reason(error)
        return Row(point=point, numbers=numbers, why=why, seconds=time.perf_counter() - begun)

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("subject", "paths", "answer")}


def _reason(error: Exception) -> str:
    told = str(error).replace("\n", " ") or "no reason given"
    return told if isinstance(error, InfradotError) else f"{type(error).__name__}: {told}"


def _numbers(found: Any) -> tuple[dict[str, float | None], str]:
    """Answers as floats, None where there is none; and what is missing, in a sentence."""
    if not isinstance(found, Mapping):
        raise TypeError(f"the answer of a sweep is a {type(found).__name__}, expected a mapping of names to numbers")
    numbers: dict[str, float | None] = {}
    missing: dict[str, list[str]] = {}
    for name, value in found.items():
        if not isinstance(value, str) and np.ndim(value) > 0:
            raise TypeError(f"the answer {name!r} of a sweep is an array, expected a number")
        number = None if value is None or isinstance(value, str) else float(value)
        numbers[str(name)] = None if number is None or np.isnan(number) else number
        if numbers[str(name)] is None:
            reason = value if isinstance(value, str) else "no number came out"
            missing.setdefault(reason.rstrip("."), []).append(str(name))
    return numbers, "; ".join(f"no {', '.join(names)}: {reason}" for reason, names in missing.items())


def worked(task: Task, jobs: Iterable[Job], *, workers: int, processes: bool) -> Iterator[Row]:
    """Rows as they finish, in any order.

    Parameters
    ----------
    task : Task
    jobs : iterable of tuple
        Place and values of each point.
    workers : int
    processes : bool
        Processes instead of threads.

    Raises
    ------
    InputError
        Where the task cannot be sent to another process.
    """
    # the filters of warnings belong to all threads: they are set here, before any of them starts
    with warnings.catch_warnings():
        _quiet()
        if workers == 1 and not processes:
            yield from map(task, jobs)
            return
        pool, work = _pool(task, workers, processes)
        try:
            yield from _as_they_come(pool, work, iter(jobs), AHEAD * workers)
        finally:
            pool.shutdown(cancel_futures=True)


def _quiet() -> None:
    for category in (ConvergenceWarning, PhysicsWarning):
        warnings.simplefilter("ignore", category)


def _as_they_come(pool: Executor, work: Callable[[Job], Row], jobs: Iterator[Job], ahead: int) -> Iterator[Row]:
    waiting: set[Future[Row]] = {pool.submit(work, job) for job in itertools.islice(jobs, ahead)}
    while waiting:
        finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        waiting |= {pool.submit(work, job) for job in itertools.islice(jobs, len(finished))}
        for future in finished:
            yield future.result()


def _pool(task: Task, workers: int, processes: bool) -> tuple[Executor, Callable[[Job], Row]]:
    if not processes:
        return ThreadPoolExecutor(workers, thread_name_prefix="sweep"), task
    try:
        sent = pickle.dumps(task)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise InputError(
            f"The sweep cannot be sent to other processes ({error}): what it asks must be a function of a module, not "
            "one made on the spot. Threads take any function."
        ) from error
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_receive, initargs=(sent,)), _work_here


_here: list[Task] = []  # of a worker process


def _receive(sent: bytes) -> None:
    _quiet()
    _here[:] = [pickle.loads(sent)]
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _work_here(job: Job) -> Row:
    return _here[0](job)


def _end_with_parent() -> None:
    """A worker whose sweep was killed would wait for ever."""
    parent = multiprocessing.parent_process()
    with contextlib.suppress(Exception):
        if parent is not None:
            parent.join()
            os._exit(1)
