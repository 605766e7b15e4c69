"""Measure attributions on PolNeAR: are who said it, and what was said, found as its annotators marked them?

    python -m evaluation.attribution [--shared DIR] [--split dev] [--keep PREDICTIONS.jsonl]

PolNeAR (Newell et al., LREC 2018) marks source, cue and content in news of the 2016 US campaign. Each line of a text is
read as a paragraph. The corpus nests no attribution in another, so only the outermost are compared. The scorer is the
corpus' neighbour in the shared directory: run in its own process, it prints the table, for all attributions and for
those whose content holds a quotation.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dragoman.extract.quotations import Attribution, find_attributions
from dragoman.language.parse import load_parser, parse
from dragoman.model import Article, Block

ALL_FLOOR, QUOTED_FLOOR = 0.50, 0.85


def main() -> int:
    options = arguments()
    shared = Path(options.shared) if options.shared else Path(__file__).resolve().parents[2] / "shared"
    folder, scorer = shared / "data" / "polnear", shared / "tools" / "score_attributions.py"
    if not folder.is_dir() or not scorer.is_file():
        print(f"skipped: no PolNeAR at {folder}, or no scorer at {scorer}; give --shared or set DRAGOMAN_SHARED")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        predictions = Path(options.keep) if options.keep else Path(scratch) / "predictions.jsonl"
        nlp = load_parser()
        lines = []
        for path in sorted((folder / options.split / "text").glob("*.txt")):
            text = path.read_bytes().decode("utf-8")
            document = parse(article_of(path.stem, text), nlp)
            found = [as_spans(a) for a in find_attributions(document) if a.parent is None]
            lines.append(json.dumps({"doc": path.stem, "attributions": found}))
        predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, str(scorer), str(predictions), "--gold", str(folder), "--split", options.split]
        whole = table(command)
        quoted = table([*command, "--quoted-only"])
    print(whole + quoted)
    f1 = figure(whole, "content>=0.8 + source overlap", 2)
    recall = figure(quoted, "content any overlap", 1)
    letters = figure(quoted, "content characters (soft)", 1)
    print(f"content>=0.8 + source overlap: F1 {f1:.3f} (floor {ALL_FLOOR})")
    print(f"contents with a quotation: {recall:.3f} found (floor {QUOTED_FLOOR}), {letters:.3f} of their characters")
    return 0 if f1 >= ALL_FLOOR and recall >= QUOTED_FLOOR else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default=os.environ.get("DRAGOMAN_SHARED"), help="directory that holds data/polnear")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--keep", help="write the predictions to this file")
    return parser.parse_args()


def article_of(name: str, text: str) -> Article:
    """A bare article whose paragraphs are the lines of the text."""
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        blocks.append(Block("body" if line.strip() else "furniture", (at, at + len(line))))
        at += len(line)
    return Article(name, None, None, None, text, "en", tuple(blocks), None, (), None, None, "unknown", None, (), None)


def as_spans(found: Attribution) -> dict[str, list[list[int]]]:
    return {
        "source": [list(found.speaker)] if found.speaker else [],
        "cue": [list(found.cue)] if found.cue else [],
        "content": [list(span) for span in found.content],
    }


def table(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def figure(printed: str, name: str, column: int) -> float:
    line = next(line for line in printed.splitlines() if line.startswith(name))
    return float(line[len(name) :].split()[column])


if __name__ == "__main__":
    raise SystemExit(main())
