"""Print how long 1,000 readings of ten events take: python tests/record/append_speed.py."""

import random
import tempfile
import time
from pathlib import Path

from made_readings import event, reading

from dragoman.record.store import Record

STATES = [
    "CHN",
    "DEU",
    "EGY",
    "FRA",
    "GBR",
    "IND",
    "IRN",
    "IRQ",
    "ISR",
    "JPN",
    "PAK",
    "RUS",
    "SAU",
    "SYR",
    "TUR",
    "UKR",
    "USA",
]
TYPES = ["ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"]

chance = random.Random(0)
made = []
for number in range(1000):
    day = f"{2000 + number % 25}-01-15"
    pairs = [chance.sample(STATES, 2) for _ in range(10)]
    told = [event(chance.choice(TYPES), *pair, date=(day, day)) for pair in pairs]
    words = " ".join(f"{chance.choice(STATES)}{chance.randrange(500)}" for _ in range(600))
    made.append(reading(number, *told, text=words, full=True))

for size in (1000, 100, 10):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        with Record(path) as record:
            start = time.perf_counter()
            for first in range(0, len(made), size):
                record.append(made[first : first + size])
            wrote = time.perf_counter() - start
            start = time.perf_counter()
            count = sum(1 for _ in record.readings())
            read = time.perf_counter() - start
        megabytes = path.stat().st_size / 1e6
    print(f"batches of {size}: {wrote:.1f} s to append, {read:.1f} s to read {count} back, {megabytes:.0f} MB")
