"""Reading many articles: one process a core, whole articles in, small records out, in the order of the input.

A worker is a process with a pipe of its own, so that it is known which article each of them has. One that dies, that
takes too long or that wants too much memory costs that article, which becomes a Failure; another worker takes its place
and the rest goes on. What comes out does not depend on the number of workers. The first few articles are read in the
calling process, and where there are no more, no worker is started.
"""

from __future__ import annotations

import itertools
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dragoman.errors import MissingPart
from dragoman.ingest.failures import Notice
from dragoman.ingest.files import Unread, open_unread
from dragoman.knowledge.outlets import load_outlets
from dragoman.model import Article, Failure, Reading
from dragoman.pipeline import load_knowledge, read

AT_HOME = 8  # articles read in the calling process before workers are started: about a second
AHEAD = 64  # articles per worker that may be read while an earlier one is not done
GRACE = 5.0  # seconds after which a worker that does not stop by itself is killed

Task = Unread | Article
Item = Reading | Article | Failure | Notice  # an Article: it was kept already


@dataclass(frozen=True, slots=True)
class Limits:
    """What one article may cost, and what its file may lack: the same for all articles of a run."""

    seconds: float = 60.0
    megabytes: int = 500  # beyond what the loaded knowledge takes
    published: str | None = None
    source: str | None = None


def read_all(
    inputs: Iterable[Task | Failure | Notice],
    limits: Limits | None = None,
    *,
    workers: int | None = None,
    kept: Callable[[Article], bool] = lambda article: False,
) -> Generator[Item, None, None]:
    """Read what list_inputs lists, in its order, on as many processes as there are cores.

    ``kept`` says of an article that it need not be read again; it comes out as the Article itself. Failures and
    notices come out as they went in. MissingPart where workers cannot be started.

    >>> [item.reason for item in read_all([Unread("no/such/file.txt", None)])]
    ['unreadable']
    """
    limits = limits or Limits()
    stream = iter(inputs)
    count = workers if workers is not None else cores()
    for item in itertools.islice(stream, AT_HOME) if count > 1 else stream:
        if isinstance(item, Unread | Article):
            yield from _read_one(item, limits, kept)
        else:
            yield item
    if count > 1:
        # Asked for one more before workers are started, which take a second to load.
        for item in itertools.islice(stream, 1):
            yield from _Pool(limits, count, kept).read(itertools.chain([item], stream))


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ---------------------------------------------------------------- one article


class _OutOfTime(BaseException):
    """Raised in the middle of an article; no handler of ordinary errors may take it for one."""


def _read_one(task: Task, limits: Limits, kept: Callable[[Article], bool]) -> Iterator[Item]:
    """Open and read one article within its limits."""
    items: list[Item] = []
    try:
        with _within(limits):
            opened = (
                open_unread(task, published=limits.published, source=limits.source, outlets=load_outlets())
                if isinstance(task, Unread)
                else iter([task])
            )
            for item in opened:
                if not isinstance(item, Article) or kept(item):
                    items.append(item)
                else:
                    items.append(_reading(item))
    except _OutOfTime:
        items.append(_too_slow(task, limits))
    except MemoryError:
        items.append(_too_big(task, limits))
    yield from items


def _reading(article: Article) -> Reading | Failure:
    try:
        return read(article, load_knowledge())
    except MemoryError:
        raise
    except Exception as error:  # one bad article never stops a run
        what = f"could not be read ({type(error).__name__}: {error}); please report it with the text"
        return _failure(article, "not read", what)


@contextmanager
def _within(limits: Limits) -> Iterator[None]:
    """Stop what runs here when its time is out, and let it have no more than its memory. Where the system cannot,
    as outside the main thread, it runs without.
    """
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, _out_of_time) if timed else None
    memory = _limit_memory(limits.megabytes)
    try:
        if timed:
            # It rings again in case the first call was swallowed by a library.
            signal.setitimer(signal.ITIMER_REAL, limits.seconds, 1.0)
        yield
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        if memory is not None:
            _set_memory(memory)


def _out_of_time(*_: object) -> None:
    raise _OutOfTime


