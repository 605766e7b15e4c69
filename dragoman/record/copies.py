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
import json
import re
import struct
from collections.abc import Hashable, Iterable, Mapping
from operator import eq
from typing import Any

from rensa import RMinHash
from sqlalchemy import Connection, and_, func, select

from dragoman.knowledge.outlets import load_outlets
from dragoman.model import Article
from dragoman.record.schema import among, bands, copies, insert_rows, signatures

PERMUTATIONS, SEED, ROWS = 192, 42, 3
COPY = 0.4  # the share of the shorter text's words in threes: from here on, one was made of the other
RETOLD = 0.25  # the same where both tell of the same event
LEAST = 20  # words in threes: a shorter text proves nothing unless it is the same
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
    alike: float = sum(map(eq, _values(digest), _values(other))) / PERMUTATIONS
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
    """Sign each text, by its id, and note of which earlier ones it is a near-copy; a signed one is passed over."""
    held = set(connection.execute(select(signatures.c.text_id).where(among(signatures.c.text_id, texts))).scalars())
    last = int(connection.execute(select(func.coalesce(func.max(signatures.c.key), 0))).scalar_one())
    new: dict[int, dict[str, Any]] = {}
    filed = []
    for key, text_id in enumerate((text_id for text_id in texts if text_id not in held), start=last + 1):
        shingles = threes(body_words(texts[text_id]))
        digest, size = signature(shingles), len(shingles)
        new[key] = {"key": key, "text_id": text_id, "digest": digest, "size": size}
        filed += [(band, key) for band in set(band_hashes(digest)) if size]
    filed.sort()  # as the table is
    insert_rows(connection, signatures, list(new.values()))
    insert_rows(connection, bands, [{"band": band, "signature": key} for band, key in filed])
    pairs = []
    for row in _likely(connection, {band for band, _ in filed}, last + 1):
        alike = share(new[row.new]["digest"], new[row.new]["size"], row.digest, row.size)
        if alike >= COPY:
            pairs.append({"one": row.key, "other": row.new, "share": alike})
    insert_rows(connection, copies, pairs)


def _likely(connection: Connection, hashes: Iterable[int], first: int) -> Iterable[Any]:
    """Find for each signature, from a key on, the earlier ones that share most of these bands with it."""
    asked = func.json_each(json.dumps(sorted(hashes))).table_valued("value")
    mine, other = bands.alias("mine"), bands.alias("other")
    place = func.row_number().over(partition_by=mine.c.signature, order_by=(func.count().desc(), other.c.signature))
    ranked = (
        select(mine.c.signature.label("new"), other.c.signature.label("held"), place.label("place"))
        .select_from(asked)
        .join(mine, and_(mine.c.band == asked.c.value, mine.c.signature >= first))
        .join(other, and_(other.c.band == asked.c.value, other.c.signature < mine.c.signature))
        .group_by(mine.c.signature, other.c.signature)
        .subquery()
    )
    query = select(ranked.c.new, signatures.c.key, signatures.c.digest, signatures.c.size)
    query = query.join(signatures, signatures.c.key == ranked.c.held).where(ranked.c.place <= CANDIDATES)
    return connection.execute(query)


def compare_texts(connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Note which of these pairs of texts, by their ids, are near-copies; less is asked of tellings of one event."""
    wanted = {(min(pair), max(pair)) for pair in pairs}
    ids = {id for pair in wanted for id in pair}
    query = select(signatures).where(among(signatures.c.text_id, ids))
    signed = {row.text_id: row for row in connection.execute(query)}
    found: dict[tuple[int, int], float] = {}
    for one, other in wanted:
        a, b = signed.get(one), signed.get(other)
        if a is None or b is None or a.key == b.key:
            continue
        held = share(a.digest, a.size, b.digest, b.size)
        if held >= RETOLD:
            found[min(a.key, b.key), max(a.key, b.key)] = held
    known = select(copies.c.one, copies.c.other).where(among(copies.c.one, {one for one, _ in found}))
    for row in connection.execute(known):
        found.pop((row.one, row.other), None)
    insert_rows(
        connection, copies, [{"one": one, "other": other, "share": held} for (one, other), held in found.items()]
    )
