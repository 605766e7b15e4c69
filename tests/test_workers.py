"""The pool: what one bad article costs, and that nothing depends on the number of workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import dragoman.workers
from dragoman.ingest.failures import Notice
from dragoman.ingest.files import Unread, list_inputs, open_inputs
from dragoman.model import Article, Failure, Reading, to_json
from dragoman.record.store import Record
from dragoman.workers import Limits, read_all

DAY = "2024-03-14"
PAIRS = (
    ("Egypt", "Turkey"), ("Kenya", "Somalia"), ("Peru", "Chile"), ("Japan", "India"), ("France", "Niger"),
    ("Iran", "Iraq"), ("Norway", "Sweden"), ("Ghana", "Togo"), ("Cuba", "Spain"), ("Qatar", "Oman"),
    ("Nepal", "China"), ("Greece", "Cyprus"), ("Jordan", "Syria"), ("Libya", "Malta"), ("Poland", "Latvia"),
    ("Brazil", "Bolivia"), ("Angola", "Zambia"), ("Vietnam", "Laos"), ("Mexico", "Panama"), ("Italy", "Tunisia"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start workers after two articles, so that twenty are enough to see them work."""
    monkeypatch.setattr(dragoman.workers, "AT_HOME", 2)


def stories(folder: Path) -> list[str]:
    """One article for each pair of states, in files whose names are in order."""
    paths = []
    for number, (one, other) in enumerate(PAIRS):
        path = folder / f"{number:02}.txt"
        path.write_text(f"{one} condemned {other} on Tuesday.\n\nThe two foreign ministers met in Geneva.\n", "utf-8")
        paths.append(str(path))
    return paths


def everything(paths: list[str], *, workers: int, **limits: object) -> list[object]:
    return list(read_all(list_inputs(paths), Limits(published=DAY, **limits), workers=workers))  # type: ignore[arg-type]


def as_lines(items: list[object]) -> list[str]:
    return [json.dumps(to_json(item), ensure_ascii=False) for item in items]


def hard(words: int) -> str:
    """An article that takes much longer than the others: as many words as are asked for, all of them told."""
    return "\n\n".join(
        "The president of Egypt met the king of Jordan and condemned Israel." for _ in range(words // 12)
    )


def test_output_does_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    paths = stories(tmp_path)
    (tmp_path / "05.txt").write_bytes(b"")
    table = tmp_path / "rows.jsonl"
    rows = [json.dumps({"id": str(n), "text": f"{a} invited {b} to talks."}) for n, (a, b) in enumerate(PAIRS)]
    table.write_text("\n".join([*rows[:7], "{broken", *rows[7:]]), "utf-8")
    page = tmp_path / "page.html"
    page.write_text("<html><body><article><p>Iran condemned Israel.</p></article></body></html>", "utf-8")
    given = [*paths, str(table), str(page), str(tmp_path / "none.txt")]
    alone = as_lines(everything(given, workers=1))
    assert as_lines(everything(given, workers=2)) == alone
    assert as_lines(everything(given, workers=3)) == alone
    opened = [item for item in open_inputs(given, published=DAY) if isinstance(item, Article)]
    read = [json.loads(line)["article"]["id"] for line in alone if "article" in json.loads(line)]
    assert read == [article.id for article in opened]
    assert len(alone) == 2 * len(PAIRS) + 3


def test_a_few_articles_start_no_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dragoman.workers, "_Pool", None)
    paths = stories(tmp_path)[:2]
    assert len(everything(paths, workers=2)) == 2


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("place", [0, 12])
def test_an_article_out_of_time_costs_itself_alone(tmp_path: Path, workers: int, place: int) -> None:
    paths = stories(tmp_path)
    Path(paths[place]).write_text(hard(60_000), "utf-8")
    items = everything(paths, workers=workers, seconds=2.0)
    assert [type(item) for item in items] == [Failure if n == place else Reading for n in range(len(paths))]
    failure = items[place]
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.path) == ("too slow", paths[place])
    assert "--article-seconds" in failure.message


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit of memory is kept on Linux alone")
@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_out_of_memory_costs_itself_alone(tmp_path: Path, workers: int) -> None:
    paths = stories(tmp_path)
    Path(paths[9]).write_text(hard(200_000), "utf-8")
    items = everything(paths, workers=workers, megabytes=150, seconds=600)
    failures = [item for item in items if isinstance(item, Failure)]
    assert [(failure.path, failure.reason) for failure in failures] == [(paths[9], "too big")]
    assert len(items) == len(paths)


