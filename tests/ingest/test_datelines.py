"""Datelines: what stands before the first sentence, and what only looks like one."""

from __future__ import annotations

import pytest

from dragoman.ingest.datelines import nearest_day, read_dateline

REPORT = "The foreign ministers of Iran and Russia met on Thursday."
# prefix, place, day or (month, day), agency
PREFIXES: list[tuple[str, str | None, str | tuple[int, int] | None, str | None]] = [
    ("MOSCOW, Jan 20 (Xinhua) -- ", "MOSCOW", (1, 20), "Xinhua"),
    ("Accra, Nov. 12, GNA - ", "Accra", (11, 12), "GNA"),
    ("(AGI) - Rome, May 3 - ", "Rome", (5, 3), "AGI"),
    ("BEIJING, Feb. 4 (Xinhua) -- ", "BEIJING", (2, 4), "Xinhua"),
    ("GENEVA (AP) — ", "GENEVA", None, "AP"),
    ("TEHRAN – ", "TEHRAN", None, None),
    ("Tehran, IRNA - ", "Tehran", None, "IRNA"),
    ("KUALA LUMPUR, March 3 (Bernama) -- ", "KUALA LUMPUR", (3, 3), "Bernama"),
    ("(Reuters) - ", None, None, "Reuters"),
    ("Jan 20 (Reuters) - ", None, (1, 20), "Reuters"),
    ("(CNN) -- ", None, None, "CNN"),
    ("(CNN)", None, None, "CNN"),
    ("ISLAMABAD: ", "ISLAMABAD", None, None),
    ("ISLAMABAD, Jan 20 (APP):", "ISLAMABAD", (1, 20), "APP"),
    ("New Delhi: ", "New Delhi", None, None),
    ("New Delhi [India], January 20 (ANI): ", "New Delhi, India", (1, 20), "ANI"),
    ("KABUL (Pajhwok): ", "KABUL", None, "Pajhwok"),
    ("ANKARA - Anadolu Agency - ", "ANKARA", None, "Anadolu Agency"),
    ("UNITED NATIONS, Sept. 3 /PRNewswire/ -- ", "UNITED NATIONS", (9, 3), "PRNewswire"),
    ("MOSCOW, January 20. /TASS/. ", "MOSCOW", (1, 20), "TASS"),
    ("Moscow. 12 February. INTERFAX.RU - ", "Moscow", (2, 12), "INTERFAX.RU"),
    ("Osh. 3 May 2021. 24 Steppe Agency - ", "Osh", "2021-05-03", "24 Steppe Agency"),
    ("TBILISI. Jan 20 (Interfax) - ", "TBILISI", (1, 20), "Interfax"),
    ("Kyiv. January 20. Ukrinform – ", "Kyiv", (1, 20), "Ukrinform"),
    ("YEREVAN, JANUARY 20, ARMENPRESS. ", "YEREVAN", (1, 20), "ARMENPRESS"),
    ("Baku, January 20, AZERTAC ", "Baku", (1, 20), "AZERTAC"),
    ("Havana, Jan 20 (Prensa Latina) ", "Havana", (1, 20), "Prensa Latina"),
    ("London, Jan 20 (EFE).- ", "London", (1, 20), "EFE"),
    ("DAMASCUS, SANA-", "DAMASCUS", None, "SANA"),
    ("TEHRAN, Jan. 20 (MNA) –", "TEHRAN", (1, 20), "MNA"),
    ("Paris (AFP) – ", "Paris", None, "AFP"),
    ("NEW YORK, Sept 23, 2021 (AFP) - ", "NEW YORK", "2021-09-23", "AFP"),
    ("VIENNA, 20 January 2022 - ", "VIENNA", "2022-01-20", None),
    ("20 January 2022 - ", None, "2022-01-20", None),
    ("CAIRO - 20 January 2022: ", "CAIRO", "2022-01-20", None),
    ("January 20, 2022 (JUBA) – ", "JUBA", "2022-01-20", None),
    ("Addis Ababa, January 20, 2022 (FBC) – ", "Addis Ababa", "2022-01-20", "FBC"),
    ("WASHINGTON, D.C. – ", "WASHINGTON, D.C.", None, None),
    ("DUBAI, United Arab Emirates (AP) — ", "DUBAI, United Arab Emirates", None, "AP"),
    ("ST. PETERSBURG, Russia — ", "ST. PETERSBURG, Russia", None, None),
    ("Port-au-Prince, Haiti — ", "Port-au-Prince, Haiti", None, None),
    ("N'DJAMENA (Reuters) - ", "N'DJAMENA", None, "Reuters"),
    ("São Paulo (AFP) - ", "São Paulo", None, "AFP"),
    ("Al-Quds (PNN) - ", "Al-Quds", None, "PNN"),
    ("The Hague – ", "The Hague", None, None),
    ("KYIV/MOSCOW, Feb 24 (Reuters) - ", "KYIV, MOSCOW", (2, 24), "Reuters"),
    ("MOSCOW,\u00a0Jan 20 (Reuters)\u00a0— ", "MOSCOW", (1, 20), "Reuters"),
]


