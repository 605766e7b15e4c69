"""Who said what: every cue by its examples, and tables of the ways in which a speaker stands to his words."""

from __future__ import annotations

import re

import pytest

from dragoman.document import Document
from dragoman.errors import KnowledgeError
from dragoman.extract.quotations import Attribution, find_attributions
from dragoman.extract.quote_marks import find_quotes
from dragoman.ingest.text import article_from_text
from dragoman.knowledge import cues
from dragoman.knowledge.cues import CueEntry, load_cues
from dragoman.language.parse import load_parser, parse
from dragoman.model import Article, Block, Span

ENTRIES = load_cues().entries
EXAMPLES = [(entry, example) for entry in ENTRIES for example in entry.examples]


def article(text: str) -> Article:
    """A bare article whose paragraphs are the lines of the text."""
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        blocks.append(Block("body" if line.strip() else "furniture", (at, at + len(line))))
        at += len(line)
    return Article(
        "x", None, None, None, text, "en", tuple(blocks), None, (), None, "2024-03-15", "given", None, (), None
    )


def read(text: str) -> tuple[Document, tuple[Attribution, ...]]:
    document = parse(article(text), load_parser())
    return document, find_attributions(document)


def words(text: str, span: Span | None) -> str | None:
    return text[span[0] : span[1]] if span else None


def bare(text: str | None) -> str | None:
    """Words without marks and stops at their edges."""
    return text.strip(" .,?!:;\"“”«»‘’'") if text is not None else None


def said(text: str, found: Attribution) -> list[str]:
    return [str(bare(text[start:end])) for start, end in found.content]


def marked(example: str) -> tuple[str, str | None, list[str]]:
    """An example's plain text, its speaker in <…> and its content in […]."""
    speaker = re.search(r"<([^>]*)>", example)
    content = [str(bare(piece)) for piece in re.findall(r"\[([^\]]*)\]", example)]
    return re.sub(r"[<>\[\]]", "", example), bare(speaker[1]) if speaker else None, content


@pytest.mark.parametrize(("entry", "example"), EXAMPLES, ids=[f"{e.words[0]} · {x[:50]}" for e, x in EXAMPLES])
def test_an_entry_matches_its_example(entry: CueEntry, example: str) -> None:
    text, speaker, content = marked(example)
    document, found = read(text)
    told = [
        (bare(words(text, a.speaker)), said(text, a), a.kind)
        for a in found
        if a.cue_head is not None and document.tokens[a.cue_head].lemma in {*entry.words, *load_cues().lemmas}
    ]
    assert (speaker, content) in [(who, what) for who, what, _ in told], told


@pytest.mark.parametrize("entry", ENTRIES, ids=[f"{e.words[0]} {e.kind} {e.takes}" for e in ENTRIES])
def test_every_complement_is_met_in_an_example(entry: CueEntry) -> None:
    met = set()
    for example in entry.examples:
        text, _, _ = marked(example)
        for found in read(text)[1]:
            met.add("quote" if found.quoted == "direct" else found.complement)
    assert set(entry.takes) <= met


def test_each_entry_of_a_word_adds_a_complement() -> None:
    for table in (load_cues().verbs, load_cues().nouns, load_cues().adjectives):
        for word, entries in table.items():
            for entry in entries:
                others = {t for e in entries if e is not entry and e.particle == entry.particle for t in e.takes}
                assert set(entry.takes) - others, (word, entry.words[0])


def test_a_complement_that_does_not_exist_is_refused() -> None:
    row = {"verbs": "say", "kind": "speech", "takes": [True], "examples": []}
    with pytest.raises(KnowledgeError, match="takes True"):
        cues._entry(row, "verbs")


