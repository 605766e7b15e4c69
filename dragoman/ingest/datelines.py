"""The dateline before a report's first sentence: "GENEVA, Jan 21 (Reuters) - ", "Moscow. 12 February. INTERFAX.RU - ".

A dateline is read as parts (place, date, agency, in any order) up to a mark that closes it. The fewer parts there are,
the stronger the other signs must be, as a sentence may begin with a name and a dash too.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from dragoman.ingest.published import MONTH, MONTHS, WEEKDAY, full_dates

# The news agencies that sign a dateline without brackets, as they print themselves. Names, not facts about them.
AGENCIES = (
    "AA|AFP|Agence France-Presse|AGERPRES|Anadolu|Anadolu Agency|ANI|ANSA|ANTARA|Antara|AP|APA|APP|APS|ARKA"
    "|Armenpress|ARMENPRESS|AsiaNews|Associated Press|AZERTAC|Azertac|BBC|Belga|BELTA|BelTA|BERNAMA|Bernama|Bloomberg"
    "|BNA|BNS|BSS|BTA|CNA|CNN|CNW|CTK|dpa|DPA|EFE|ENA|Fars|FNA|HINA|Hina|IANS|ILNA|INA|Interfax|INTERFAX"
    "|Interfax-Ukraine|IRNA|ISNA|Itar-Tass|ITAR-TASS|Jiji|Kabar|Kazinform|KCNA|KUNA|KYODO|Kyodo|MAP|Mehr|MENA|MNA|MTI"
    "|Adnkronos|AGI|ANGOP|Angop|CANA|ELTA|FENA|GNA|KPL|LETA|Lusa|LUSA|MONTSAME|Montsame|NAMPA|Nampa|Notimex|PNA|SAPA|Sapa"
    "|SRNA|TASR|TELAM|Telam|Télam|UzA"
    "|NAN|NINA|NNA|ONA|Pajhwok|PANA|PanARMENIAN.Net|PAP|Petra|PETRA|Prensa Latina|Press TV|PRNewswire|PTI|QNA|Reuters"
    "|REUTERS|RFE/RL|RIA Novosti|SANA|SPA|SPUTNIK|Sputnik|SUNA|Tanjug|TANJUG|TAP|Tasnim|TASS|TNA|Trend|UKRINFORM"
    "|Ukrinform|UNB|UNI|UPI|VNA|VOA|WAFA|WAM|Xinhua|XINHUA|YJC|Yonhap|YONHAP"
)

_SPACE = re.compile(r"[^\S\n]*\n?[^\S\n]*")
_BRACKETED = re.compile(r"\(([^()\n]{2,50})\)|\[([^\[\]\n]{2,30})\]|/([A-Z][^/\n]{1,40})/")
_LONGEST_FIRST = "|".join(re.escape(name) for name in sorted(AGENCIES.split("|"), key=len, reverse=True))
_AGENCY = re.compile(rf"(?:{_LONGEST_FIRST})(?:\.(?:RU|ru|COM|com|UA))?(?!\w|-[a-z])")
_UNKNOWN_AGENCY = re.compile(r"[A-Z0-9][\w.&]{0,20}(?: [A-Z0-9][\w.&]{0,20}){0,4}(?=\s(?:--|[–—-])\s)")
_PARTIAL = re.compile(
    rf"(?:{WEEKDAY}\s*)?(?:(?P<month1>{MONTH})\s*(?P<day1>\d\d?)(?:st|nd|rd|th)?|"
    rf"(?P<day2>\d\d?)(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{MONTH}))(?!\w)",
    re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(rf"[A-Z][\w .'’-]{{2,30}}, (?:{MONTH}\s*\d\d?|\d\d?\s{MONTH})(?!\w)", re.IGNORECASE)
_WEEKDAY_ALONE = re.compile(rf"{WEEKDAY}(?!\w)", re.IGNORECASE)
_WORD = r"[^\W\d_][\w’'.]*(?:-[^\W\d_][\w’']*)*"
_PLACE_PART = re.compile(rf"{_WORD}(?: (?:of|de|del|la|el|al|and|the|{_WORD})){{0,4}}")
_MARK = re.compile(r"\s?(?:\.?(?:--+|[–—―])|[.,]?-(?=\s|[“\"A-Z])|:(?=\s|[“\"A-Z]))\s?")
_SOFT = re.compile(r"\s?[,./]|\s?[|•]")
_GOES_ON = re.compile(r"\s*[“\"'‘«(\[]?[A-Z0-9]")
_ONE_SENTENCE_DASH = re.compile(r"^[^.!?\n]{0,200}\s(?:--|[–—-])\s")

# What stands before a colon or a dash and is not a place.
_NOT_PLACES = frozenset(
    re.findall(
        r"\w+",
        """analysis business international brief opinion comment commentary editorial update updated breaking
        exclusive live look watch video photo photos listen read background note explainer factbox timeline
        highlights interview question answer q a quote report special urgent alert correction clarification
        summary summit profile feature news world politics today yesterday meanwhile however the this that these
        those it he she we they i you there here but and in on at for from by as if when while after before
        president minister prime foreign secretary king queen spokesman spokesperson reporter moderator host
        anchor also earlier later still yet so now then first second third finally nato un eu monday tuesday
        wednesday thursday friday saturday sunday january february march april may june july august september
        october november december""",
    )
)
# Cities that stand before a colon in ordinary letters in the press of South Asia and the Gulf ("New Delhi: The two
# sides agreed"); any other name there is a speaker ("Lavrov: The two sides agreed").
_CITIES_LISTED = """
    Abu Dhabi, Amman, Ankara, Baghdad, Baku, Beijing, Beirut, Berlin, Brussels, Cairo, Colombo, Damascus, Dhaka,
    Doha, Dubai, Geneva, Islamabad, Istanbul, Jakarta, Jeddah, Jerusalem, Kabul, Karachi, Kathmandu, Khartoum,
    Kuwait, Kuwait City, Kyiv, Lahore, London, Male, Manama, Moscow, Mumbai, Muscat, New Delhi, New York, Paris,
    Peshawar, Quetta, Riyadh, Sanaa, Seoul, Singapore, Srinagar, Tashkent, Tehran, Thimphu, Tokyo, Tripoli, Tunis,
    United Nations, Vienna, Washington, Yangon
