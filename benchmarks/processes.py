"""What whole processes take: cold start, memory, growth with the number of articles, and one against two."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from benchmarks.feeds import DAY, Feed, body

COMMAND = [sys.executable, "-c", "from dragoman.cli import main; main()"]
STORY = "The foreign ministers of Egypt and Turkey met in Cairo on Monday."


def cold_start(rounds: int = 5) -> tuple[float, float]:
    """Seconds until --help is printed, and until a first sentence has been read, in a process of its own."""
    helps = [_run(["--help"])[0] for _ in range(rounds)]
    reads = [_run(["read", "-", "--no-record", "--json"], STORY)[0] for _ in range(rounds)]
    return statistics.median(helps), statistics.median(reads)


def growth(feed: Feed, counts: tuple[int, ...]) -> list[tuple[int, float, float]]:
    """For so many articles: milliseconds an article beyond the start, and the most megabytes, on one process."""
    start = _run(["read", "-", "--no-record", "--json"], STORY)[0]
    out = []
    for count in counts:
        with _table(feed, count) as path:
            seconds, megabytes = _run(["read", path, "--no-record", "--json", "--workers", "1"])
        out.append((count, (seconds - start) * 1000 / count, megabytes))
    return out


def one_and_two(feed: Feed, count: int, rounds: int) -> tuple[float, float]:
    """How many times two processes are as fast as one on so many articles, start included; and the load meanwhile.

    The two take turns. A load above the number of processes says that others were using the machine too, and that the
    first figure is too low.
    """
    ratios = []
    with _table(feed, count) as path:
        for _ in range(rounds):
            spent = [_run(["read", path, "--no-record", "--json", "--workers", n])[0] for n in ("1", "2")]
            ratios.append(spent[0] / spent[1])
    return statistics.median(ratios), os.getloadavg()[0]


def _run(arguments: list[str], text: str = "") -> tuple[float, float]:
    """Seconds by the clock, and the most megabytes of the process itself."""
    started = time.perf_counter()
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        process.stdin.write(text.encode())
        process.stdin.close()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return time.perf_counter() - started, usage.ru_maxrss / 1024


class _table:
    """A table of so many articles, each with a line of its own, so that no two are the same."""

    def __init__(self, feed: Feed, count: int) -> None:
        self.feed = feed
        self.count = count

    def __enter__(self) -> str:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "articles.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for number, article in enumerate(islice(cycle(self.feed.articles), self.count)):
                text = body(article).replace("\n", "\n\n")
                file.write(
                    json.dumps({"id": str(number), "text": f"{text}\n\nStory {number}.", "published": DAY}) + "\n"
                )
        return str(path)

    def __exit__(self, *_: object) -> None:
        self.folder.cleanup()
