"""The language of a text."""

from __future__ import annotations

import pytest

from dragoman.ingest.language_id import language_of

NAMES = ", ".join(
    ["Hossein Amir-Abdollahian", "Sergei Lavrov", "Recep Tayyip Erdoğan", "Gurbanguly Berdimuhamedow"] * 5
)
TEXTS = [
    ("Iran and Russia met. " * 20, "en", "English"),
    ("Le président", "en", "too short to tell"),
    (NAMES, "en", "a list of names"),
    (f"The talks were attended by {NAMES}, and the two sides agreed on a roadmap for cooperation.", "en", "English with names"),
    ("IRAN AND RUSSIA SIGN DEAL ON GAS EXPORTS TO ASIA. " * 6, "en", "capitals throughout"),
    ("Le président iranien a rencontré son homologue russe à Moscou pour parler des relations entre les pays. " * 3, "fr", "French"),
    ("Der iranische Präsident hat seinen russischen Kollegen in Moskau getroffen und mit ihm gesprochen. " * 3, "de", "German"),
    ("El presidente de Irán se reunió con su homólogo ruso en Moscú para hablar de las relaciones entre los países. " * 3, "es", "Spanish"),
    ("Президент Ирана встретился с президентом России в Москве и обсудил с ним отношения двух стран. " * 3, "ru", "Russian"),
    ("رئیس جمهور ایران با همتای روس خود در مسکو دیدار کرد و درباره روابط دو کشور گفتگو کردند. " * 3, "fa", "Persian"),
    ("伊朗总统在莫斯科会见了俄罗斯总统,双方讨论了两国关系和地区局势,并签署了合作协议。" * 8, "zh", "Chinese"),
    ("1234 5678 " * 40, "und", "figures alone"),
    ("", "en", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "guards"), TEXTS, ids=[row[2] for row in TEXTS])
def test_language_of(text: str, code: str, guards: str) -> None:
    assert language_of(text) == code