"""
_CITIES = frozenset(" ".join(name.split()) for name in _CITIES_LISTED.split(","))
_SPEAKS = re.compile(r"\s*[“\"'‘]|\s*(?:I|We|My|Our|It'?s|You|Well|Thank|Yes|No)\b")
_DASHES = ("-", "--", "---", "–", "—", "―", ".-", ".–", ".—", ".--")
_LONGEST = 140  # characters: no dateline is longer
_REPORT = 50  # characters of report that a place with nothing but a dash must have behind it


@dataclass(frozen=True, slots=True)
class Prefix:
    """A dateline read off the head of a paragraph: ``end`` is where the report's first word stands."""

    end: int
    place: str | None
    day: str | None  # ISO, where the year is given
    month_day: tuple[int, int] | None  # where it is not
    agency: str | None


def read_dateline(paragraph: str, *, lone: bool = False, colons: bool = True) -> Prefix | None:
    """Read the dateline at the head of a paragraph, or None.

    ``lone`` says that the paragraph is a line by itself and has to be a dateline to its end. ``colons`` False leaves
    "LAVROV: We met" alone: several paragraphs of the text begin that way.

    >>> prefix = read_dateline("MOSCOW, Jan 20 (Xinhua) -- Russia and Iran will deepen ties.")
    >>> prefix.place, prefix.month_day, prefix.agency, prefix.end
    ('MOSCOW', (1, 20), 'Xinhua', 27)
    """
    parts = _Parts(paragraph[: _LONGEST + 60])
    parts.read()
    if parts.end > _LONGEST:
        return None
    if lone:
        if parts.end < len(paragraph.rstrip(" .:-–—")) or not _stands_alone(parts):
            return None
        return parts.prefix(len(paragraph))
    rest = parts.head[parts.end :]
    if not rest.strip() or not _GOES_ON.match(rest):
        return None
    if not _is_dateline(parts, rest, colons=colons):
        return None
    return parts.prefix(parts.end)


def is_city(line: str) -> bool:
    """Tell whether a line is the name of a city that reports are often sent from, and nothing more.

    >>> is_city("ANKARA"), is_city("EXCLUSIVE")
    (True, False)
    """
    return line in _CITIES or (line.isupper() and line.title() in _CITIES)


