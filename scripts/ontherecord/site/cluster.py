"""Has other machines make the generated files: a crew of the workers of a Dask cluster, which share no disk.

The recipe travels once to each worker, and the files of a portion travel back. What a worker that is lost had
in hand the scheduler gives to another.
"""

from __future__ import annotations

import logging
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path
from typing import cast

import dask
from distributed import Client, KilledWorker
from distributed.comm.addressing import parse_address
from distributed.comm.registry import get_backend

from ..files import File
from ..store import digest_files
from .pool import AHEAD, Crew, CrewError, Recipe, finish_portion, pack_recipe

#: Seconds within which a scheduler must answer and a worker be there, and a new one after the last was lost.
PATIENCE = 30.0
#: Portions given out in any case: a cluster may grow while it works.
_LEAST_AHEAD = 64

_OWN = "ontherecord"
_FILES = "files"
#: What is said when a portion has cost several workers their lives.
_DIED = "workers died of one portion (too little memory?): give each of them more, and build again"
_INSTALL = "install there what is installed here"
#: In a requirement of this package: what follows the name, and what marks one that makes no file.
_NAME_END = re.compile(r"[^\w.-]")
_FOR_TESTS = re.compile(r"""extra == ["'](?:dev|cluster)["']""")


@contextmanager
def join_cluster(address: str, patience: float = PATIENCE) -> Iterator[Crew]:
    """The workers of the scheduler at an address; CrewError where none can be had in `patience` seconds."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # What matters of it is told in a sentence.
    try:
        get_backend(parse_address(address)[0])  # A client that knows no such way fails late, without a word.
        client = Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise CrewError(
            f"no scheduler answers at {address} ({_say(error)}): start one there with 'dask scheduler',"
            " and see that this machine may reach it"
        ) from error
    with client:
        _check_versions(_ask_scheduler(client))
        try:
            client.wait_for_workers(1, patience)
        except TimeoutError as error:
            raise CrewError(_miss_workers(address)) from error
        _check_versions(_ask_workers(client))
        threads = sum(client.nthreads().values())
        executor = client.get_executor(pure=False)
        ahead = max(AHEAD * threads, _LEAST_AHEAD)
        yield Cluster(executor, ahead, client=client, address=address, patience=patience)


@dataclass(frozen=True, kw_only=True)
class Cluster(Crew):
    """The workers of a scheduler, with the connection to it."""

    client: Client
    address: str
    patience: float

    @contextmanager
    def share(self, recipe: Recipe) -> Iterator[tuple[Path | bytes, str]]:
        """The recipe as what a task gives: if all that hold it are lost, the scheduler has it made again."""
        packed, digest = pack_recipe(recipe)
        with self._connected(), dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}):
            held = self.client.submit(bytes, zlib.compress(packed, 1))
        del packed
        yield cast(bytes, held), digest  # To a worker it is that.

    def submit(self, shared: Path | bytes, digest: str, number: int, portions: int) -> Future[Iterable[File]]:
        """Gives out a portion, to a worker that has the same installed."""
        with self._connected():
            return self.executor.submit(finish_there, list_installed(), shared, digest, number, portions)

    def wait(self, portion: Future[Iterable[File]]) -> Iterable[File]:
        """What came of it; CrewError where there is nobody left to make it."""
        while True:
            try:
                return portion.result(self.patience)
            except CancelledError as error:
                raise CrewError(self._miss_scheduler) from error
            except KilledWorker as error:
                raise CrewError(_DIED) from error
            except TimeoutError:
                if portion.done():  # It is the worker's own.
                    raise
                self._expect_worker()

    def _expect_worker(self) -> None:
        with self._connected():
            threads = self.client.nthreads()
        if not threads:
            raise CrewError(_miss_workers(self.address))

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """CrewError where the connection is lost in the block: what is raised then has no one type."""
        try:
            yield
        except Exception as error:
            if isinstance(error, OSError) or self.client.status != "running":
                raise CrewError(self._miss_scheduler) from error
            raise

    @property
    def _miss_scheduler(self) -> str:
        return f"the scheduler at {self.address} is gone: start it again, and build again"


def _miss_workers(address: str) -> str:
    return f"the scheduler at {address} has no worker: start some with 'dask worker {address} --nthreads 1'"


def _say(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


# --- What is installed ---


def finish_there(
    installed: Mapping[str, str], shared: Path | bytes, digest: str, number: int, portions: int
) -> Iterable[File]:
    """The files of a portion; CrewError where other versions would make others: a worker may come late."""
    if difference := _find_difference(installed, list_installed()):
        raise CrewError(f"a worker {difference}")
    return finish_portion(shared, digest, number, portions)


@cache
def list_installed() -> Mapping[str, str]:
    """The versions of what the files depend on: Python, packages, and the digest of this one's own files."""
    needed = [line for line in requires(_OWN) or () if not _FOR_TESTS.search(line)]
    names = sorted({_NAME_END.split(line)[0] for line in needed})
    versions = {name: _read_version(name) for name in (_OWN, *names)}
    return {
        "Python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        **versions,
        _FILES: digest_files(Path(str(files(_OWN)))),
    }


def _read_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _check_versions(answers: Mapping[str, Mapping[str, str] | BaseException]) -> None:
    """CrewError where one has other versions than here, or none of this package."""
    for who, there in sorted(answers.items()):
        if isinstance(there, BaseException):
            raise CrewError(f"{who} can not take part ({_say(there)}): {_INSTALL}")
        if difference := _find_difference(list_installed(), there):
            raise CrewError(f"{who} {difference}")


def _ask_scheduler(client: Client) -> Mapping[str, Mapping[str, str] | BaseException]:
    """What the scheduler has installed, or why it can not tell; for it reads what it hands on."""
    try:
        return {"the scheduler": client.run_on_scheduler(list_installed)}
    except Exception as error:
        return {"the scheduler": error}


def _ask_workers(client: Client) -> Mapping[str, Mapping[str, str] | BaseException]:
    """The same of each worker."""
    answers = client.run(list_installed, on_error="return")
    return {f"the worker {worker}": answer for worker, answer in answers.items()}


def _find_difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """The first difference, as the end of a sentence on whose it is; empty where there is none."""
    for name, own in here.items():
        if own != (other := there.get(name, "none")):
            what = f"another {_OWN} of the same version" if name == _FILES else f"{name} {other}, not {own}"
            return f"has {what}: {_INSTALL}"
    return ""
