"""Run every evaluation and hold its figures against `floors.json`; a set that is absent is skipped, and says so.

python -m evaluation            all sets
python -m evaluation dates      one
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SETS = (
    "dates",
    "pages",
    "offices",
    "places",
    "frames",
    "event_types",
    "sentences",
    "mentions",
    "attribution",
    "cases",
    "copies",
    "tellings",
)


def main() -> int:
    floors = json.loads((HERE / "floors.json").read_text("utf-8"))
    short = []
    for name in sys.argv[1:] or SETS:
        print(f"== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"evaluation.{name}"], capture_output=True, text=True, check=False)
        print(done.stdout + done.stderr, flush=True)
        for figure in floors.get(name, ()):
            found = re.search(figure["pattern"], done.stdout)
            if found is None:
                print(f"   {figure['name']}: not printed (the set is absent, or the report has changed)")
            elif float(found[1].rstrip("%")) < figure["floor"]:
                short.append(f"{name} {figure['name']}: {found[1]} is under its floor {figure['floor']}")
    print("\n".join(short) or "no figure is under its floor")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
