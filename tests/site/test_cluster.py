"""Files made by a cluster: a real scheduler, real workers, one of them killed; what is said of faults."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from corpus import finish, load_archive
from ontherecord import cli
from ontherecord.catalogue import speaking
from ontherecord.files import File, Kept, Large
from ontherecord.site.pipeline import build_files
from ontherecord.site.pool import Crew, CrewError
from ontherecord.urls import Site

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
from distributed import Client
from ontherecord.site import cluster

#: Seconds: a busy machine is no failure.
PATIENCE = 100.0


@contextmanager
def run(module: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], Queue[str]]]:
    """A process of Dask's on the loopback, until the end of the block, and the lines that it says."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--host", "127.0.0.1"]
    process = subprocess.Popen([*command, "--no-dashboard"], stderr=subprocess.PIPE, text=True)
    said: Queue[str] = Queue()
    # Read to the end: who writes into a full pipe waits for ever.
    Thread(target=lambda: [*map(said.put, process.stderr or ())], daemon=True).start()
    try:
        yield process, said
    finally:
        process.kill()
        process.wait()


@contextmanager
def schedule() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A scheduler, by its address."""
    with run("dask_scheduler", "--port", "0") as (process, said):
        lines = iter(partial(said.get, timeout=PATIENCE), "")
        yield next(line.split()[-1] for line in lines if "Scheduler at:" in line), process


@contextmanager
def work(scheduler: str, name: str) -> Iterator[subprocess.Popen[str]]:
    """A worker that takes part, by its name."""
    with run("dask_worker", scheduler, "--name", name, "--nthreads", "1", "--no-nanny") as (process, _):
        yield process


def make(root: Path, crew: Crew | None = None) -> Iterator[File | Kept]:
    """The files of a project, on a site that speaks Russian."""
    site = Site("Toy", "https://example.org/", "ru")
    with speaking(site.language):
        for file in build_files(load_archive(root), root / "made before", site, pdf=False, crew=crew):
            yield finish(file) if isinstance(file, Large) else file


def find_busy(client: Client) -> set[str]:
    """The names of the workers that have something in hand."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    return {str(workers[address]["name"]) for address, tasks in client.processing().items() if tasks}


def test_what_a_lost_worker_had_in_hand_another_makes_and_the_files_are_the_same(toy: Path) -> None:
    with schedule() as (address, scheduler), work(address, "one") as one, work(address, "two") as two:
        workers = {"one": one, "two": two}
        with cluster.join_cluster(address, PATIENCE) as crew:
            assert isinstance(crew, cluster.Cluster)
            crew.client.wait_for_workers(2, PATIENCE)
            files = make(toy, crew)
            made = [next(files)]
            lost = workers.pop(max(find_busy(crew.client)))
            lost.kill()
            made += files
            assert made == list(make(toy))
            assert lost.wait() < 0

            workers.popitem()[1].kill()
            hasty = replace(crew, patience=1)
            with pytest.raises(CrewError, match="has no worker"):
                next(make(toy, hasty))
            crew.client._timeout = 1  # For so long it tries to find a scheduler that is gone.
            scheduler.kill()
            with pytest.raises(CrewError, match="is gone"):
                next(make(toy, hasty))
            crew.client.close()  # As it does by itself, at whatever step it gives up.
            for step in (partial(hasty.wait, Future()), hasty.share(list).__enter__):
                with pytest.raises(CrewError, match="is gone"):
                    step()


@pytest.fixture
def _old_packages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Has this process take its packages for older ones."""
    monkeypatch.setattr(cluster, "_read_version", lambda _: "0.1")
    cluster.list_installed.cache_clear()
    yield
    cluster.list_installed.cache_clear()


@pytest.mark.usefixtures("_old_packages")
def test_a_scheduler_without_workers_is_told_and_before_that_one_with_other_versions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with schedule() as (address, _):
        with pytest.raises(CrewError, match=r"the scheduler has ontherecord [\d.]+, not 0\.1: install there"):
            cluster.join_cluster(address, PATIENCE).__enter__()
        monkeypatch.undo()
        cluster.list_installed.cache_clear()
        with pytest.raises(CrewError, match="has no worker: start some with 'dask worker tcp://"):
            cluster.join_cluster(address, 1).__enter__()


@pytest.mark.parametrize(
    ("name", "has"),
    [
        ("ontherecord", "ontherecord {version}, not 0.1"),
        ("files", "another ontherecord of the same version"),
        ("Python", "Python {version}, not 0.1"),
    ],
)
def test_a_worker_with_other_versions_makes_nothing_however_late_it_comes(name: str, has: str) -> None:
    there = cluster.list_installed()
    with pytest.raises(CrewError) as raised:
        cluster.finish_there({**there, name: "0.1"}, b"", "", 0, 1)
    told = pickle.loads(pickle.dumps(raised.value))  # As it travels.
    assert (
        str(told) == f"a worker has {has.format(version=there[name])}: install there what is installed here"
    )


def test_what_the_files_depend_on_is_compared_and_what_tests_need_is_not() -> None:
    assert {"Python", "ontherecord", "files", "pillow", "typst", "citeproc-py"} <= set(
        cluster.list_installed()
    )
    assert not {"pytest", "distributed"} & set(cluster.list_installed())


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "there", "post://127.0.0.1:9"])
def test_where_no_scheduler_answers_a_sentence_says_so(
    address: str, toy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "join_cluster", partial(cluster.join_cluster, patience=0.5))
    assert cli.main(["build", "--root", str(toy), "--scheduler", address]) == cli.PROBLEMS
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"ontherecord: no scheduler answers at {address} (")
    assert told.err.endswith("and see that this machine may reach it. Nothing was written.\n")
    assert told.err.count("\n") == 1
    assert not (toy / "site").exists()
