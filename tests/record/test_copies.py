"""Near-copies of articles, whose story an article is, and how many speak."""

import dataclasses
import random
import sqlite3

import pytest
from told import act, telling

from dragoman.model import Dateline
from dragoman.record.copies import COPY, band_hashes, credited, share, signature, threes, voices
from dragoman.record.store import Record

NOUNS = "ship court port bread minister school river bridge market judge harvest train prison border cable".split()
VERBS = "opened closed sold painted left crossed praised feared signed moved lost burned".split()


def article(seed: int, sentences: int = 18) -> list[str]:
    """Sentences drawn from few words, so that different articles are as alike as news of one topic."""
    chance = random.Random(seed)
    return [
        f"The {chance.choice(NOUNS)} near the {chance.choice(NOUNS)} {chance.choice(VERBS)} the {chance.choice(NOUNS)} "
        f"and {chance.choice(VERBS)} {chance.randrange(90)} of {chance.choice(NOUNS)} {chance.choice(NOUNS)}."
        for _ in range(sentences)
    ]


def signed(lines: list[str]) -> tuple[bytes, int]:
    shingles = threes(" ".join(lines).casefold().split())
    return signature(shingles), len(shingles)


def cut(lines: list[str], seed: int) -> list[str]:
    """A third dropped, two of another article put in."""
    chance = random.Random(seed)
    kept = sorted(chance.sample(range(len(lines)), len(lines) - len(lines) // 3))
    copy = [lines[i] for i in kept]
    for line in article(seed + 10_000)[:2]:
        copy.insert(chance.randrange(len(copy) + 1), line)
    return copy


@pytest.mark.parametrize("seed", range(10))
def test_a_cut_copy_is_told_from_another_article(seed):
    whole, copy, other = signed(article(seed)), signed(cut(article(seed), seed)), signed(article(seed + 500))
    assert share(*whole, *copy) >= COPY > share(*whole, *other)
    assert share(*whole, *copy) == share(*copy, *whole)
    assert set(band_hashes(whole[0])) & set(band_hashes(copy[0]))


def test_a_signature_is_the_same_on_any_machine():
    digest = signature(threes("the talks in cairo went on".split()))
    assert (len(digest), digest[:8].hex()) == (768, "e03649cbcb82a3e0")
    assert signature(sorted(threes("the talks in cairo went on".split()), reverse=True)) == digest


def test_a_record_finds_copies(tmp_path):
    path = tmp_path / "news.db"
    with Record(path) as record:
        for seed in range(30):
            record.append([telling(f"a{seed}", text=" ".join(article(seed)))])
        record.append([telling(f"copy of a{seed}", text=" ".join(cut(article(seed), seed))) for seed in range(30)])
        record.append([telling("a3", text=" ".join(article(3)))])
    connection = sqlite3.connect(path)
    found = connection.execute(
        """SELECT a.path, b.path FROM copies JOIN signatures s ON s.key = one JOIN signatures t ON t.key = other
        JOIN readings a ON a.text_id = s.text_id JOIN readings b ON b.text_id = t.text_id"""
    ).fetchall()
    connection.close()
    right = {(f"a{seed}", f"copy of a{seed}") for seed in range(30)}
    assert len(right & set(found)) >= 0.95 * len(right)
    assert len(right & set(found)) >= 0.95 * len(found)


def test_copies_are_the_same_however_they_are_batched(tmp_path):
    """A text is held against those before it, whether they came with it or long ago."""
    told = [telling(f"a{n}", text=" ".join(cut(article(n // 3), n) if n % 3 else article(n // 3))) for n in range(24)]
    found = []
    for size in (1, 7, 24):
        path = tmp_path / f"{size}.db"
        with Record(path) as record:
            for first in range(0, len(told), size):
                record.append(told[first : first + size])
        connection = sqlite3.connect(path)
        found.append(connection.execute("SELECT one, other, share FROM copies ORDER BY one, other").fetchall())
        connection.close()
    assert len(found[0]) >= 20
    assert found[0] == found[1] == found[2]


def test_texts_of_a_few_words_are_copies_only_when_they_are_the_same():
    short, other = ["The court sat on Monday."], ["The court sat on Tuesday."]
    assert (share(*signed(short), *signed(short)), share(*signed(short), *signed(other))) == (1.0, 0.0)


PLAIN = telling("a", act("CONSULT", "IRN, RUS"), text="The two met.")


@pytest.mark.parametrize(
    ("changes", "agency"),
    [
        ({}, None),
        ({"dateline": Dateline("MOSCOW", None, "Reuters")}, "reuters"),
        ({"dateline": Dateline("MOSCOW", None, "Ruritanian News")}, "ruritanian news"),
        ({"dateline": Dateline("MOSCOW", "2022-01-20", None)}, None),
        ({"byline": "Reuters"}, "reuters"),
        ({"byline": "Ann Miller"}, None),
        ({"byline": "The New York Times"}, None),  # no agency: it may well be the outlet itself
        ({"text": "The two met.\n\nSource: Agence France-Presse"}, "agence-france-presse"),
        ({"text": "The two met.\n(With inputs from Reuters)"}, "reuters"),
        ({"text": "Reuters reporters were not let in.\n"}, None),
    ],
)
def test_whose_story_it_is(changes, agency):
    assert credited(dataclasses.replace(PLAIN.article, **changes)) == agency


@pytest.mark.parametrize(
    ("articles", "linked", "count"),
    [
        ({1: "a", 2: "b"}, [], 2),
        ({1: "a", 2: "a"}, [], 1),
        ({1: "a", 2: "b"}, [(1, 2)], 1),
        ({1: "a", 2: "b", 3: "c"}, [(1, 2), (2, 3)], 1),
        ({1: "a", 2: "b", 3: "a"}, [(2, 3)], 1),
        ({1: None, 2: None}, [], 1),  # nobody knows whether they are two
        ({1: "a", 2: None}, [], 1),
        ({1: "a", 2: None, 3: "b"}, [(1, 2)], 2),
    ],
)
def test_voices(articles, linked, count):
    assert voices(articles, linked) == count