def _limit_memory(megabytes: int) -> tuple[int, int] | None:
    """Let this process have so much more address space than it has; the limits that held before, or None."""
    if not sys.platform.startswith("linux"):
        return None  # elsewhere the limit is not kept, or the size not known
    import resource

    with open("/proc/self/statm", "rb") as file:
        size = int(file.read().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    wanted = size + (megabytes << 20)
    limit = wanted if before[1] == resource.RLIM_INFINITY else min(wanted, before[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    return before


def _set_memory(limit: tuple[int, int]) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, limit)


def _failure(task: Task, reason: str, what: str) -> Failure:
    if isinstance(task, Article):
        return Failure(task.path, None, task.given_id, reason, f"{task.path or task.given_id or task.id}: {what}")
    place = task.path if task.line is None else f"{task.path}, line {task.line}"
    return Failure(task.path, task.line, task.given_id, reason, f"{place}: {what}")


def _too_slow(task: Task, limits: Limits) -> Failure:
    what = f"expected an article that is read in {limits.seconds:g} s, came one that is not. Split it"
    return _failure(task, "too slow", f"{what}, or give it more with --article-seconds.")


def _too_big(task: Task, limits: Limits) -> Failure:
    what = f"expected an article that is read in {limits.megabytes} MB, came one that is not. Split it"
    return _failure(task, "too big", f"{what}, or give it more with --article-megabytes.")


# ---------------------------------------------------------------- many articles


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, the pipe to it, and the article that it has."""

    process: Any
    pipe: Any
    loaded: bool = False
    number: int = -1  # of the article that it has
    task: Task | None = None
    until: float = 0.0  # when it is killed, by the clock of time.monotonic
    items: list[Item] = field(default_factory=list)


class _Pool:
    """The workers of one run."""

    def __init__(self, limits: Limits, count: int, kept: Callable[[Article], bool]) -> None:
        self.limits = limits
        self.count = count
        self.kept = kept
        self.workers: list[_Worker] = []
        self.done: dict[int, list[Item]] = {}  # what came of an article, by its number, until it is its turn

    def read(self, inputs: Iterator[Task | Failure | Notice]) -> Iterator[Item]:
        """Read all, in order."""
        listed = enumerate(inputs)
        turn = 0
        more = True
        try:
            self.workers = [self._start() for _ in range(self.count)]
            while True:
                while turn in self.done:
                    yield from self.done.pop(turn)
                    turn += 1
                more = more and self._hand_out(listed, turn)
                if any(worker.task is not None for worker in self.workers):
                    self._listen()
                elif not more and turn not in self.done:
                    return
        finally:
            for worker in self.workers:
                self._stop(worker)

    def _hand_out(self, listed: Iterator[tuple[int, Task | Failure | Notice]], turn: int) -> bool:
        """Give every idle worker an article, unless they are too far ahead; whether there may be more."""
        idle = [worker for worker in self.workers if worker.task is None]
        held = len(self.done) + self.count - len(idle)
        while idle and held < AHEAD * self.count:
            number, item = next(listed, (-1, None))
            if item is None:
                return False
            held += 1
            if isinstance(item, Unread | Article):
                self._give(idle.pop(), number, item)
            else:
                self.done[number] = [item]
        return True

    def _give(self, worker: _Worker, number: int, task: Task) -> None:
        try:
            worker.pipe.send(task)
        except OSError:  # it died while it had nothing to do: no article is lost
            worker = self._replace(worker)
            worker.pipe.send(task)
        worker.number, worker.task, worker.items = number, task, []
        self._set_clock(worker)

    def _set_clock(self, worker: _Worker) -> None:
        worker.until = time.monotonic() + self.limits.seconds + GRACE

    def _listen(self) -> None:
        """Wait for a worker to say something, to die or to be out of time."""
        working = [worker for worker in self.workers if worker.task is not None and worker.loaded]
        first = min((worker.until for worker in working), default=None)
        wait = max(first - time.monotonic(), 0.0) if first is not None else None
        spoke = multiprocessing.connection.wait([worker.pipe for worker in self.workers], wait)
        for worker in [worker for worker in self.workers if worker.pipe in spoke]:
            try:
                about, item = worker.pipe.recv()
                self._hear(worker, about, item)
            except (EOFError, OSError):
                self._lose(worker)
        for worker in working:
            # What has come meanwhile is heard first: it may be this process that was held up.
            late = worker.task is not None and worker.until < time.monotonic()
            if late and worker in self.workers and not worker.pipe.poll():
                assert worker.task is not None
                self._finish(worker, _too_slow(worker.task, self.limits))
                self._replace(worker)

    def _hear(self, worker: _Worker, about: str, item: Any) -> None:
        if about == "loaded":
            worker.loaded = True
            self._set_clock(worker)
        elif about == "opened":
            worker.pipe.send(self.kept(item))
            self._set_clock(worker)
        elif about == "item":
            worker.items.append(item)
        else:
            self._finish(worker)

    def _finish(self, worker: _Worker, *failures: Failure) -> None:
        self.done[worker.number] = [*worker.items, *failures]
        worker.task = None

    def _lose(self, worker: _Worker) -> None:
        """A worker has died: it costs the article that it had."""
        worker.process.join()
        code = worker.process.exitcode
        if not worker.loaded:
            raise MissingPart(
                f"a worker could not start (exit code {code}): run `dragoman doctor`, or read with --workers 1"
            )
        if worker.task is not None:
            how = f"by signal {-code}" if code is not None and code < 0 else f"with exit code {code}"
            what = f"the process that read it ended {how}. Read it again by itself; if it ends again, please report it."
            self._finish(worker, _failure(worker.task, "worker lost", what))
        self._replace(worker)

    def _replace(self, worker: _Worker) -> _Worker:
        self._stop(worker)
        fresh = self._start()
        self.workers[self.workers.index(worker)] = fresh
        return fresh

    def _start(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        process = _context().Process(target=_work, args=(theirs, self.limits), daemon=True)
        process.start()
        theirs.close()  # so that its end is seen when it dies
        return _Worker(process, ours)

    @staticmethod
    def _stop(worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()


@cache
def _context() -> Any:
    """How workers come to be: forked from a process that has loaded the knowledge, so that they share it; started
    from nothing where the system cannot.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["dragoman.warm"])
    return context


# ---------------------------------------------------------------- in the worker


def _work(pipe: Any, limits: Limits) -> None:
    """Read articles until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the calling process decides what an interrupt means
    load_knowledge()

    def kept(article: Article) -> bool:
        """Ask the calling process; the article's clock stands still while that has other things to do."""
        left = signal.setitimer(signal.ITIMER_REAL, 0)[0] if hasattr(signal, "setitimer") else 0.0
        pipe.send(("opened", article))
        answer: bool = pipe.recv()
        if left:
            signal.setitimer(signal.ITIMER_REAL, left, 1.0)
        return answer

    healthy = True
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the calling process is gone
        pipe.send(("loaded", None))
        while healthy:
            for item in _read_one(pipe.recv(), limits, kept):
                pipe.send(("item", item))
                # Stopped in the middle of something, a process is not one to go on with.
                healthy = healthy and not (isinstance(item, Failure) and item.reason in ("too slow", "too big"))
            pipe.send(("done", None))
