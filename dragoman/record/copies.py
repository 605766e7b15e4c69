"""Near-copies of articles: mirrors, reprints of one wire story and cuts of them, and whose word an article gives.

    signature(shingles)    MinHash of an article's words in threes
    band_hashes(digest)    hashes that two near-copies are likely to have in common
    share(a, b)            how much of the one the other holds
    file_copies            what the record does with a new text
    compare_texts          and with texts that tell of the same event, which the bands may have missed
    credited(article)      the agency whose story it is
    voices                 how many independent ones speak

A copy with a third of its sentences dropped and two others added shares about half of its words in threes with the
whole, so the bands are narrow: three values each find such a pair with a chance above 98 in a hundred, and two
different articles once in thousands. What the bands find is then held against the whole signature.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from rensa import RMinHash
from sqlalchemy import Connection, func, insert, select

from dragoman.knowledge.outlets import load_outlets
from dragoman.model import Article
from dragoman.record.schema import bands, copies, signatures

PERMUTATIONS, SEED, ROWS = 192, 42, 3
COPY = 0.4  # the share of the shorter text's words in threes: from here on, one was made of the other
RETOLD = 0.25  # the same where both tell of the same event
LEAST = 20  # words in threes: a shorter text proves nothing unless it is the same
_CHUNK = 200
CANDIDATES = 30  # near-copies that a text is held against, those with most bands in common first

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_METHOD = f"{PERMUTATIONS} {SEED} {ROWS} {RMinHash.ALGORITHM_VERSION}"


def body_words(article: Article) -> list[str]:
    """Give the words of an article's body: headline, credits and furniture differ between mirrors of one text."""
    parts = [
        article.text[start:end] for kind, (start, end) in ((b.kind, b.span) for b in article.blocks) if kind == "body"
    ]
    return _WORD.findall(" ".join(parts).casefold())


def threes(words: list[str]) -> frozenset[str]:
    """Give every three words that follow each other.

    >>> sorted(threes(["the", "talks", "in", "cairo"]))
    ['talks in cairo', 'the talks in']
    """
    return frozenset(" ".join(words[i : i + 3]) for i in range(max(len(words) - 2, 0)))


def signature(shingles: Iterable[str]) -> bytes:
    """Sign a text by MinHash: the same bytes on any machine for the same words."""
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(sorted(shingles))
    return struct.pack(f"<{PERMUTATIONS}I", *minhash.digest())


def band_hashes(digest: bytes) -> list[int]:
    """Hash each band of a signature; another way of signing gives other hashes, so that none are mixed up."""
    size = 4 * ROWS
    found = []
    for at in range(0, len(digest), size):
        hashed = hashlib.blake2b(f"{_METHOD} {at}".encode() + digest[at : at + size], digest_size=8).digest()
        found.append(int.from_bytes(hashed, "big", signed=True))
    return found


def share(digest: bytes, size: int, other: bytes, other_size: int) -> float:
    """Estimate which share of the shorter text's words in threes the other holds, from signatures and sizes."""
    least = min(size, other_size)
    if least < LEAST:
        return float(digest == other and size == other_size)
    alike = sum(a == b for a, b in zip(_values(digest), _values(other), strict=True)) / PERMUTATIONS
    return min(alike * (size + other_size) / (1 + alike) / least, 1.0)


def _values(digest: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{PERMUTATIONS}I", digest)


def voices(articles: Mapping[int, Hashable | None], linked: Iterable[tuple[int, int]]) -> int:
    """Count independent sources. ``articles`` gives the voice of each: the agency that it credits, or else its outlet.

    Articles of one voice count once, and so do near-copies, whatever their outlets; articles of which nobody knows
    whose they are count as one, and only where there is no other.

    >>> voices({1: "reuters", 2: "daily", 3: "weekly", 4: None}, [(1, 2)])
    2
    """
    root = {key: key for key in articles}

    def find(key: int) -> int:
        while root[key] != key:
            key = root[key]
        return key

    first: dict[Hashable, int] = {}
    for key, voice in articles.items():
        if voice is not None:
            root[find(key)] = find(first.setdefault(voice, key))
    for one, other in linked:
        root[find(one)] = find(other)
    known = {find(key) for key, voice in articles.items() if voice is not None}
    return len(known) or 1


_CREDIT = re.compile(
    r"^\W*(?:sources?|credit|courtesy(?: of)?|via|with (?:inputs|files) from|report(?:ing|ed) by)[:\s]+"
    r"([^\n]{2,60}?)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = 300  # characters at the end of an article in which it credits its source


def credited(article: Article) -> str | None:
    """Name the agency whose story an article is, by its dateline, byline or closing credit; None where it says nothing.

    It is the registry's id where the registry knows it, else the name in small letters.
    """
    outlets = load_outlets()
    if article.dateline is not None and article.dateline.agency:
        named = outlets.by_name(article.dateline.agency)
        return (named.id if named else None) or article.dateline.agency.casefold()
    for words in (article.byline, *(match[1] for match in _CREDIT.finditer(article.text[-_CLOSING:]))):
        named = outlets.by_name(words)
        if named is not None and named.id is not None and outlets.get(named.id).kind == "agency":
            return named.id
    return None


def file_copies(connection: Connection, texts: Mapping[str, Article]) -> None:
    """Sign each text, by its id, and note of which held ones it is a near-copy; a signed one is passed over."""
    last = int(connection.execute(select(func.coalesce(func.max(signatures.c.key), 0))).scalar_one())
    for text_id, article in texts.items():
        if connection.execute(select(signatures.c.key).where(signatures.c.text_id == text_id)).first():
            continue
        shingles = threes(body_words(article))
        digest, size = signature(shingles), len(shingles)
        hashes = sorted(set(band_hashes(digest)))
        alike = func.count()
        likely = (
            select(signatures.c.key, signatures.c.digest, signatures.c.size)
            .join(bands, bands.c.signature == signatures.c.key)
            .where(bands.c.band.in_(hashes))
            .group_by(signatures.c.key)
            .order_by(alike.desc(), signatures.c.key)
            .limit(CANDIDATES)
        )
        found = (
            [(row.key, share(digest, size, row.digest, row.size)) for row in connection.execute(likely)] if size else []
        )
        last += 1
        connection.execute(insert(signatures), {"key": last, "text_id": text_id, "digest": digest, "size": size})
        if size:
            connection.execute(insert(bands), [{"band": band, "signature": last} for band in hashes])
        pairs = [{"one": key, "other": last, "share": held} for key, held in found if held >= COPY]
        if pairs:
            connection.execute(insert(copies), pairs)


def compare_texts(connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Note which of these pairs of texts, by their ids, are near-copies; less is asked of tellings of one event."""
    wanted = {(min(pair), max(pair)) for pair in pairs}
    ids = sorted({id for pair in wanted for id in pair})
    signed: dict[str, Any] = {}
    for at in range(0, len(ids), _CHUNK):
        query = select(signatures).where(signatures.c.text_id.in_(ids[at : at + _CHUNK]))
        signed.update((row.text_id, row) for row in connection.execute(query))
    for one, other in sorted(wanted):
        a, b = signed.get(one), signed.get(other)
        if a is None or b is None or a.key == b.key:
            continue
        held = share(a.digest, a.size, b.digest, b.size)
        first, second = sorted((a.key, b.key))
        known = select(copies.c.one).where(copies.c.one == first, copies.c.other == second)
        if held >= RETOLD and connection.execute(known).first() is None:
            connection.execute(insert(copies), {"one": first, "other": second, "share": held})
