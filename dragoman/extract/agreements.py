"""What an article tells of agreements: their names, parties, subjects, lives and terms, joined up over its sentences.

A noun is no row: an agreement needs a party and one fact of its life. The end of its terms is computed from the day it
came into force, else was signed, and says its sum. What the registry adds is marked as the registry's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.document import Document, Sentence
from dragoman.extract.actors import Resolver
from dragoman.extract.agreement_life import AgreementLife
from dragoman.extract.agreement_mentions import AgreementMentions, Draft, Mention, compatible, years_of
from dragoman.extract.terms import Duration, end_of
from dragoman.knowledge.agreements import Agreements, KnownAgreement, load_ledger_cues
from dragoman.knowledge.lexicon import Lexicon
from dragoman.model import Agreement, Dropped, FieldEvidence, LifeFact, Participant, Span, content_id

LONGEST_QUOTE = 600
# Nouns that name other things as often: beside one of these a year alone tells of no agreement ("the 1976 convention").
_DOUBTFUL = frozenset({"convention", "protocol", "declaration", "compact"})


@dataclass(frozen=True, slots=True)
class Ledger:
    """The agreements of one article, what was dropped and why, and which row each noun of the article means."""

    agreements: tuple[Agreement, ...]
    dropped: tuple[Dropped, ...]
    told: Mapping[int, str]  # head of a mention → id of its row


def agreements_of(document: Document, resolver: Resolver, registry: Agreements, lexicon: Lexicon) -> Ledger:
    """Find the agreements of a document.

    ``"Iran and Russia signed a 20-year treaty in 2001."`` gives one row: parties Iran and Russia, signed ``2001``,
    term 20 years, expires ``2021`` by the sum ``2001 + 20 = 2021``.
    """
    return _Reader(document, resolver, registry, lexicon).read()


class _Reader:
    def __init__(self, document: Document, resolver: Resolver, registry: Agreements, lexicon: Lexicon):
        self.document = document
        self.tokens = document.tokens
        self.resolver = resolver
        cues = load_ledger_cues()
        self.mentions = AgreementMentions(document, resolver, registry, lexicon, cues)
        self.life = AgreementLife(document, self.mentions, cues)
        self.sport = lexicon.words["sport"]

    def read(self) -> Ledger:
        for number, sentence in enumerate(self.document.sentences):
            if not self._about_sport(sentence):
                self.mentions.read(number, sentence)
                if self.mentions.drafts:
                    self.life.read(number, sentence)
        self._merge()
        return self._write()

    def _merge(self) -> None:
        """Join drafts that are one agreement told twice without a definite word to say so."""
        kept: list[Draft] = []
        for draft in self.mentions.drafts:
            same = next((other for other in kept if self._one(other, draft)), None)
            if same is None:
                kept.append(draft)
                continue
            same.mentions.extend(draft.mentions)
            same.entry = same.entry or draft.entry
            for key, party in draft.parties.items():
                same.parties.setdefault(key, party)
            same.facts.extend(draft.facts)
            same.term = same.term or draft.term
            same.whole = same.whole or draft.whole
            same.extensions = same.extensions or draft.extensions
            same.renewal = same.renewal or draft.renewal
            same.until = same.until or draft.until
            same.extended_to = same.extended_to or draft.extended_to
            same.endless = same.endless if same.endless is not None else draft.endless
            same.subject = same.subject or draft.subject
            for head, owner in self.mentions.of.items():
                if owner is draft:
                    self.mentions.of[head] = same
        self.mentions.drafts = kept

    def _one(self, a: Draft, b: Draft) -> bool:
        if a.entry is not None and b.entry is not None:
            return a.entry is b.entry
        if a.entry is not None or b.entry is not None or a.plural != b.plural:
            return False
        if not compatible(a.kind, b.kind) or not a.parties or a.parties.keys() != b.parties.keys():
            return False
        if a.settled != b.settled:
            return False
        if not a.settled:
            return a.kind == b.kind
        if a.mentions[0].sentence == b.mentions[0].sentence:
            return False
        first, second = a.day("signed", "agreed"), b.day("signed", "agreed")
        if first and second and first.date and second.date:
            n = min(len(first.date), len(second.date))
            if first.date[:n] != second.date[:n]:
                return False
        elif first or second:
            return bool(a.words & b.words)
        return not a.words or not b.words or bool(a.words & b.words)

    def _write(self) -> Ledger:
        rows: list[Agreement] = []
        ids: dict[int, str] = {}
        for draft in self.mentions.drafts:
            if len(draft.parties) < 2 and draft.entry is None:
                self.mentions.add_parties(draft, draft.teller, draft.mentions[0].sentence)
            draft.entry = self._confirmed(draft)
            problem = self._problem(draft)
            if problem is not None:
                self.mentions.drop(draft.mentions[0].head, problem)
                continue
            row = self._row(draft)
            ids[id(draft)] = row.id
            rows.append(row)
        told = {head: ids[id(draft)] for head, draft in self.mentions.of.items() if id(draft) in ids}
        return Ledger(tuple(rows), tuple(self.mentions.dropped), told)

    def _problem(self, draft: Draft) -> str | None:
        """Why an agreement earns no row, or None."""
        if not (draft.facts or draft.extensions or draft.until or draft.extended_to):
            return "an agreement of whose life nothing is told"
        if (
            draft.entry is None
            and all(self.tokens[m.head].lemma in _DOUBTFUL for m in draft.mentions)
            and all(self.tokens[fact.at].text.isdigit() for fact in draft.facts)
        ):
            return "an agreement of whose life nothing is told"
        if not draft.parties and not (draft.entry and draft.entry.parties):
            return "an agreement without a party"
        if draft.plural and (len(draft.parties) < 2 or not any(f.status in ("agreed", "signed") for f in draft.facts)):
            return "agreements in general"
        signable = self.mentions.cues.signable
        if len(draft.parties) < 2 and all(self.tokens[m.head].lemma in signable for m in draft.mentions):
            return "only one side is told, and nothing that sets it apart"
        if draft.entry is None and len(draft.parties) < 2:
            known = draft.subject or draft.term or draft.whole or any(fact.date for fact in draft.facts)
            if not known or all(fact.status in ("proposed", "negotiating") for fact in draft.facts):
                return "only one side is told, and nothing that sets it apart"
        return None

    def _row(self, draft: Draft) -> Agreement:
        entry = draft.entry
        evidence: list[FieldEvidence] = []
        from_registry: list[str] = []
        notes: list[str] = []
        best = max(draft.mentions, key=lambda m: (not m.inner, m.entry is not None, len(m.words), m.last - m.head > 1))
        name_span = self._name(best)
        evidence.append(self._evidence("name", best.sentence, best.head))
        parties = self._parties(draft, best, evidence, from_registry)
        subject = None
        if draft.subject is not None:
            subject = self.document.article.text[draft.subject[0][0] : draft.subject[0][1]]
            evidence.append(self._evidence("subject", draft.subject[1]))

        signed_fact, force_fact = draft.day("signed", "agreed"), draft.day("in_force")
        signed = signed_fact.date if signed_fact else None
        in_force = force_fact.date if force_fact else None
        for name, fact in (("signed", signed_fact), ("in_force", force_fact)):
            if fact is not None:
                evidence.append(self._evidence(name, fact.sentence, fact.at))
        term, extensions = self._durations(draft, evidence, notes)
        if entry is not None:
            if signed is None and (day := self._by_then(entry.signed) or self._by_then(entry.agreed)):
                signed = day
                from_registry.append("signed")
            if in_force is None and (day := self._by_then(entry.in_force)):
                in_force = day
                from_registry.append("in_force")
            if term is None and entry.term_years and draft.renewal is None and draft.endless is None:
                term = Duration(12 * entry.term_years)
                from_registry.append("term_years")
            if not extensions and term is not None and self._by_then(end_of(in_force or signed or "9999", [term])[0]):
                extensions = [Duration(12 * years) for years in entry.extended_years]
                from_registry.extend(["extended_years"] if extensions else [])
        expires = self._expires(draft, signed, in_force, term, extensions, evidence, from_registry, notes)
        years = [d.years for d in extensions]
        life = self._life(draft)
        text = self.document.article.text
        names = ", ".join(dict.fromkeys(p.country or p.name or p.text for p in parties))
        why = f'"{text[name_span[0] : name_span[1]]}" is told of with {names}'
        why += f"; the registry knows it as {entry.name}" if entry else ""
        return Agreement(
            id=content_id(
                self.document.article.id,
                "agreement",
                entry.id if entry else text[name_span[0] : name_span[1]],
                name_span,
            ),
            registry_id=entry.id if entry else None,
            name=" ".join(text[name_span[0] : name_span[1]].split()),
            kind=draft.kind,
            parties=parties,
            subject=subject,
            signed=signed,
            in_force=in_force,
            term_years=term.years if term else None,
            extended_years=tuple(int(y) for y in years if y is not None and y == int(y)),
            expires=expires,
            life=life,
            evidence=tuple(evidence),
            from_registry=tuple(from_registry),
            why="; ".join([why, *notes]) + ".",
        )

    def _by_then(self, date: str | None) -> str | None:
        """A date of the registry, if the article could know it."""
        published = self.document.article.published or "9999"
        return date if date is not None and date[: len(published)] <= published else None

    def _confirmed(self, draft: Draft) -> KnownAgreement | None:
        """The registry's agreement, unless the article tells of another by that name: other parties, another year."""
        entry = draft.entry
        if entry is None:
            return None
        told = set(draft.parties)
        if entry.parties and len(told) > 1 and not told & set(entry.parties):
            return None
        signed = draft.day("signed", "agreed")
        if signed and signed.date and years_of(entry) and signed.date[:4] not in years_of(entry):
            return None
        return entry

    def _name(self, mention: Mention) -> Span:
        first = mention.first
        while first < mention.head and (
            self.tokens[first].pos in ("DET", "PRON", "PUNCT") or self.tokens[first].lower in ("'s", "a", "the")
        ):
            first += 1
        last = mention.head + 1
        while last < mention.last and self.tokens[last].text != ",":
            last += 1
        return self.tokens[first].start, self.tokens[last - 1].end

    def _parties(
        self, draft: Draft, best: Mention, evidence: list[FieldEvidence], from_registry: list[str]
    ) -> tuple[Participant, ...]:
        day = self.document.article.published
        told = [self.resolver.participant(side.referent, side.head, day) for side, _ in draft.parties.values()]
        entry = draft.entry
        if entry is not None and entry.parties and len(told) < 2:
            from_registry.append("parties")
            span = (self.tokens[best.first].start, self.tokens[best.head].end)
            known = {p.actor for p in told}
            for party in entry.parties:
                actor = self.resolver.actors.get(party)
                if actor is not None and actor.id not in known:
                    told.append(Participant(self.document.article.text[span[0] : span[1]], span, actor.id, actor.name,
                                            actor.country, actor.sectors, None,
                                            f"{actor.name} is a party of {entry.name} in the registry."))  # fmt: skip
        else:
            for number in dict.fromkeys(sentence for _, sentence in draft.parties.values()):
                evidence.append(self._evidence("parties", number))
        return tuple(told)

    def _durations(
        self, draft: Draft, evidence: list[FieldEvidence], notes: list[str]
    ) -> tuple[Duration | None, list[Duration]]:
        """The term and the extensions. What is said of the term outweighs a length before the noun."""
        term = draft.term or draft.whole
        if term is None and draft.renewal is not None:
            term = draft.renewal
        if draft.term is not None and draft.whole is not None and draft.term[0] != draft.whole[0]:
            total = sum(d.months for d, _ in [draft.term, *draft.extensions])
            notes.append(
                f"the {draft.whole[0]} years before the noun are its term of {draft.term[0]} with its extensions"
                if total == draft.whole[0].months
                else f"the term that is told, {draft.term[0]}, outweighs the {draft.whole[0]} before the noun"
            )
        if term is not None:
            evidence.append(self._evidence("term_years", term[1]))
        for number in dict.fromkeys(sentence for _, sentence in draft.extensions):
            evidence.append(self._evidence("extended_years", number))
        return (term[0] if term else None), [duration for duration, _ in draft.extensions]

    def _expires(
        self,
        draft: Draft,
        signed: str | None,
        in_force: str | None,
        term: Duration | None,
        extensions: list[Duration],
        evidence: list[FieldEvidence],
        from_registry: list[str],
        notes: list[str],
    ) -> str | None:
        """The last day: as stated, else the sum of the terms; None with the reason where there is none."""
        base = in_force or signed
        stated = draft.extended_to or (draft.until and (draft.until[0], draft.until[1], draft.until[3]))
        if stated is not None:
            end, number, words = stated
            if draft.extended_to is None and draft.until is not None and draft.until[2] and extensions:
                total, sum_ = end_of(end, extensions)
                notes.append(sum_)
                evidence.append(self._evidence("expires", number))
                if "extended_years" in from_registry:
                    from_registry.append("expires")
                    evidence.pop()
                return total
            if base is not None and end[: min(len(end), len(base))] < base[: min(len(end), len(base))]:
                notes.append(f'an end in {end} ("{words}") would lie before {base}: no end is given')
                return None
            evidence.append(self._evidence("expires", number))
            notes.append(f'it ends in {end}, as "{words}" tells')
            return end
        if draft.endless is not None:
            notes.append("it was concluded without an end")
            return None
        if draft.renewal is not None:
            notes.append("it renews itself: no end is given")
            return None
        if term is None:
            return None
        if base is None:
            notes.append("its term is told, but not when it began: no end is given")
            return None
        last, sum_ = end_of(base, [term, *extensions])
        notes.append(sum_)
        base_field = "in_force" if in_force else "signed"
        if last is not None and {base_field, "term_years", "extended_years"} & set(from_registry):
            from_registry.append("expires")
        return last

    def _life(self, draft: Draft) -> tuple[LifeFact, ...]:
        out: dict[tuple[str, str | None], LifeFact] = {}
        dated = {fact.status for fact in draft.facts if fact.date}
        for fact in draft.facts:
            if fact.date is None and fact.status in dated:
                continue
            token = self.tokens[fact.at]
            out.setdefault((fact.status, fact.date), LifeFact(fact.status, fact.date, (token.start, token.end)))
        if draft.extensions and not any(status == "extended" for status, _ in out):
            span = self.document.sentences[draft.extensions[0][1]].span
            out["extended", None] = LifeFact("extended", None, span)
        return tuple(out.values())

    def _evidence(self, name: str, number: int, at: int | None = None) -> FieldEvidence:
        sentence = self.document.sentences[number]
        span = sentence.span
        if span[1] - span[0] > LONGEST_QUOTE:
            centre = self.tokens[at if at is not None else sentence.first]
            inside = [t for t in self.tokens[sentence.first : sentence.last]
                      if t.start >= centre.start - LONGEST_QUOTE // 2
                      and t.end <= centre.start + LONGEST_QUOTE // 2]  # fmt: skip
            span = (inside[0].start, inside[-1].end) if inside else (span[0], span[0] + LONGEST_QUOTE)
        return FieldEvidence(self.document.article.text[span[0] : span[1]], span, name)

    def _about_sport(self, sentence: Sentence) -> bool:
        return len({t.lemma for t in self.tokens[sentence.first : sentence.last]} & self.sport) >= 2
