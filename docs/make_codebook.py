"""Write docs/codebook.md from the columns in dragoman/record/fields.py: python docs/make_codebook.py."""

from pathlib import Path

from dragoman.record.fields import document

Path(__file__).with_name("codebook.md").write_text(document(), encoding="utf-8")
