"""The tutorial runs from top to bottom, and says true things."""

import contextlib
import io
import json
from pathlib import Path

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tutorial.ipynb"


def test_the_tutorial_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    held = {"__name__": "__main__"}
    out = io.StringIO()
    for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [], "clear the outputs before the notebook is kept"
            with contextlib.redirect_stdout(out):
                exec(compile("".join(cell["source"]), str(NOTEBOOK), "exec"), held)
    assert "CONSULT" in out.getvalue()
    assert len(held["meetings"]) == 2
    assert [row["events"] > 0 for row in held["told"].rows][:2] == [True, True]
    assert (tmp_path / "tutorial.png").read_bytes().startswith(b"\x89PNG")
    assert not held["icews"].empty
