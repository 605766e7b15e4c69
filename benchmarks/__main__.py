"""Print what reading costs: ``python -m benchmarks``, about two minutes; ``--full`` takes an hour and more."""

from __future__ import annotations

import argparse
import os
import platform

from benchmarks.feeds import mixed, political
from benchmarks.processes import cold_start, growth, one_and_two
from benchmarks.sameness import compare_rows, sparable
from benchmarks.speed import compare, load_full, stages


def main() -> None:
    """Run all benchmarks that need no record."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--full", action="store_true", help="more words, and 100 against 10,000 articles")
    full = options.parse_args().full
    words, rounds = (60_000, 7) if full else (8_000, 5)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")

    spacy_full = load_full()
    news = political(words)
    for feed in (news, mixed(words)):
        parsing, reading, ratio = compare(feed, spacy_full, rounds=rounds)
        print(f"{feed.name}: {len(feed.articles)} articles, {feed.words:,} words ({feed.source})")
        print(f"  spaCy, all components   {parsing:7,.0f} words a CPU-second")
        print(f"  dragoman, the whole way {reading:7,.0f} words a CPU-second, {ratio:.2f} times as many")
    print("\nMilliseconds of an article of 500 words, by stage (political news)")
    for name, milliseconds in stages(news).items():
        print(f"  {name:<28}{milliseconds:6.1f}")

    print("\nRows of the development cases, with the parser as it is loaded against as it comes")
    for line in compare_rows(spacy_full):
        print(f"  {line}")
    print("\nWords in paragraphs that lack …, of all: what a gate before the parser could spare")
    for feed in (news, mixed(words)):
        shares = ", ".join(f"{name} {share:.1%}" for name, share in sparable(feed).items())
        print(f"  {feed.name}: {shares}")

    helped, first = cold_start()
    print(f"\nCold start: --help {helped:.2f} s, a first sentence read {first:.2f} s")
    print("Growth, one process")
    for count, milliseconds, megabytes in growth(news, (100, 10_000) if full else (20, 200)):
        print(f"  {count:6,} articles: {milliseconds:6.1f} ms an article, {megabytes:4.0f} MB at most")
    ratio, load = one_and_two(news, 1_000 if full else 120, 3)
    print(f"Two processes against one: {ratio:.2f} times as fast (load {load:.1f})")


if __name__ == "__main__":
    main()
