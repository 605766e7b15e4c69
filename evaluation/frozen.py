"""The fingerprints of the test sets of other hands: a file that changed after its first scoring is refused.

python -m evaluation.frozen            tell which files differ from FROZEN.txt
python -m evaluation.frozen --freeze   add the fingerprints of new files; a changed one stays refused
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
LIST = HERE / "FROZEN.txt"
FOLDERS = ("sentences", "mentions", "tellings")


def changed() -> list[str]:
    """The frozen files that are missing or have another fingerprint now."""
    return [name for name, digest in _frozen().items() if _digest(HERE / name) != digest]


def freeze() -> list[str]:
    """Add the fingerprints of new files; the names of those added."""
    known = _frozen()
    paths = (path for folder in FOLDERS for path in sorted((HERE / folder).rglob("*")))
    fresh = {
        path.relative_to(HERE).as_posix(): _digest(path) for path in paths if path.suffix in (".tsv", ".yaml", ".txt")
    }
    added = [name for name in fresh if name not in known]
    lines = [f"{digest}  {name}" for name, digest in sorted({**fresh, **known}.items())]
    LIST.write_text("\n".join(lines) + "\n", "utf-8")
    return added


def _frozen() -> dict[str, str]:
    lines = LIST.read_text("utf-8").splitlines() if LIST.exists() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"


if __name__ == "__main__":
    if "--freeze" in sys.argv[1:]:
        print(f"{len(freeze())} files frozen")
    different = changed()
    print("\n".join(f"differs from FROZEN.txt: {name}" for name in different) or "all files are as frozen")
    sys.exit(1 if different else 0)