@pytest.mark.parametrize(("prefix", "place", "day", "agency"), PREFIXES, ids=[row[0] for row in PREFIXES])
def test_prefixes(prefix: str, place: str | None, day: str | tuple[int, int] | None, agency: str | None) -> None:
    found = read_dateline(prefix + REPORT)
    assert found is not None
    assert (found.end, found.place, found.day or found.month_day, found.agency) == (len(prefix), place, day, agency)


SENTENCES = [
    "NATO — which includes Turkey — met on Thursday.",
    "The European Union (EU) foreign ministers met.",
    "European Union (EU) foreign ministers met.",
    "World Health Organization (WHO) - The organisation said so on Monday in a report on the country.",
    "Lavrov – Russia's top diplomat – said so.",
    "Vladimir Putin - The president of Russia - said so in an interview with state television.",
    "PUTIN: We will respond.",
    "Putin: The response will be swift.",
    "UPDATE: The two sides met.",
    "Analysis: Why it matters",
    "Sergei Lavrov (Russia) said so.",
    "Hossein Amir-Abdollahian, Iran's top diplomat, said so.",
    "On Jan 20, Russia said so.",
    "January 20, 2022, was the day.",
    "Iran, Russia and China – The three states met.",
    "Thursday - The two sides met in Vienna for the third time in a month, officials said.",
    "U.S. President Joe Biden said so.",
    "AP reported that Iran had agreed.",
    "Reuters: Iran to talk.",
    "Iran - Russia ties grow.",
    "Iran-Russia ties grow.",
    "May 5 (Thursday) - The two met.",
    "Rep. Jane Doe (R-S.C.): The deal is bad.",
    "",
    "-",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_are_none(sentence: str) -> None:
    assert read_dateline(sentence) is None


def test_speakers_are_none_where_the_text_has_several() -> None:
    assert read_dateline("LAVROV: The two sides met.", colons=False) is None


LINES = [
    ("ANKARA - Anadolu Agency", True),
    ("MOSCOW, January 20, 2022", True),
    ("Jan 20 (Reuters)", True),
    ("GENEVA, January 20 (Reuters)", True),
    ("GENEVA", False),
    ("Iran, Russia", False),
    ("Our Correspondent January 21, 2022", False),
    ("Moscow, Tehran agree on January 20", False),
]


@pytest.mark.parametrize(("line", "alone"), LINES)
def test_lines_of_their_own(line: str, alone: bool) -> None:
    assert (read_dateline(line, lone=True) is not None) == alone


@pytest.mark.parametrize(
    ("month_day", "reference", "day"),
    [
        ((12, 31), "2022-01-02", "2021-12-31"),
        ((1, 1), "2021-12-31", "2022-01-01"),
        ((1, 20), "2022-01-21", "2022-01-20"),
        ((1, 20), "2022", "2022-01-20"),
        ((2, 29), "2022-03-01", None),
        ((2, 29), "2024-03-01", "2024-02-29"),
    ],
)
def test_nearest_day(month_day: tuple[int, int], reference: str, day: str | None) -> None:
    assert nearest_day(month_day, reference) == day