# (guards, text, speaker, cue, content, how it is quoted)
WAYS = [
    ("speaker behind", "“We are ready,” the envoy said.", "the envoy", "said", ["We are ready"], "direct"),
    ("inverted", "“We are ready,” said Lavrov.", "Lavrov", "said", ["We are ready"], "direct"),
    ("speaker before", "The envoy said: “We are ready.”", "The envoy", "said", ["We are ready"], "direct"),
    ("speaker inside", "“Nothing,” Ms Baerbock said, “will stop us.”", "Ms Baerbock", "said", ["Nothing",
     "will stop us"], "direct"),
    ("two sentences around", "“We are ready,” said Lavrov. “We will sign.”", "Lavrov", "said", ["We are ready",
     "We will sign"], "direct"),
    ("question", "“Is the deal dead?” the senator asked.", "the senator", "asked", ["Is the deal dead"], "direct"),
    ("apposition before the verb", "“It is over,” Ann Lee, the chief negotiator, told reporters.",
     "Ann Lee, the chief negotiator", "told", ["It is over"], "direct"),
    ("straight marks", '"We are ready," the envoy said.', "the envoy", "said", ["We are ready"], "direct"),
    ("doubled apostrophes", "''We are ready,'' the envoy said.", "the envoy", "said", ["We are ready"], "direct"),
    ("single marks and apostrophes", "‘We don’t know the ministers’ plans,’ said the aide.", "the aide", "said",
     ["We don’t know the ministers’ plans"], "direct"),
    ("guillemets", "«We are ready», said Macron.", "Macron", "said", ["We are ready"], "direct"),
    ("closing mark turned the wrong way", "“Are we ready?“ he asked.", "he", "asked", ["Are we ready"], "direct"),
    ("a name and a colon", "Zelensky: “We will not give up our land.”", "Zelensky", ":",
     ["We will not give up our land"], "direct"),
    ("words worked in", "The minister said that Israel had “no right” to strike.", "The minister", "said",
     ["that Israel had “no right” to strike"], "mixed"),
    ("that-clause", "Kenya said that the border would reopen.", "Kenya", "said", ["that the border would reopen"],
     "indirect"),
    ("no that", "Kenya said the border would reopen.", "Kenya", "said", ["the border would reopen"], "indirect"),
    ("said at the end", "The border would reopen, officials said.", "officials", "said",
     ["The border would reopen"], "indirect"),
    ("an adverbial opens it", "On Friday the army withdrew, officials said.", "officials", "said",
     ["On Friday the army withdrew"], "indirect"),
    ("parenthesis", "The deal, officials said, would hold.", "officials", "said", ["The deal", "would hold"],
     "indirect"),
    ("according to, behind", "The deal would hold, according to the ministry.", "the ministry", "according to",
     ["The deal would hold"], "indirect"),
    ("according to, before", "According to the ministry, the deal would hold.", "the ministry", "According to",
     ["the deal would hold"], "indirect"),
    ("in his view", "In Putin's view, the war is over.", "Putin's", "view", ["the war is over"], "indirect"),
    ("as X put it", "As the president put it, the war is over.", "the president", "put", ["the war is over"],
     "indirect"),
    ("quoted as saying", "Lavrov was quoted as saying that the city had fallen.", "Lavrov", "quoted as saying",
     ["that the city had fallen"], "indirect"),
    ("passive without a speaker", "The army is believed to have lost 300 men.", None, "believed", ["The army",
     "to have lost 300 men"], "indirect"),
    ("accused of", "Mali accused Ukraine of backing rebels.", "Mali", "accused", ["Ukraine of backing rebels"],
     "indirect"),
    ("urged to", "China urged the United States to lift sanctions.", "China", "urged",
     ["the United States to lift sanctions"], "indirect"),
    ("called for", "Norway called for an immediate ceasefire.", "Norway", "called", ["an immediate ceasefire"],
     "indirect"),
    ("noun with by", "The claim by Kyiv that Russia shelled the plant shocked Paris.", "Kyiv", "claim",
     ["that Russia shelled the plant"], "indirect"),
    ("noun under a light verb", "Tehran made a promise to admit the inspectors.", "Tehran", "made a promise",
     ["to admit the inspectors"], "indirect"),
    ("noun torn from its clause by the parser",
     "Lavrov expressed optimism that the economic projects currently being implemented with the participation of "
     "Russian companies in Iran would be completed as quickly as possible.",
     "Lavrov", "expressed optimism",
     ["that the economic projects currently being implemented with the participation of Russian companies in Iran "
      "would be completed as quickly as possible"],
     "indirect"),
    ("that-clause above its cue in the parse",
     "Israeli media reported, citing unnamed officials, that the cabinet had approved the deal.", "Israeli media",
     "reported", ["that the cabinet had approved the deal"], "indirect"),
    ("a participle between", "Kim wrote in an op-ed published by Rodong Sinmun on Monday that peace was near.",
     "Kim", "wrote", ["that peace was near"], "indirect"),
    ("the narrator's comment", "Russia said its forces had destroyed a bridge, a claim Kyiv denied.", "Russia",
     "said", ["its forces had destroyed a bridge"], "indirect"),
    ("a clause of time before the cue",
     "In a statement released shortly after the senator suspended his campaign, Cruz said he would continue to fight.",
     "Cruz", "said", ["he would continue to fight"], "indirect"),
    ("two verbs, one subject", "He called it shameful and called on leaders to stop.", "He", "called",
     ["leaders to stop"], "indirect"),
    ("relative pronoun", "Maduro, whom Washington accuses of drug trafficking, left.", "Washington", "accuses",
     ["whom", "of drug trafficking"], "indirect"),
    ("gerund shares the subject", "Erdogan vetoed the bid, saying that Sweden harbours “terrorists”.", "Erdogan",
     "saying", ["that Sweden harbours “terrorists"], "mixed"),
    ("a study", "A poll showed that the party had lost support.", "A poll", "showed",
     ["that the party had lost support"], "indirect"),
    ("belief", "Analysts believe that the truce will hold.", "Analysts", "believe", ["that the truce will hold"],
     "indirect"),
    ("made plain", "The envoy made it clear that the pact was dead.", "The envoy", "made it clear",
     ["that the pact was dead"], "indirect"),
    ("a saying that goes on", "He told them the pact was dead, adding that the border would close.", "He", "adding",
     ["that the border would close"], "indirect"),
    ("… and where it begins", "He told them the pact was dead, adding that the border would close.", "He", "told",
     ["the pact was dead"], "indirect"),
    ("two quotations in one clause", "He said the vote was “a big, big shame” but “nobody cares about it”.", "He",
     "said", ["the vote was “a big, big shame” but “nobody cares about it"], "mixed"),
    ("an address used to say it", "The envoy used his speech to describe the pact as a trap.", "The envoy", "describe",
     ["the pact as a trap"], "indirect"),
    ("joint speakers", "France and Germany said they would send troops.", "France and Germany", "said",
     ["they would send troops"], "indirect"),
]  # fmt: skip


