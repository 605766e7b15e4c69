"""The whole way of an article, on one page: ``read(article, knowledge)``.

A plain function: no store, no network, no clock, no global. The same article and the same knowledge give the same
Reading on any machine; whatever scales, resumes or serves is built around it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import dragoman
import dragoman.knowledge
from dragoman.document import Document
from dragoman.extract.actors import Resolver
from dragoman.extract.agreements import agreements_of
from dragoman.extract.commitments import commitments_of
from dragoman.extract.events import Coder
from dragoman.extract.mentions import find_mentions
from dragoman.extract.places import PlaceFinder, told_from
from dragoman.extract.positions import positions_of
from dragoman.extract.quotations import Attribution, find_attributions
from dragoman.extract.statements import claims_of, speakers_of, statements_of
from dragoman.ingest.published import published_day
from dragoman.ingest.text import article_from_text
from dragoman.knowledge.actors import Actors, load_actors
from dragoman.knowledge.agreements import Agreements, load_agreements
from dragoman.knowledge.contexts import Contexts, load_contexts
from dragoman.knowledge.event_typer import EventTyper, load_event_typer
from dragoman.knowledge.issues import Issues, Stances, load_issues, load_stances
from dragoman.knowledge.lexicon import Lexicon, load_lexicon
from dragoman.knowledge.offices import Offices, load_offices
from dragoman.knowledge.ontology import Ontology, load_ontology
from dragoman.knowledge.outlets import load_outlets
from dragoman.knowledge.places import Places, load_places
from dragoman.language.parse import PARSER, load_parser, parse
from dragoman.model import FORMAT, Article, Reader, Reading

VERSION = dragoman.__version__


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that reading needs to know: the registries, the lexicon, the ontology and the loaded parser."""

    actors: Actors
    offices: Offices
    lexicon: Lexicon
    ontology: Ontology
    agreements: Agreements
    places: Places
    issues: Issues
    stances: Stances
    contexts: Contexts
    typer: EventTyper | None  # None: the lexicon alone
    parser: Any
    reader: Reader


@cache
def load_knowledge() -> Knowledge:
    """Load the shipped knowledge, once a process; about a second, most of it the parser's."""
    parser = load_parser()
    meta = parser.meta
    reader = Reader(VERSION, knowledge_version(), f"{PARSER} {meta.get('version', '')}".strip())
    return Knowledge(
        load_actors(),
        load_offices(),
        load_lexicon(),
        load_ontology(),
        load_agreements(),
        load_places(),
        load_issues(),
        load_stances(),
        load_contexts(),
        load_event_typer(),
        parser,
        reader,
    )


@cache
def knowledge_version() -> str:
    """Hash the shipped knowledge files: it changes with every entry, so that two readings can be told apart."""
    folder = Path(dragoman.knowledge.__file__).parent / "data"
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def resolve(article: Article, knowledge: Knowledge) -> tuple[Document, tuple[Attribution, ...], Resolver]:
    """The first half of the way: the parsed article, who is quoted in it, and who its words mean."""
    document = parse(article, knowledge.parser)
    mentions = find_mentions(document, knowledge.actors, knowledge.offices)
    attributions = find_attributions(document)
    home = told_from(document, knowledge.places)
    resolver = Resolver(
        document,
        mentions,
        knowledge.actors,
        knowledge.offices,
        article.published,
        told_from=home,
        speakers=speakers_of(document, attributions),
    )
    return document, attributions, resolver


def read(article: Article, knowledge: Knowledge) -> Reading:
    """Read one article: what it tells of acts between actors, each row tied to its words."""
    document, attributions, resolver = resolve(article, knowledge)
    statements = statements_of(document, attributions, resolver)
    claims = claims_of(document, attributions, resolver)
    places = PlaceFinder(document, resolver, knowledge.places)
    coder = Coder(
        document,
        resolver,
        claims,
        places,
        knowledge.lexicon,
        knowledge.ontology,
        knowledge.contexts,
        typer=knowledge.typer,
    )
    events = coder.write(coder.code())
    positions, lost = positions_of(
        document, resolver, knowledge.lexicon, knowledge.issues, knowledge.stances, statements=statements
    )
    ledger = agreements_of(document, resolver, knowledge.agreements, knowledge.lexicon)
    commitments, idle = commitments_of(document, resolver, ledger, knowledge.lexicon)
    return Reading(
        FORMAT,
        knowledge.reader,
        article,
        events=events,
        statements=statements,
        positions=positions,
        agreements=ledger.agreements,
        commitments=commitments,
        dropped=(*coder.dropped, *lost, *ledger.dropped, *idle),
    )


def read_text(
    text: str | Article,
    *,
    published: str | None = None,
    title: str | None = None,
    url: str | None = None,
    source: str | None = None,
) -> Reading:
    """Read a text, or an article that is already one, with the shipped knowledge, loaded once.

    ``published`` is the day of publication ("2022-01-20"), against which "on Wednesday" is read; BadDate where it is
    no day. ``source`` names the outlet. For files, pages and tables see the command line.

    >>> [event.type for event in read_text("Iran condemned Israel on Sunday.", published="2022-01-20").events]
    ['ACCUSE']
    """
    if isinstance(text, Article):
        return read(text, load_knowledge())
    day = published_day(published, where="published") if published is not None else None
    article = article_from_text(text, title=title, url=url, published=day, source=source, outlets=load_outlets())
    return read(article, load_knowledge())
