"""Report how far joined tellings bring together the articles of ECB+ that are about one event; it has no floor.

    python -m evaluation.clustering [--shared DIR] [--topics N]

ECB+ (Cybulska and Vossen, 2014) has two events for each topic, alike on purpose (two trials, two earthquakes), with
some twenty articles of each. Two articles count as brought together where they tell of a common occurrence, or of one
that is told by a third article of both. Most of its topics are crime, sport and celebrities, of which dragoman codes
little, and its articles do not say when they were published: the recall is low by nature, and what counts is that the
two events of a topic stay apart.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import sys
import tempfile
import xml.etree.ElementTree as Tree
from collections import defaultdict
from pathlib import Path

from dragoman.ingest.text import article_from_text
from dragoman.pipeline import load_knowledge, read
from dragoman.record.store import Record
from evaluation.tellings import closure, occurrences_of


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default=os.environ.get("DRAGOMAN_SHARED"), help="directory that holds data/ecbplus")
    parser.add_argument("--topics", type=int, default=12, help="how many topics to read")
    options = parser.parse_args()
    shared = Path(options.shared) if options.shared else Path(__file__).resolve().parents[2] / "shared"
    folder = shared / "data" / "ecbplus"
    if not folder.is_dir():
        print(f"skipped: no ECB+ at {folder}; give --shared or set DRAGOMAN_SHARED")
        return 0
    topics = sorted((path for path in folder.iterdir() if path.name.isdigit()), key=lambda path: int(path.name))
    event: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch, Record(Path(scratch) / "clusters.db") as record:
        for path in [file for topic in topics[: options.topics] for file in sorted(topic.glob("*.xml"))]:
            article = article_from_text(text_of(path))
            event[article.id] = re.sub(r"_\d+", "_", path.stem)  # 1_10ecbplus: the second event of topic 1
            record.append([read(article, load_knowledge())])
        told = occurrences_of(record)
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for (article_id, _), occurrence in told.items():
        articles[occurrence].add(article_id)
    found = closure(pair for ids in articles.values() for pair in itertools.combinations(sorted(ids), 2))
    gold = {
        frozenset(pair) for pair in itertools.combinations(sorted(event), 2) if len({event[id] for id in pair}) == 1
    }
    right = len(found & gold)
    print(f"{len(event)} articles of {len(set(event.values()))} events, {len(told)} coded events")
    print(f"pairs of articles brought together: {len(found)}, of one event {right}")
    print(f"precision {right / max(len(found), 1):.3f} recall {right / max(len(gold), 1):.3f}")
    return 0


def text_of(path: Path) -> str:
    """Put the tokens of an article together, a paragraph a sentence."""
    sentences: defaultdict[int, list[str]] = defaultdict(list)
    for token in Tree.parse(path).getroot().iter("token"):
        sentences[int(token.get("sentence", "0"))].append(token.text or "")
    lines = [" ".join(words) for _, words in sorted(sentences.items())]
    return "\n\n".join(re.sub(r" ([.,;:!?)]|'s\b|n't\b)", r"\1", line).replace("( ", "(") for line in lines)


if __name__ == "__main__":
    sys.exit(main())
