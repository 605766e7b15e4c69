"""Readings for a person: one line for an event, its words beneath the fold of a quotation mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from dragoman.knowledge.actors import Actors
from dragoman.model import Article, Commitment, Date, Event, Participant, Reading, Span, Statement, Visit
from dragoman.record.query import Shown

_QUAD_STYLE = {1: "green", 2: "bold green", 3: "yellow", 4: "bold red"}
_TELLING = 90  # characters of the quotation shown for a row


def print_reading(reading: Reading, console: Console, actors: Actors, *, dropped: bool = False) -> None:
    """Print one reading: headline, source, events, statements, agreements and commitments; in colour on a terminal."""
    for line in lines(reading, actors, dropped=dropped):
        console.print(line, soft_wrap=True, highlight=False)


def lines(reading: Reading, actors: Actors, *, dropped: bool = False) -> Iterator[Text]:
    """The lines that print_reading prints."""
    article = reading.article
    yield Text(article.title or _first_words(article), style="bold")
    yield Text(_source(article), style="dim")
    for event in reading.events:
        yield from _event(event, article, actors)
    if not reading.events:
        yield Text("  no events", style="dim")
    if reading.statements:
        yield Text("  Statements", style="bold dim")
        for statement in reading.statements:
            yield _statement(statement)
    if reading.positions:
        yield Text("  Positions", style="bold dim")
        for position in reading.positions:
            who = " + ".join(_short_name(p) for p in position.holders)
            yield Text(f"    {position.issue.name}: {who} {position.polarity} “{_clip(position.stance.text, 140)}”")
    if reading.agreements:
        yield Text("  Agreements", style="bold dim")
        for agreement in reading.agreements:
            dates = [
                f"{label} {value}"
                for label, value in (
                    ("signed", agreement.signed),
                    ("in force", agreement.in_force),
                    ("expires", agreement.expires),
                )
                if value
            ]
            parties = " + ".join(_short_name(p) for p in agreement.parties)
            yield Text(f"    {agreement.name} ({agreement.kind})  {parties}  {', '.join(dates)}".rstrip())
    if reading.commitments:
        yield Text("  Commitments", style="bold dim")
        for commitment in reading.commitments:
            yield _commitment(commitment)
    counts = Counter(drop.reason for drop in reading.dropped)
    if counts:
        told = ", ".join(
            f"{reason} {count}" for reason, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )
        yield Text(f"  not coded: {told}", style="dim")
        if dropped:
            for drop in reading.dropped:
                words = _clip(article.text[drop.span[0] : drop.span[1]], _TELLING)
                yield Text(f'    {drop.reason}: "{words}"', style="dim")


def shown_lines(shown: Shown) -> Iterator[str]:
    """The lines that open one row: what it says, its words, where they were published, and why it was coded."""
    row = shown.row
    article = "outlet_name outlet_id outlet_country published title url article_id".split()
    yield f"{shown.kind.removesuffix('s')} {row['id']}"
    parts = {party["part"] for party in shown.parties}
    for name, value in row.items():
        told_below = name in ("id", "quote", *article) or name.partition("_")[0] in parts
        if value is not None and not told_below:
            yield f"  {name:<16} {' '.join(str(value).split())}"
    for party in shown.parties:
        known = (party["role"], party["name"], party["actor"], party["country"])
        yield f"  {party['part']:<16} “{party['text']}”: {', '.join(part for part in known if part) or 'not known'}"
    for quote in shown.quotes:
        field = f"{quote['field']}: " if quote["field"] else ""
        yield f"  {field}“{' '.join(quote['quote'].split())}” [{quote['span_start']}, {quote['span_end']})"
    yield f"  why: {shown.why}" if shown.why else "  why: these words say so"
    yield "  article " + "  ".join(str(row[name]) for name in reversed(article) if row.get(name))
    for telling in shown.tellings:
        where = "  ".join(str(telling[name]) for name in ("published", "outlet_name", "title") if telling[name])
        yield f"  also {telling['relation']}: {telling['id']}  {where}"


def _event(event: Event, article: Article, actors: Actors) -> Iterator[Text]:
    line = Text("  ")
    line.append(f"{_day(event.date):<10}  ")
    kind = event.type + (f" ({event.mode})" if event.mode else "")
    line.append(f"{kind:<12}", style=_QUAD_STYLE.get(event.quad or 0, ""))
    if event.status != "occurred":
        line.append(f"  [{event.status}{', of ' + event.foresees if event.foresees else ''}]", style="magenta")
    elif event.foresees:
        line.append(f"  [foresees {event.foresees}]", style="magenta")
    line.append("  " + " + ".join(_participant(p, actors) for p in event.actors))
    if event.recipients:
        line.append(" → " + " + ".join(_participant(p, actors) for p in event.recipients))
    if event.place:
        line.append(f"  {event.place.name}", style="cyan")
    telling = event.evidence[0]
    line.append(f"  “{_around(article.text, telling.span, telling.trigger)}”", style="dim")
    if len(event.evidence) > 1:
        line.append(f" (told {len(event.evidence)} times)", style="dim")
    yield line
    if event.visit:
        yield from _visit(event.visit)
    if event.claimed_by:
        whose = ", ".join(_short_name(claim.participant) for claim in event.claimed_by)
        yield Text(f"              on the word of {whose}", style="italic dim")


def _visit(visit: Visit) -> Iterator[Text]:
    days = " to ".join(day for day in (visit.first, visit.last) if day)
    met = ", ".join(_short_name(p) for p in visit.met)
    parts = [days, f"invited by {_short_name(visit.inviter)}" if visit.inviter else "", f"met {met}" if met else ""]
    told = "; ".join(part for part in parts if part)
    if told:
        yield Text(f"              {told}", style="dim")


def _statement(statement: Statement) -> Text:
    who = " + ".join(_short_name(p) for p in statement.speaker)
    via = f" ({statement.occasion or statement.outlet})" if statement.occasion or statement.outlet else ""
    return Text(f"    {who}{via} {statement.cue.text}: “{_clip(statement.content.text, 140)}”")


def _commitment(commitment: Commitment) -> Text:
    who = " + ".join(_short_name(p) for p in commitment.by)
    when = commitment.due or (commitment.horizon.text if commitment.horizon else "")
    return Text(f"    {who} {commitment.status}: “{_clip(commitment.action.text, 140)}” {when}".rstrip())


def _participant(participant: Participant, actors: Actors) -> str:
    """``Iran (foreign minister Hossein Amir-Abdollahian)``; the words themselves where no state is known."""
    state = actors.state(participant.country) if participant.country else None
    person = participant.name if not state or participant.name != state.name else None
    if participant.actor is None and (participant.role is None or participant.name is None):
        person = participant.text if participant.name is None or participant.name == participant.text else person
        inner = person
    else:
        inner = " ".join(part for part in (participant.role, person) if part)
    if state is None:
        return inner or participant.text
    return f"{state.name} ({inner})" if inner and inner != state.name else state.name


def _short_name(participant: Participant) -> str:
    return participant.name or participant.text


def _day(date: Date | None) -> str:
    if date is None:
        return "no date"
    if date.start is None or date.end is None:
        return f"since {date.start}" if date.start else f"until {date.end}"
    return date.start if date.start == date.end else f"{date.start}/{date.end}"


def _source(article: Article) -> str:
    dateline = article.dateline.place if article.dateline else None
    parts = [article.outlet.name if article.outlet else None, article.published, dateline, article.path]
    return "  ".join(part for part in parts if part) or "no source, no date"


def _first_words(article: Article) -> str:
    body = next((block.span for block in article.blocks if block.kind == "body"), (0, len(article.text)))
    return _clip(article.text[body[0] : body[1]], 80)


def _around(text: str, span: Span, trigger: Span) -> str:
    """The words around the trigger, cut at spaces."""
    room = max(_TELLING - (trigger[1] - trigger[0]), 20)
    start, end = max(span[0], trigger[0] - room // 2), min(span[1], trigger[1] + room // 2)
    while start > span[0] and not text[start - 1].isspace():
        start -= 1
    while end < span[1] and not text[end].isspace():
        end += 1
    words = " ".join(text[start:end].split())
    return ("…" if start > span[0] else "") + words + ("…" if end < span[1] else "")


def _clip(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"