@pytest.mark.parametrize("row", WAYS, ids=[row[0] for row in WAYS])
def test_ways_of_saying(row: tuple[str, str, str | None, str, list[str], str]) -> None:
    _, text, speaker, cue, content, quoted = row
    told = [(bare(words(text, a.speaker)), words(text, a.cue), said(text, a), a.quoted) for a in read(text)[1]]
    assert (bare(speaker), cue, content, quoted) in told, told


# (guards, paragraphs, the one statement whose content is …)
PARAGRAPHS = [
    ("opened again, closed once, speaker in the last",
     "“We are ready for talks.\n“We will sign on Monday,” the envoy said.\n", "the envoy",
     ["We are ready for talks", "We will sign on Monday"]),
    ("opened again, speaker in the first",
     "“We are ready for talks,” the envoy said. “We will come.\n“And we will sign.”\n", "the envoy",
     ["We are ready for talks", "We will come", "And we will sign"]),
    ("a quoted paragraph goes on with the last speaker",
     "“We are ready for talks,” the envoy said.\n“We will sign on Monday.”\n", "the envoy",
     ["We are ready for talks", "We will sign on Monday"]),
    ("a colon ends the paragraph before",
     "The envoy said:\n“We are ready for talks.”\n", "The envoy", ["We are ready for talks"]),
    ("introduced without a cue",
     "The envoy spoke to the press on Friday.\n“We are ready for talks.”\n", "The envoy", ["We are ready for talks"]),
    ("signed behind a dash", "“No more of this war.” — Ann Lee\n", "Ann Lee", ["No more of this war"]),
    ("signed in the next paragraph", "“No more of this war.”\n— Ann Lee of Oslo\n", "Ann Lee of Oslo",
     ["No more of this war"]),
    ("goes on in the same paragraph", "The pact is dead, the envoy said. “We will close the border on Monday.”\n",
     "the envoy", ["We will close the border on Monday"]),
]  # fmt: skip


@pytest.mark.parametrize("row", PARAGRAPHS, ids=[row[0] for row in PARAGRAPHS])
def test_over_paragraphs(row: tuple[str, str, str, list[str]]) -> None:
    _, text, speaker, content = row
    told = [(words(text, a.speaker), said(text, a)) for a in read(text)[1]]
    assert (speaker, content) in told, told


# (guards, text, the chain of speakers, outermost first, of the innermost content)
CHAINS = [
    ("quoted as saying", "Sputnik quoted the minister as saying that the talks had failed.", ["Sputnik",
     "the minister"]),
    ("three deep", "Reuters reported that the minister said that two sources told him the deal was dead.",
     ["Reuters", "the minister", "two sources"]),
    ("a parenthesis around a saying", "The minister said the deal was dead, according to Reuters.", ["Reuters",
     "The minister"]),
]  # fmt: skip


@pytest.mark.parametrize("row", CHAINS, ids=[row[0] for row in CHAINS])
def test_chains(row: tuple[str, str, list[str]]) -> None:
    _, text, chain = row
    found = read(text)[1]
    links = []
    at: int | None = max(range(len(found)), key=lambda n: depth(found, n))
    while at is not None:
        links.append(words(text, found[at].speaker))
        at = found[at].parent
    assert links[::-1] == chain