def nearest_day(month_day: tuple[int, int], reference: str) -> str | None:
    """Give a month and a day the year that brings them nearest to a reference date.

    >>> nearest_day((12, 31), "2022-01-02")
    '2021-12-31'
    """
    if len(reference) < 10:
        return _iso(int(reference[:4]), *month_day)
    centre = datetime.date.fromisoformat(reference)
    days = [_iso(centre.year + shift, *month_day) for shift in (-1, 0, 1) if 1 <= centre.year + shift <= 9999]
    return min(
        (day for day in days if day),
        key=lambda day: abs((datetime.date.fromisoformat(day) - centre).days),
        default=None,
    )


class _Parts:
    """A scanner over the head of a paragraph."""

    def __init__(self, head: str) -> None:
        self.head = head
        self.end = 0
        self.places: list[str] = []
        self.day: str | None = None
        self.month_day: tuple[int, int] | None = None
        self.weekday = False
        self.agency: str | None = None
        self.bracketed = False
        self.mark: str | None = None
        self.comma = False

    @property
    def dated(self) -> bool:
        return self.day is not None or self.month_day is not None

    @property
    def known(self) -> bool:
        return self.agency is not None and _AGENCY.match(self.agency) is not None

    def prefix(self, end: int) -> Prefix:
        place = ", ".join(self.places) or None
        return Prefix(end, place, self.day, self.month_day, self.agency)

    def read(self) -> None:
        """Read parts until a mark that closes the dateline, or until what stands there is no part of one."""
        position = self._blank(0)
        self.end = position
        while position < len(self.head):
            after = self._part(position)
            if after is None:
                break
            position = self._blank(after)
            self.end = position
            mark = _MARK.match(self.head, after)
            if mark:
                # "Tehran - IRNA - The …": an agency or a date may stand behind a dash as well.
                self.mark = mark[0].strip()
                self.end = position = self._blank(mark.end())
                # "(ANSA) - ROME, 17 APR 2024 - Premier …"
                opened = not self.places and _PLACE_AND_DATE.match(self.head, position) is not None
                if _AGENCY.match(self.head, position) is None and not self._date_at(position) and not opened:
                    return
                continue
            soft = _SOFT.match(self.head, after)
            if soft:
                self.comma = True
                mark = _MARK.match(self.head, soft.end())
                position = self._blank(soft.end())
                self.end = position
                if mark:
                    self.mark = mark[0].strip()
                    self.end = self._blank(mark.end())
                    return

    def _blank(self, position: int) -> int:
        match = _SPACE.match(self.head, position)
        return match.end() if match else position

    def _date_at(self, position: int) -> bool:
        return _PARTIAL.match(self.head, position) is not None

    def _part(self, position: int) -> int | None:
        for reader in (
            self._read_bracket,
            self._read_date,
            self._read_agency,
            self._read_place,
            self._read_unknown_agency,
        ):
            after = reader(position)
            if after is not None:
                return after
        return None

    def _read_bracket(self, position: int) -> int | None:
        match = _BRACKETED.match(self.head, position)
        if not match:
            return None
        words = (match[1] or match[2] or match[3]).strip()
        if match[2]:  # "New Delhi [India], January 20 (ANI): "
            self.places.append(words)
        elif not self.dated and (dates := full_dates(words)):
            self.day = dates[0][1]
        elif _WEEKDAY_ALONE.fullmatch(words):
            self.weekday = True
        elif match[1] and self.dated and not self.places and words.isupper() and not _AGENCY.fullmatch(words):
            self.places.append(words)  # "January 20, 2022 (JUBA) – "
        elif self.agency is None and (words[:1].isupper() or _AGENCY.fullmatch(words)):
            self.agency = words
            self.bracketed = True
        else:
            return None
        return match.end()

    def _read_date(self, position: int) -> int | None:
        if self.dated:
            return None
        for (start, end), day in full_dates(self.head[position : position + 40])[:1]:
            if start == 0:
                self.day = day
                return position + end
        match = _PARTIAL.match(self.head, position)
        if match:
            month = MONTHS[(match["month1"] or match["month2"]).lower().rstrip(".")]
            number = int(match["day1"] or match["day2"])
            if _iso(2000, month, number):
                self.month_day = (month, number)
                return match.end()
        match = _WEEKDAY_ALONE.match(self.head, position)
        if match and (self.places or self.agency):
            self.weekday = True
            return match.end()
        return None

    def _read_agency(self, position: int) -> int | None:
        match = _AGENCY.match(self.head, position)
        if match and self.agency is None:
            self.agency = match[0]
            return match.end()
        return None

    def _read_unknown_agency(self, position: int) -> int | None:
        """Words between a place with a full date and the dash are an agency's, known or not: "24 Steppe Agency - "."""
        if self.agency is not None or self.day is None or not self.places or self.mark:
            return None
        match = _UNKNOWN_AGENCY.match(self.head, position)
        if match is None:
            return None
        self.agency = match[0]
        return match.end()

    def _read_place(self, position: int) -> int | None:
        opened = not self.places and _PLACE_AND_DATE.match(self.head, position) is not None  # "(ANSA) - ROME, 17 APR"
        if (self.dated or self.agency or len(self.places) == 3 or self.mark) and not opened:
            return None
        match = _PLACE_PART.match(self.head, position)
        if not match or not match[0][0].isupper():
            return None
        words = match[0]
        if words.endswith(".") and not re.search(r"\b[A-Z]\.$", words):
            words = words.rstrip(".")
        # "Moscow. 12 February." closes its parts with full stops; "St. Petersburg" and "Washington, D.C." hold some.
        stop = re.search(r"(?<=\w{3})\. ", words)
        if stop:
            words = words[: stop.start()]
        kept: list[str] = []
        for word in words.split(" "):
            if kept and MONTHS.get(word.lower().rstrip(".")):
                break
            kept.append(word)
        while kept and kept[-1] in ("of", "de", "del", "la", "el", "al", "and", "the"):
            kept.pop()
        if not all(word[0].isupper() or word in ("of", "de", "del", "la", "el", "al", "and", "the") for word in kept):
            return None
        words = " ".join(kept)
        self.places.append(words)
        return position + len(words)