def test_a_killed_worker_costs_the_article_that_it_had(tmp_path: Path) -> None:
    paths = stories(tmp_path)

    def kill_at_seven(article: Article) -> bool:
        if article.path == paths[7]:
            worker = next(w for w in pool.workers if isinstance(w.task, Unread) and w.task.path == paths[7])
            os.kill(worker.process.pid, signal.SIGKILL)
        return False

    pool = dragoman.workers._Pool(Limits(published=DAY), 2, kill_at_seven)
    items = list(pool.read(list_inputs(paths)))  # type: ignore[arg-type]
    assert [type(item) for item in items] == [Failure if n == 7 else Reading for n in range(len(paths))]
    failure = items[7]
    assert isinstance(failure, Failure)
    assert failure.reason == "worker lost"
    assert "signal 9" in failure.message


def test_a_worker_killed_while_idle_costs_nothing(tmp_path: Path) -> None:
    paths = stories(tmp_path)

    def inputs():  # type: ignore[no-untyped-def]
        yield from list_inputs(paths[:10])
        for worker in pool.workers:
            if worker.task is None and worker.loaded:
                worker.process.kill()
                worker.process.join()
        yield from list_inputs(paths[10:])

    pool = dragoman.workers._Pool(Limits(published=DAY), 2, lambda article: False)
    assert [type(item) for item in pool.read(inputs())] == [Reading] * len(paths)


def test_what_is_kept_is_not_read_again(tmp_path: Path) -> None:
    paths = stories(tmp_path)
    asked: list[str | None] = []

    def even(article: Article) -> bool:
        asked.append(article.path)
        return paths.index(article.path or "") % 2 == 0

    items = list(read_all(list_inputs(paths), Limits(published=DAY), workers=2, kept=even))
    assert [type(item) for item in items] == [Article, Reading] * (len(paths) // 2)
    assert sorted(filter(None, asked)) == paths


def test_no_worker_outlives_a_run_that_is_broken_off(tmp_path: Path) -> None:
    pool = dragoman.workers._Pool(Limits(published=DAY), 2, lambda article: False)
    reading = pool.read(list_inputs(stories(tmp_path)))  # type: ignore[arg-type]
    next(reading)
    processes = [worker.process for worker in pool.workers]
    reading.close()  # type: ignore[attr-defined]
    assert not any(process.is_alive() for process in processes)


def test_failures_and_notices_keep_their_place(tmp_path: Path) -> None:
    paths = stories(tmp_path)
    notice = Notice("x", "x: guessed")
    inputs = [*(Unread(path, None) for path in paths[:6]), notice, Unread(paths[6], None)]
    items = list(read_all(inputs, Limits(published=DAY), workers=2))
    assert [type(item) for item in items] == [Reading] * 6 + [Notice, Reading]


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Killed with its workers at a random moment, the command keeps what it had written, and the next run the rest."""
    folder = tmp_path / "in"
    folder.mkdir()
    for copy in range(9):
        inner = folder / str(copy)
        inner.mkdir()
        for path in stories(inner):
            text = Path(path).read_text("utf-8")
            Path(path).write_text(f"{text}\nThis was telling number {copy}.\n", "utf-8")
    record = tmp_path / "record.db"
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "read", str(folder), "--workers", "2",
               "--record", str(record), "--published", DAY, "--json"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        for _ in range(60):  # more than one batch
            process.stdout.readline()
        process.kill()
    with Record(record) as half:
        before = half.counts()["articles"]
    assert 0 < before < 180
    done = subprocess.run(command, capture_output=True, check=True, timeout=300)
    assert len(done.stdout.splitlines()) == 180
    with Record(record) as whole:
        assert whole.counts()["articles"] == 180
