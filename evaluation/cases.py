"""Measure whole readings on articles written and annotated for the project by other hands than the rules'.

    python -m evaluation.cases [--detail]

Three folders: the Moscow article of the shared directory, `evaluation/cases/development` (25 articles, may be studied)
and `evaluation/cases/held-out` (15 articles, scored and never studied: no --detail for them). The scorer is the shared
directory's `tools/score_readings.py`, run in its own process. A gold file that differs from the fingerprint in its
FROZEN.txt is refused.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dragoman.ingest.files import open_inputs
from dragoman.knowledge.outlets import load_outlets
from dragoman.model import Article, to_json
from dragoman.pipeline import load_knowledge, read

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", HERE.parent.parent / "shared"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--detail", action="store_true", help="name what was missed, of the sets that may be studied")
    detail = parser.parse_args().detail
    scorer = SHARED / "tools" / "score_readings.py"
    if not scorer.exists():
        print("cases: skipped, the scorer is not at hand (set DRAGOMAN_SHARED)")
        return 0
    for name, folder in (
        ("moscow", SHARED / "cases"),
        ("development", HERE / "cases" / "development"),
        ("held-out", HERE / "cases" / "held-out"),
    ):
        if not (folder / "gold.yaml").exists():
            print(f"cases {name}: skipped, not at hand")
            continue
        changed = _changed(folder)
        if changed:
            print(f"cases {name}: {', '.join(changed)} differ from FROZEN.txt")
            return 1
        print(f"cases {name}: {_score(scorer, folder, detail=detail and name != 'held-out')}")
    return 0


def _changed(folder: Path) -> list[str]:
    """The frozen files whose fingerprint is another now."""
    frozen = folder / "FROZEN.txt"
    out = []
    for line in frozen.read_text("utf-8").splitlines() if frozen.exists() else ():
        digest, _, name = line.strip().partition("  ")
        path = next((p for p in (folder / name, folder / "articles" / Path(name).name) if p.exists()), None)
        if len(digest) == 64 and (path is None or hashlib.sha256(path.read_bytes()).hexdigest() != digest):
            out.append(name)
    return out


def _score(scorer: Path, folder: Path, *, detail: bool) -> str:
    knowledge = load_knowledge()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for item in open_inputs([folder / "articles"], outlets=load_outlets()):
            if isinstance(item, Article):
                out.write(json.dumps(to_json(read(item, knowledge))) + "\n")
        out.flush()
        command = [sys.executable, str(scorer), str(folder), out.name, *(["--detail"] if detail else [])]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