def _is_dateline(parts: _Parts, rest: str, *, colons: bool) -> bool:
    first = parts.places[0] if parts.places else ""
    words = first.split()
    if words and words[0].lower().rstrip(".") in _NOT_PLACES and first.lower() != "the hague":
        return False
    if len(words) > 4:
        return False
    capitals = bool(first) and first.upper() == first and len(first) >= 3
    mark = parts.mark
    if parts.agency and parts.bracketed:
        if parts.known:
            return mark is not None or bool(parts.places) or parts.dated or parts.head.lstrip().startswith("(")
        acronym = len(words) == len(parts.places) == 1 and re.fullmatch(r"[A-Z]{2,8}", parts.agency) and mark in _DASHES
        if not (capitals or parts.dated or acronym):
            return False
        return mark is not None or parts.dated
    if parts.agency:
        return mark in _DASHES or (mark is not None and bool(parts.places)) or _full_stops(parts)
    if parts.dated:
        return mark is not None and (bool(parts.places) or parts.day is not None or mark not in ("-", ":"))
    if not parts.places or mark is None or parts.weekday:
        return False
    if mark == ":":
        return colons and (capitals or first in _CITIES) and not _SPEAKS.match(rest)
    if capitals:
        return True
    # "Moscow – The two ministers met" against "Lavrov – Russia's top diplomat – said" and "Iran - Russia ties".
    whole = len(words) <= 3 and "and" not in words and len(rest) >= _REPORT
    return whole and not _ONE_SENTENCE_DASH.match(rest)


def _full_stops(parts: _Parts) -> bool:
    """ "YEREVAN, JANUARY 20, ARMENPRESS. The …": no dash, but place, date and agency."""
    return bool(parts.places) and parts.dated and parts.agency is not None and parts.comma


def _stands_alone(parts: _Parts) -> bool:
    if parts.agency:
        return bool(parts.places) or parts.dated
    # "Our Correspondent January 21, 2022" has no mark between its parts, "Moscow, January 21, 2022" has.
    return parts.dated and (not parts.places or parts.comma or parts.mark is not None or parts.places[0].isupper())


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