def depth(found: tuple[Attribution, ...], n: int) -> int:
    parent = found[n].parent
    return 0 if parent is None else 1 + depth(found, parent)


# (guards, text, addressee, outlet, occasion)
SETTINGS = [
    ("interview with an outlet and its day",
     "In a televised interview with Iran’s state TV on Wednesday, Amir-Abdollahian said the talks had failed.",
     None, "Iran’s state TV", "In a televised interview with Iran’s state TV on Wednesday"),
    ("article for an agency", "He said in an article for the Sputnik news agency that the talks had failed.",
     None, "the Sputnik news agency", "in an article for the Sputnik news agency"),
    ("joint statement", "In a joint statement, France and Germany said they would send troops.", None, None,
     "In a joint statement"),
    ("carried by an agency", "In remarks carried by state news agency IRNA, Raisi said the talks had failed.",
     None, "state news agency IRNA", "In remarks carried by state news agency IRNA"),
    ("published by a paper unknown",
     "Kim wrote in an op-ed published by Rodong Sinmun on Monday that peace was near.", None, "Rodong Sinmun",
     "in an op-ed published by Rodong Sinmun on Monday"),
    ("platform", "The premier said on Telegram that the talks had failed.", None, "Telegram", "on Telegram"),
    ("reporters in a place", "“The talks have failed,” Lavrov told reporters in Berlin.", "reporters", None,
     "told reporters in Berlin"),
    ("told an outlet", "He told CNN on Tuesday that Iran was ready.", "CNN", "CNN", None),
    ("told somebody", "Blinken told Netanyahu that the plan was dead.", "Netanyahu", None, None),
]  # fmt: skip


@pytest.mark.parametrize("row", SETTINGS, ids=[row[0] for row in SETTINGS])
def test_where_and_to_whom(row: tuple[str, str, str | None, str | None, str | None]) -> None:
    _, text, addressee, outlet, occasion = row
    document, found = read(text)
    first = next(a for a in found if a.kind == "speech")
    told = document.tokens[first.addressee_head].text if first.addressee_head is not None else None
    assert (told, words(text, first.outlet), words(text, first.occasion)) == (addressee, outlet, occasion)


# (guards, text, quoted stretches with whether they are closed)
MARKS = [
    ("plain", "He said “yes” and “no”.", [("“yes”", True), ("“no”", True)]),
    ("apostrophes are no marks", "The ministers' aides don't know Iran's plans.", []),
    ("single marks", "He called it ‘a crime’ and left.", [("‘a crime’", True)]),
    ("single inside double", "“He said ‘no’ to me.”", [("“He said ‘no’ to me.”", True)]),
    ("double inside double", "“Their “friends” lied.”", [("“Their “friends” lied.”", True)]),
    ("runs on", "“We are ready. We wait.", [("“We are ready. We wait.", False)]),
    ("a mark forgotten in the middle", 'He said "we are ready. Then he left for Rome.', [('"we are ready.', True)]),
    ("low and high marks", "„Wir sind bereit“, he said.", [("„Wir sind bereit“", True)]),
    ("inches", 'A 12" shell hit it.', []),
    ("nothing but a mark", '"', []),
]  # fmt: skip


@pytest.mark.parametrize("row", MARKS, ids=[row[0] for row in MARKS])
def test_quotation_marks(row: tuple[str, str, list[tuple[str, bool]]]) -> None:
    _, text, stretches = row
    assert [(words(text, q.span), q.closed) for q in find_quotes(article(text))] == stretches


def test_headlines_are_no_body() -> None:
    whole = article_from_text(
        "‘We will win,’ says Putin\n\nThe president spoke in Sochi on Friday about the harvest.\n",
        published="2024-03-15",
    )
    document = parse(whole, load_parser())
    assert all(a.content[0][0] > whole.text.index("\n") for a in find_attributions(document))


@pytest.mark.parametrize(
    "text",
    ["", "\n", "“", "””", "said", "said said said", "“” he said", ": “", "according to", "'" * 50 + "\n" + '"' * 51],
)
def test_any_text_may_come_in(text: str) -> None:
    for found in read(text)[1]:
        assert found.content


def test_spans_lie_in_the_text_and_do_not_overlap() -> None:
    text = "“We,” said Lavrov, “are ready.” Kyiv denied that, calling it “a lie”, and urged Moscow to stop, TASS said."
    for found in read(text)[1]:
        assert all(0 <= a < b <= len(text) for a, b in found.content)
        assert all(a[1] <= b[0] for a, b in zip(found.content, found.content[1:], strict=False))
