"""What a line of a news text is by its own looks: a breadcrumb, a byline, a caption, furniture or prose.

Each test looks at one paragraph alone; where in the article it stands is weighed in text.py. All of them read bounded
stretches of the paragraph, so that a paragraph of a million characters costs no more than one of a thousand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.ingest.datelines import AGENCIES
from dragoman.ingest.published import MONTH, MONTHS, WEEKDAY, full_dates

# ---------------------------------------------------------------- prose

_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}$")
_ABBREVIATION_END = re.compile(
    r"\b(?:[A-Z]\.){2,}$|\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Gov|Sen|Rep|Gen|No|Inc|Co|St)\.$"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall|does|did|do|says?|said|told"
    r"|tells|"
    r"met|meets|held|holds|made|makes|took|takes|gave|gives|went|goes|came|comes|began|begins|became|becomes|left"
    r"|sent|put|"
    r"saw|sees|found|kept|led|leads|lost|won|broke|brought|built|bought|sold|spoke|spent|stood|struck|hit|cut|fell"
    r"|fought|"
    r"got|grew|knew|rose|ran|set|shot|paid|thinks?|thought|wrote|calls|urges|warns|vows|hopes|wants|"
    r"isn['’]t|aren['’]t|"
    r"wasn['’]t|weren['’]t|won['’]t|don['’]t|doesn['’]t|didn['’]t|can['’]t|\w{2,}ed)\b",
    re.IGNORECASE,
)
_TITLES = (
    "Gov",
    "Sen",
    "Rep",
    "Gen",
    "Col",
    "Mrs",
    "Rev",
    r"\bMr",
    r"\bMs",
    r"\bDr",
    r"\bSt",
    r"\bLt",
    r"\b[Vv]s",
    r"\bNo",
)
_INNER_END = re.compile(r"\w\w" + "".join(f"(?<!{title})" for title in _TITLES) + r"[.!?][\"'”’)]{0,2}\s+[\"'“‘]?[A-Z]")
_SIGNED = re.compile(r"(?<=[.!?”\"])\s+\([A-Z][\w ]{1,20}\)$")  # "(ANI)" behind the last sentence
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_QUOTES = "\"“‘'«"
_LOOK = 600  # characters of a paragraph that are looked at


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as sentences do; the stop of "U.S." or "Jan." may be the word's own.

    >>> ends_sentence("He agreed."), ends_sentence("Iran rejects talks with U.S.")
    (True, False)
    """
    tail = line[-12:].rstrip()
    return _END.search(tail) is not None and _ABBREVIATION_END.search(tail) is None


def is_prose(line: str) -> bool:
    """Tell whether a paragraph holds running sentences rather than a headline, a label or a list of names.

    >>> is_prose("The two ministers met in Moscow."), is_prose("Iran, Russia agree on gas deal")
    (True, False)
    """
    if len(line) > _LOOK:
        return True
    line = _SIGNED.sub("", line)
    words = len(_WORD.findall(line))
    end = _END.search(line[-12:].rstrip())
    finite = _FINITE.search(line) is not None
    whole = end is not None and (line[0] in _QUOTES or (end[0][0] == "." and ends_sentence(line)))
    if end and words >= 2 and (finite or (words >= 3 and whole)):
        return True
    # "He said:", a paragraph whose last stop was lost, or one that ends with a word of the desk's.
    return finite and (words >= 22 or (words >= 8 and _INNER_END.search(line) is not None))


# ---------------------------------------------------------------- sections

_CRUMB_MARK = re.compile(r"\s*[>›»→⟩❯]\s*|\s+(?:/|\||::|\\|·|•|:)\s+")
_SECTIONS_LISTED = """
    afghanistan, africa, all news, americas, analysis, arab world, arts, asia, asia pacific, asia-pacific, balkans,
    breaking, breaking news, business, caucasus, central asia, china, climate, comment, commentary, conflict, crime,
    culture, defence, defense, defense & security, diplomacy, documents, east africa, east asia, economics, economy,
    editor's choice, editor's pick, editor's picks, editorial, editors' picks, election, elections, energy, english,
    entertainment, environment, eu, eurasia, europe, exclusive, exclusives, explainer, feature, featured, features,
    finance, foreign, foreign affairs, foreign policy, front page, general, government, gulf, headlines, health,
    home, homepage, human rights, in depth, in-depth, india, international, international news, interview,
    interviews, iran, iraq, israel, latest, latest news, latin america, law, life, lifestyle, local, local news,
    markets, media, mena, middle east, middle east & africa, mideast, military, nation, national, national news,
    news, north africa, north america, nuclear, nuclear program, opinion, opinions, pakistan, politics, press
    release, press releases, russia, sanctions, science, security, society, south america, south asia, southeast
    asia, speeches, sport, sports, statements, syria, tech, technology, terrorism, the americas, top news, top
    stories, top story, travel, turkey, turkiye, türkiye, u.s., uk, uk news, ukraine, united states, us, us &
    canada, us news, us politics, usa, video, videos, war, west africa, world, world & nation, world news, world
    politics
"""
_SECTIONS = frozenset(" ".join(name.split()) for name in _SECTIONS_LISTED.split(","))


def is_section_name(words: str) -> bool:
    """Tell whether words are the name of a department that papers have ("Politics", "MIDDLE EAST")."""
    return _plain(words).strip(" :").lower() in _SECTIONS


def crumbs(line: str) -> tuple[str, ...]:
    """Read a breadcrumb line, outermost first; empty where the line is none.

    A headline at the end of the path is left out of it.

    >>> crumbs("Home > World > Asia"), crumbs("WORLD NEWS"), crumbs("Iran/Russia talks fail")
    (('Home', 'World', 'Asia'), ('WORLD NEWS',), ())
    """
    line = line.strip()
    if len(line) > 200 or ends_sentence(line):
        return ()
    if is_section_name(line):
        return (line.strip(" :"),)
    parts = [part.strip() for part in _CRUMB_MARK.split(line)]
    parts = [part for part in parts if part]
    if len(parts) == 1 and "/" in line and all(is_section_name(part) for part in line.split("/")):
        return tuple(line.split("/"))
    if len(parts) < 2:
        return ()
    known = [is_section_name(part) for part in parts]
    short = [part for part, name in zip(parts, known, strict=True) if name or len(part.split()) <= 4]
    pointed = re.search(r"[>›»→⟩❯]", line) is not None
    if any(_DATE_WORD.search(part) for part in parts):
        return ()
    if len(short) == len(parts) and (any(known) or pointed):
        return tuple(parts)
    # "Home > News > Foreign ministers of Iran and Russia meet": the page itself stands at the end.
    if parts[:-1] == short[: len(parts) - 1] and all(known[:-1]) and (pointed or len(parts) > 2):
        return tuple(parts[:-1])
    return ()


_PRESS_LABEL = re.compile(
    r"(?:press|media|news) (?:release|statement|note|advisory|communique|briefing)(?: no\.? ?[\d/-]{1,12})?|"
    r"for immediate release|statement no\.? ?[\d/-]{1,12}",
    re.IGNORECASE,
)
_OFFICE_OF = re.compile(
    r"(?:The )?(?:Ministry|Embassy|Permanent Mission|Office|Department|Secretariat|Government)\b", re.IGNORECASE
)


def is_press_label(line: str) -> bool:
    """Tell whether a line says that a press release follows.

    >>> is_press_label("Press release No. 12"), is_press_label("Press release angers Iran")
    (True, False)
    """
    return _PRESS_LABEL.fullmatch(line.strip()) is not None


def is_letterhead(line: str) -> bool:
    """Tell whether a line is the name of an office and nothing more, as stands above its releases.

    >>> is_letterhead("Ministry of Foreign Affairs of Japan"), is_letterhead("Ministry of Defense denies reports")
    (True, False)
    """
    words = _WORD.findall(line)
    named = all(word[0].isupper() or word in ("of", "the", "and", "for", "to") for word in words)
    return _OFFICE_OF.match(line) is not None and named and not is_prose(line)


# ---------------------------------------------------------------- dates

_DATE_WORD = re.compile(rf"\b\d{{1,2}}\s{MONTH}|\b{MONTH}\s\d|\b\d{{4}}\b|\d\d?:\d\d", re.IGNORECASE)
_DATE_LABEL = re.compile(
    r"(?:(?:first\s)?(?:published|posted|updated|last\supdated?|last\smodified|modified|issued|released?|created|date"
    r"|dated"
    r"|publication\sdate|publish\sdate|load-date|time|news\stime|added|filed|on|at|story|of)\b[\s:]*)+",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d:])\d{1,2}[:.h]\d\d(?::\d\d(?:\.\d{1,9})?)?\s*(?:[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?|\(?\b(?:GMT|UTC|EST|EDT|PST|ET|BST"
    r"|CET|CEST|MSK|IST"
    r"|local\stime|hrs|hours|Moscow time|Tehran time)\b\)?(?:\s?[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d|T(?=\d\d:)"
    r"|\bZ\b",
    re.IGNORECASE,
)
_PARTIAL_DATE = re.compile(rf"\b\d{{1,2}}\s{MONTH}(?!\w)|\b{MONTH}\s\d{{1,2}}\b", re.IGNORECASE)
_NEWS_NUMBER = re.compile(
    r"(?:news|story|article|doc(?:ument)?)\s?(?:id|code|no\.?|number)\s*[:#]?\s*[\w-]{1,20}", re.IGNORECASE
)
_REST = re.compile(rf"[\s,.;:|/()\[\]•·–—-]|{WEEKDAY}|\b(?:at|on|and|by)\b", re.IGNORECASE)


def line_day(line: str) -> str | None:
    """Read a line that holds a date of publication and nothing else but a clock time and a label.

    Of several ("Published … Updated …") the first counts.

    >>> line_day("Published: 20 January 2022, 14:33 | Updated: 21 January 2022"), line_day("On 20 January 2022 he left")
    ('2022-01-20', None)
    """
    line = line.strip()
    if len(line) > 160:
        return None
    dates = full_dates(line)
    return dates[0][1] if dates and len(_without_dates(line)) <= 2 else None


def without_clock(line: str) -> str:
    """Cut a time of day off the end of a line.

    >>> without_clock("COLOMBO, January 20, 2022 20:14 IST")
    'COLOMBO, January 20, 2022'
    """
    cut = _CLOCK.search(line[:_LOOK])
    return line[: cut.start()].rstrip() if cut and len(_CLOCK.sub("", line[cut.start() :]).strip(" |,-")) == 0 else line


def stands_by_date(line: str) -> bool:
    """Tell whether a line is a date with a few words beside it ("20 January 2022 Peace and Security").

    >>> stands_by_date("All News 09:12 January 17, 2022"), stands_by_date("Talks resume")
    (True, False)
    """
    if len(line) > 100 or not full_dates(line) or is_finite(line):
        return False
    (start, end), _ = full_dates(line)[0]
    return len(_CLOCK.sub("", line[:start] + line[end:]).split()) <= 5


def is_date_line(line: str) -> bool:
    """Tell whether a line is a date and nothing else, with a year or without.

    >>> is_date_line("20 JAN, 14:33"), is_date_line("Published: Thursday 20 January 2022"), is_date_line("14:33")
    (True, True, False)
    """
    line = line.strip()
    if len(line) > 160 or not (full_dates(line) or _PARTIAL_DATE.search(line)):
        return False
    return len(_PARTIAL_DATE.sub(" ", _without_dates(line))) <= 2


def _without_dates(line: str) -> str:
    for (start, end), _ in reversed(full_dates(line)):
        line = line[:start] + " " + line[end:]
    for pattern in (_NEWS_NUMBER, _CLOCK, _PARTIAL_DATE, _DATE_LABEL, _REST):
        line = pattern.sub("", line)
    return line


def without_date(line: str) -> str:
    """Cut the date and what stands behind it off a line: "Jane Doe Published January 21, 2022" is "Jane Doe".

    >>> without_date("Our Correspondent Published January 21, 2022")
    'Our Correspondent'
    """
    dates = full_dates(line[:_LOOK])
    if not dates:
        return line
    head = line[: dates[0][0][0]]
    return re.sub(r"(?i)[\s|•·,–—-]*(?:\b(?:published|updated|posted|on|last)\b[\s:]*)*$", "", head)


# ---------------------------------------------------------------- bylines

_BY = re.compile(
    r"(?:by|written by|story by|report by|reported by|text by|words by|author|authors|by-line|byline)\s*[:\s]\s*(?=\S)",
    re.IGNORECASE,
)
_CAPITALISED = r"[^\W\d_a-z][\w’'.-]*"
_PARTICLE = r"(?:(?:al|el|de|del|der|van|von|bin|ibn|da|dos|la|le|ben|abu|ter)\s)?"
_NAME = rf"(?:[^\W\d_]\.\s?){{0,2}}{_CAPITALISED}(?:\s{_PARTICLE}{_CAPITALISED}){{1,3}}"
_NAME_LINE = re.compile(_NAME)
_IN_PLACE = re.compile(
    rf"(?P<names>{_NAME}(?:(?:,\s|,?\sand\s"
    rf"|\s&\s){_NAME}){{0,3}}),?\sin\s[A-Z][\w’'.-]*(?:[\s,]+(?:and\s)?[A-Z][\w’'.-]*){{0,6}}"
)
_OFFICES = "editor|correspondent|reporter|writer|columnist"
_ROLE = re.compile(
    r"\b(?:correspondent|reporter|editor|staff|writer|bureau|desk|columnist|contributor|analyst|associated press"
    r"|reuters"
    r"|agence|agency|agencies|news|press|times|post|tv|radio|television|journal|herald|tribune|guardian|telegraph|daily"
    r"|service|chief|monitor|observer|media|online|team|wire|wires)\b",
    re.IGNORECASE,
)
_BYLINE_END = re.compile(
    rf"\s[|•·]\s|\s[–—-]\s|\sin\s(?=[A-Z])|\sfor\s(?=[A-Z])|\son\s(?={WEEKDAY}|{MONTH}|\d)|\s?[(\[@]|\s(?=\d)|\n"
    rf"|\s(?:published|updated|posted)\b|,?\s(?={WEEKDAY}\s|{MONTH}\s\d)|;|\s/\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote a report: names as printed, and what stands beside them."""

    names: str
    place: str | None
    rest: str  # "Associated Press": the words behind the names


def read_byline(line: str, *, labelled: bool = True) -> Byline | None:
    """Read a byline, or None where the line is none.

    ``labelled`` False takes a bare name too, which only the head of an article allows.

    >>> read_byline("By Jane Doe and John Roe, Associated Press").names, read_byline("By Thursday, both had left.")
    ('Jane Doe and John Roe', None)
    """
    line = _plain(line.strip())
    if not 3 <= len(line) <= 200:
        return None
    label = _BY.match(line)
    if label:
        words = line[label.end() :]
        if _opens_with_time(words) or (is_prose(line) and len(line.split()) > 6) or not _capital(words):
            return None
        if len(words.split()) > 24 or (ends_sentence(line) and _FINITE.search(words)):
            return None
        return _byline_of(words)
    match = _IN_PLACE.fullmatch(line)
    if match and not labelled and not _FINITE.search(line):
        return Byline(match["names"], line[match.end("names") :].removeprefix(",").strip()[3:], "")
    if not labelled and not ends_sentence(line) and len(line) <= 80 and _is_bare_byline(line):
        return _byline_of(line)
    return None


def _byline_of(words: str) -> Byline:
    place = re.search(r"\s[|]\s([A-Z][\w’'. -]{2,40}?)\s*(?:$|[|])", words)
    cut = _BYLINE_END.search(words)
    names = words[: cut.start()] if cut and cut.start() > 1 else words
    pieces = re.split(r",\s+", names)
    kept = [pieces[0]]
    for piece in pieces[1:]:
        bare = re.sub(r"^and\s", "", piece)
        if _ROLE.search(bare) or not _NAME_LINE.match(bare) or (bare.isupper() and not pieces[0].isupper()):
            break
        kept.append(piece)
    names = ", ".join(kept).strip(" ,.;:")
    rest = words[len(names) :].strip(" ,.;:|–—-")
    office = re.match(rf"(\S+\s\S+)\s(?:[\w&]+\s){{0,3}}(?:{_OFFICES})$", names)
    names = office[1] if office else names
    return Byline(names, place[1] if place and not _ROLE.search(place[1]) else None, rest)


def _is_bare_byline(line: str) -> bool:
    if re.fullmatch(
        r"(?:staff|news desk|web desk|agencies|staff (?:writer|reporter|report)|newsroom)", line, re.IGNORECASE
    ):
        return True
    if re.fullmatch(r"(?:our|special|diplomatic|staff|foreign) correspondent", line, re.IGNORECASE):
        return True
    pieces = re.split(r",\s+|\s[|•–—-]\s", line)
    first = _NAME_LINE.fullmatch(pieces[0])
    if first and len(pieces) > 1 and all(_ROLE.search(piece) or _DATE_WORD.search(piece) for piece in pieces[1:]):
        return not _FINITE.search(pieces[0])
    # "Patrick Doe Diplomatic editor": a name, then an office of a paper.
    return bool(re.fullmatch(rf"{_NAME}\s(?:[\w&]+\s){{0,3}}(?:{_OFFICES})", line))


def is_name(line: str) -> bool:
    """Tell whether a line is a person's name and nothing more."""
    return len(line) <= 50 and _NAME_LINE.fullmatch(line) is not None and not is_section_name(line)


def is_newsroom(line: str) -> bool:
    """Tell whether a line names the desk of an outlet and where it sits ("BBC News, Vienna").

    >>> is_newsroom("BBC News, Vienna"), is_newsroom("News of a ceasefire reaches Vienna")
    (True, False)
    """
    parts = line.split(", ")
    return (
        len(line.split()) <= 7
        and len(parts) == 2
        and not full_dates(line)
        and _ROLE.search(parts[0]) is not None
        and not ends_sentence(line)
    )


def _opens_with_time(words: str) -> bool:
    first = re.match(r"\w+", words)
    return first is not None and (
        first[0][0].isdigit()
        or first[0].lower() in MONTHS
        or re.fullmatch(WEEKDAY, first[0], re.IGNORECASE) is not None
    )


def _capital(words: str) -> bool:
    if words[0].isupper() or re.match(r"(?:al|el|de|van|von)\b", words) is not None:
        return True
    return re.match(r"(?:our|the|staff|a|news|web)\b", words) is not None and _ROLE.search(words) is not None


# ---------------------------------------------------------------- captions

_AGENCY_CREDIT = (
    r"(?:AP|AFP|Reuters|REUTERS|EPA|EPA-EFE|EFE|Getty(?:\sImages)?|TASS|Tass|Sputnik|RIA Novosti|Xinhua"
    r"|Anadolu(?:\sAgency)?|AA|IRNA"
    r"|ISNA|Tasnim|Mehr|MNA|Fars|FNA|WANA|DPA|dpa|PA|UPI|Kyodo|Yonhap|KCNA|SANA|SPA|PTI|ANI|Shutterstock|iStock|Alamy"
    r"|NurPhoto|Bloomberg"
    r"|Wikimedia(?:\sCommons)?|UN Photo|VCG|NATO|CNSPHOTO|POOL|Pool|Handout|HANDOUT)"
)
# Each finds a credit in a caption; the first group is the credit.
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\((?:[Vv]ia|VIA)\s([^()\n]{2,60})\)",
        r"\((?:(?:AP|AFP|File|UN|EPA)\s)?(?:[Pp]hoto|[Pp]hotos|PHOTO|[Pp]icture|[Ii]mage"
        r"|[Ff]ile [Pp]hoto)(?:\s(?:[Bb]y|[Cc]redit|via|courtesy of))?\s*[:/]?\s+?([^()\n]{2,80})\)",
        r"\((AP Photo(?:/[^()\n]{2,60})?)\)",
        r"\(((?:AFP|AP|EPA|Reuters|REUTERS|UN|Xinhua|AA|TASS|Getty)) (?:[Pp]hoto|[Pp]icture|[Ii]mage)s?\)",
        rf"[(\[]((?:[A-Z][\w.’' -]{{1,40}}[/,]\s?)?{_AGENCY_CREDIT}(?:\s?(?:/|via"
        rf"|,)\s?[\w.’' -]{{2,40}})?)[)\]]\s*\.?$",
        r"[(\[][Ff]ile(?:\s[Pp]hoto)?\s*[:,/-]\s*([^()\[\]\n]{2,60})[)\]]",
        r"[\[(]([^()\[\]\n/]{2,50}/(?:AFP|AP|Reuters|REUTERS|EPA|Getty|Anadolu|Pool|Al Jazeera|TASS"
        r"|Xinhua)[^()\[\]\n]{0,30})[\])]",
        r"\b((?:REUTERS|AFP|AP|EPA|Getty Images|XINHUA|TASS|Reuters|UN Photo)\s?/\s?[A-Z][\w.’' /-]{2,60}?)\.?$",
        r"(?:^|\s)(?:Photo(?:graph)?|(?<!FILE )PHOTO|Picture|Image|Photo credit|Photo by|Image credit|Picture credit"
        r"|Credit|CREDIT|Photo courtesy)\s*(?::|©|by\s|courtesy of\s)\s*([^\n.!?]{2,80}?)\s*$",
        r"^(Getty(?: Images)?|EPA(?:-EFE)?|Shutterstock|Alamy|iStock|NurPhoto|AP Photo)\.?$",
        r"^(?:Image|Photo|Picture) (?:source|credit|copyright)[,:]?\s+([^\n]{2,80}?)\s*$",
        r"\b(?:Photo(?:graph)?|Photo by|Handout via):?\s([^.\n]{2,60}(?:/[^.\n]{2,40})?)$",
        r"(?:©|\(c\))\s?((?:[A-Z][\w.’' -]{1,40}\s?/\s?)?(?:AFP|AP|Reuters|EPA|Getty|TASS|Sputnik|RIA Novosti"
        r"|Xinhua)[\w /’'.-]{0,40})$",
        r"\b(AP Photo(?:/[\w.’', -]{2,50})?)$",
        # "… in Moscow on Thursday. Jane Doe/Pool/AFP"
        r"(?:^|[.!?”\"]\s+)([A-Z][\w.’/ -]{2,60}\s?[/|]\s?(?:AFP|AP|Reuters|REUTERS|EPA|Getty(?: Images)?|TASS|Xinhua)"
        r"(?: [\w ./’-]{0,30})?)$",
        r"\bvia\s((?:AP|AFP|Reuters|REUTERS|Getty Images|EPA|Anadolu))\)?\.?$",
    )
)
# "(Reuters)" at the end: a picture's credit, or the agency that sent the report.
_WEAK_CREDIT = re.compile(rf"\s*[(\[](?:{_AGENCY_CREDIT}|{AGENCIES})[)\]]\s*\.?$")
_ARCHIVE = re.compile(
    r"\bfile (?:photo|picture|image|pic)\b|\bphoto(?:graph)? (?:taken|released|provided|shows|made available)\b"
    r"|\bin this (?:\w+ ){0,2}(?:photo|picture|image|handout|combination|screengrab)\b|\bseen here\b|\bscreengrab\b"
    r"|^FILE\s?(?:PHOTO)?\s?[:–—-]|^Image caption\b|^(?:(?:This|The) )?(?:photo|picture|image) shows\b|\[File\]"
    r"|\(file(?: photo)?\)|\b(?:combination|handout|undated) (?:photo|picture|image)\b|\billustration (?:photo"
    r"|shows)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:is|are) (?:seen|pictured|shown) (?:in|at|on|during|with|near|next|behind|before|outside|after|here|as he"
    r"|as she)\b"
    r"|\bpictured (?:here|above|below|left|right|with|in|at|on)\b|\bthis (?:photo|picture|image)\b"
)
_NTH = r"\d(?:st|nd|rd|th)|first|second|third|fourth"
_SIDE = re.compile(
    rf"\((?:(?:{_NTH})\s)?(?:L|C|left|right|center|centre|Left|Right|front|back|top|bottom)\)|\((?:{_NTH})\s?-?R\)"
    rf"|\((?:{_NTH}|far)[ -](?:from )?(?:the )?(?:[LR]|left|right)\)"
)
# "(R)" is a side of a picture or a party in the United States.
_SIDE_OR_PARTY = re.compile(
    r"\(R\)|,\s(?:left|right|center|centre|second (?:from )?(?:left|right))\s?,|\bfrom left\b|\bfrom right\b"
)
_POSING = re.compile(
    r"\b(?:meets?|shakes?|shaking|poses?|posing|attends?|attending|speaks?|speaking|arrives?|arriving|greets?"
    r"|greeting|walks?|walking|"
    r"gestures?|gesturing|holds?|holding|delivers?|delivering|addresses|addressing|looks? on|waves?|waving|welcomes?"
    r"|listens?|talks?|"
    r"signs?|stands?|standing|sits?|sitting|seen|pictured|reacts|chairs|leaves|takes part)\b"
)
_PAST = re.compile(r"\b(?:was|were|has|have|had|said|told|met|held|\w{2,}ed)\b")
_NARRATES = re.compile(r"\b(?:said|says|told|added|according to|reported|announced|stressed|noted)\b")
# Without one of these no caption comes to its weight; most paragraphs are done with here.
_CAPTION_MARK = re.compile(
    r"[(\[©/]|photo|image|pict|seen|shown|file|caption|credit|illustration|screengrab|getty|shutterstock|alamy|istock"
    r"|epa|via |left|right|cent",
    re.IGNORECASE,
)
_LABEL_ONLY = re.compile(r"(?:file )?(?:photo|image|picture|caption|pic)s?\s*[:.]?", re.IGNORECASE)


def read_credit(line: str) -> str | None:
    """Read whose picture it is, or None.

    >>> read_credit("Lavrov (L) in Moscow on Thursday. (via Tasnim)"), read_credit("[File: Reuters]")
    ('Tasnim', 'Reuters')
    """
    line = line.strip()
    # A full stop ends a caption's sentence; behind a line that is no more than a credit it means nothing.
    tail = _plain(line[-300:]) if len(line) > 60 else _plain(line).rstrip(".")
    for pattern in _CREDITS:
        found = pattern.search(tail)
        if found:
            credit = found[1].strip(" .,:;|")
            return re.sub(r"^(?:by|via|credit|courtesy of)\s", "", credit) or None
    return None


def is_caption(line: str) -> bool:
    """Tell whether a paragraph stands under a picture: by its credit, sides (L, R), "seen here" and present tense.

    >>> is_caption("Raisi (L) meets Putin in Moscow. (via Tasnim)"), is_caption("Gov. Jane Doe (R) said no.")
    (True, False)
    """
    line = _plain(line.strip())
    if not line or len(line) > _LOOK or line[0].islower() or not _CAPTION_MARK.search(line):
        return False
    if _LABEL_ONLY.fullmatch(line):
        return True
    narrates = _NARRATES.search(line) is not None
    weak = _WEAK_CREDIT.search(line)
    words = read_credit(line) if weak is None else None
    credit = words is not None
    if words is not None and len(line.rstrip(".")) <= len(words):
        return True
    if weak and not _ARCHIVE.search(line):
        shown = line[: weak.start()]
        if not shown or not (ends_sentence(shown) or _PAST.search(shown) or len(shown) > 250):
            return True
    if credit and not ends_sentence(line):
        return not (narrates and len(line) > 300)
    sides = 2 if _SIDE.search(line) else int(_SIDE_OR_PARTY.search(line) is not None)
    weight = (
        2 * credit
        + (weak is not None) * (2 if _PAST.search(line) is None else 1)
        + 3 * (_ARCHIVE.search(line) is not None)
        + (_SHOWN.search(line) is not None)
        + sides
        + (_POSING.search(line) is not None)
        + bool(full_dates(line))
        - 2 * narrates
    )
    return weight >= 3


def is_bare_credit(line: str) -> bool:
    """Tell whether a line credits a picture and shows nothing of it: the caption stands beside it.

    >>> is_bare_credit("Photo: AFP"), is_bare_credit("Putin in Moscow. Photo: AFP")
    (True, False)
    """
    credit = read_credit(line)
    return credit is not None and len(line.strip()) <= len(credit) + 20


def is_finite(line: str) -> bool:
    """Tell whether a line holds a verb in the past tense, an auxiliary or another common finite verb."""
    return _FINITE.search(line[:_LOOK]) is not None


def is_archive_caption(line: str) -> bool:
    """Tell whether a caption says that its picture is an old one, whose date says nothing of the article's."""
    return re.search(r"\bfile\b|\barchive|\bundated\b", line, re.IGNORECASE) is not None


# ---------------------------------------------------------------- furniture

_PLATFORM = (
    r"(?:Twitter|X|Facebook|Instagram|Telegram|WhatsApp|YouTube|Youtube|LinkedIn|TikTok|Threads|Viber|Roku|Apple TV"
    r"|Android|iOS|iPhone"
    r"|App Store|Google Play|Google News|Google Currents|Flipboard|Windows Phone|RSS|VK|Reddit|Pinterest|Mastodon"
    r"|Bluesky|Signal)"
)
# A line that begins like this is furniture wherever it stands. ``(?i:…)`` where houses differ in capitals.
FURNITURE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?i:(?:read|see|watch|listen)\s(?:more|also|next|further)\b\s*(?:$|[:|>–—-]|on\b|about\b|from\b|at\b))",
        r"(?i:(?:also read|must read|further reading|more to read|continue reading|keep reading|click here|tap here"
        r"|learn more)\b)",
        r"(?i:related(?:\s(?:stories|story|articles?|news|topics?|content|links?|coverage|posts?|reading"
        r"|internet links))?\s*(?:$|[:|–—-]))",
        r"(?i:(?:more (?:on this story|from|stories|news|about this|on this topic|in|coverage)\b[^.]{0,60}$))",
        r"(?i:(?:sign|log)[\s-]?(?:up|in)\b(?:\s(?:for|to|here|now|today|with)\b|\s*$))",
        r"(?i:subscribe\b(?:\s(?:to|now|here|for|today|and)\b|\s*$|\s*[:!]))",
        rf"(?i:(?:follow|like|join|find|connect with)\s(?:us|our|me|@\w|[\w .’'-]{{2,30}}\son\s{_PLATFORM}))",
        rf"(?:Follow|Join|Watch|Like|Find|Visit|Download)\b[^.]{{0,60}}\b(?:on|via)\s{_PLATFORM}\b",
        r"(?i:share\b(?:\s(?:this|on|via|with|to|the (?:story|article)|article|story)\b|\s*$|\s*[:|]))",
        r"(?i:(?:print|e-?mail|tweet|facebook|twitter|whatsapp|telegram|linkedin|copy link|save|comments?|copied"
        r"|bookmark|listen|menu|search"
        r"|advertisement|advertising|ad|sponsored|sponsored content|promoted|paid post|skip advertisement"
        r"|end of advertisement"
        r"|story continues below(?: advertisement)?|article continues (?:below|after)\b.*|most (?:read|popular|viewed"
        r"|shared)|trending(?: now)?"
        r"|recommended(?: for you)?|popular|latest videos?|top picks|up next|live tv|skip to (?:main )?content"
        r"|back to top|home ?page"
        r"|log out|follow|my account|privacy policy"
        r"|terms (?:of|and) (?:use|service|conditions)|cookie policy|contact us"
        r"|about us"
        r"|load more|show more|view comments|next article|previous article|next story|prev(?:ious)?|next|gallery"
        r"|photo gallery|play video"
        r"|you (?:may|might) (?:also )?(?:like|be interested in)|editor'?s picks|don'?t miss|what to read next"
        r"|in pictures|loading(?: .*)?)\s*[:.…]*$)",
        r"(?i:\d[\d,]*\s(?:comments?|shares?|views?|likes?|reactions?)\b[^.]{0,30}$)",
        r"(?i:(?:leave|post|write|add) a (?:comment|reply)\b)",
        r"(?i:(?:list of \d+ items|end of list)\s*$)|(?i:\d{1,2} (?:minutes?|hours?|days?|weeks?|months?"
        r"|years?) ago\b)",
        r"(?i:(?:some )?(?:information|material) (?:for|in) this (?:report|article|story) (?:came|was|is)\b)",
        r"(?i:published in [\w' -]{2,40}(?:,|$))|(?i:(?:media )?contacts?(?: for media)?\s*:)|(?i:reuse this content)",
        r"(?i:write to [\w .'-]{3,60} at \S+@)|(?i:appeared in the [\w ,.]{4,40} (?:print )?edition\b)",
        r"(?i:.{0,160}\bplease (?:join|subscribe|consider (?:supporting|subscribing|donating)|donate|support us)\b)",
        r"[a-z]{2,4}(?:/[a-z]{2,4}){0,2},?\s\([A-Z][\w ,&/-]{1,60}\)$",
        r"(?i:\d{1,2}[\s-]min(?:ute)?s?[\s-](?:read|listen|watch)\b)",
        r"(?i:(?:reading|read) time\b)",
        r"©\s*(?:\d{4}|[A-Z])|\(c\)\s?\d{4}|(?i:copyright\b)\s*(?:©|\(c\)|\d{4}|:|notice|[A-Z])",
        r"(?i:all rights reserved)",
        r"(?i:this (?:material|content|article) may not be (?:published|reproduced|copied))",
        r"(?i:our standards:|the thomson reuters trust principles)",
        r"\(?(?:Additional )?(?:[Rr]eporting|[Ww]riting) by\s[A-Z]|\(?[Ee]diting by\s[A-Z]|\((?:Additional reporting"
        r"|Compiled|Edited|Writing)\sby\b"
        r"|(?:Edited|Compiled|Translated) by:?\s[A-Z]|\((?:With|with) (?:inputs?|files|agencies|reporting)\b"
        r"|With (?:inputs|files|reporting) from\b",
        r"(?:The )?[A-Z][\w’' ,&-]{2,100}\scontributed (?:to )?this (?:report|story|article)",
        r"(?:This (?:story|article|report|post|piece|item)) (?:has been|was) (?:updated|corrected|originally|first"
        r"|edited|amended|produced|written)\b",
        r"(?i:(?:tags?|topics?|keywords?|filed under|categories|category|labels|in this story|more about)\s*[:|])",
        r"(?i:(?:tags?|topics|keywords|related topics|categories)\s*$)",
        r"(?i:news (?:id|code|no)\b|story (?:id|code)\b|article id\b|short link\b|shortlink\b|permalink\b"
        r"|source link\b|link:)",
        r"(?i:(?:get|receive) (?:the (?:latest|best|day)|our|breaking|daily|more)\b[^.]{0,80}\b(?:inbox|newsletter"
        r"|email|e-mail|alerts?|app|news|updates))",
        r"(?i:(?:download|get|install) (?:the|our) [\w’' ]{0,30}app\b)",
        r"(?i:[\w’'.& -]{2,40}website can (?:also )?be (?:accessed|reached|visited|found)\b)",
        r"(?i:[\w’'.& -]{0,40}(?:alternate|alternative|mirror) (?:address|addresses|site|sites"
        r"|domains?)\b[^.]{0,40}:?$)",
        r"(?i:(?:https?://|www\.)\S+(?:\s+(?:https?://|www\.)\S+)*$)",
        r"(?i:[\w.+-]{1,60}@[\w-]{1,60}\.[\w.]{2,20}$)|@\w{2,30}$",
        r"(?i:source\s*:\s*\S.{0,60}$)|(?i:sources?\s*:\s*agencies)",
        r"(?i:editor\s*:\s*\S.{0,40}$)",
        r"(?i:(?:to (?:read|see|view|contact|comment|subscribe|receive))\b[^.]{0,80}\b(?:click|visit|subscribe|sign"
        r"|e-?mail|here)\b)",
        r"(?i:if you (?:would like|want|wish|have) (?:to (?:read|receive|contact|comment)|a (?:story|tip))\b)",
        r"(?i:(?:we use|this (?:web)?site uses) cookies\b|by (?:clicking|continuing|using this)\b.{0,80}\b(?:cookies"
        r"|policy|terms|agree)\b)",
        r"(?i:(?:-+\s?)?(?:ends?|end item|-30-|###?|30)(?:\s?-+)?\s*(?:/.{0,20})?$)",
        r"[A-Za-z]{2,4}/[A-Za-z0-9*/]{2,12}$|\d{3,5}\*\*\d{3,5}",
        r"[*_=~#•·.–—\s-]{1,80}$",
        r"[A-Z]{2,6}\d[\w.-]{5,30}$",
        r"(?i:length\s*:\s*\d+ words|load-date\s*:|language\s*:\s*\w+|publication-type\s*:|document type\s*:"
        r"|classification$)",
        r"(?i:support (?:our|independent|quality) (?:work|journalism|reporting)\b|donate\b|become a (?:member"
        r"|subscriber|patron))",
    )
)
# Headings above a list of other stories.
_LIST_HEADING = re.compile(
    r"(?:keep reading|list of \d+ items|(?:read|see) (?:more|also|next)|also read|must read|further reading"
    r"|related(?: (?:stories|articles?|news|topics?|content|links?"
    r"|coverage|posts?|internet links))?|more (?:on this story|from .{2,40}|stories|news|on this topic|in .{2,40}"
    r"|about .{2,40})|most (?:read|popular"
    r"|viewed|shared)|trending(?: now)?|recommended(?: for you)?|you (?:may|might) (?:also )?(?:like"
    r"|be interested in)|tags|topics|keywords"
    r"|latest news|top stories|up next|what to read next|don'?t miss|editor'?s picks|popular)\s*[:.…]*",
    re.IGNORECASE,
)
# After these nothing of the article comes.
_CLOSING = re.compile(
    r"©|\(c\)\s?\d{4}|copyright\b|all rights reserved|our standards:"
    r"|\(?(?:additional )?reporting by\s.{0,200}\bediting by|\(?editing by|leave a (?:comment"
    r"|reply)|(?:view )?comments?\s*(?:\(\d+\))?$|\d[\d,]* comments?$|more (?:on this story|from .{2,40}"
    r"|stories)\s*:?$|most (?:read|popular|viewed)\s*$"
    r"|related (?:stories|articles|news|topics|content|coverage|internet links)\s*:?$|tags?\s*:"
    r"|[\w’'.& -]{2,40}website can (?:also )?be accessed",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"\(?(?:Additional )?[Rr]eporting by [^()\n]{3,260}[Ee]diting by [^()\n]{3,120}\)?\s*$|\((?:[Rr]eporting"
    r"|[Ww]riting|[Ee]diting) by [^()\n]{3,260}\)\s*$"
    r"|(?:©|Copyright (?:©|\(c\)|\d{4}))[^\n]{0,120}$|\(With inputs from [^()\n]{2,80}\)\s*$"
    r"|All rights reserved\.?\s*$"
    rf"|(?<=[.!?”\"])\s+\((?:{AGENCIES})\)(?:\s?\(www\.[^()\s]{{3,40}}\))?\s*$"
    r"|(?<=[.!?”\"])\s+(?:Enditem|Endit|Item|ENDS?|/ENDS/|-30-|\((?:END|ENDS|Agencies|AGENCIES)\)"
    r"|[A-Za-z]{2,4}/[A-Za-z]{2,4})\s*$"
)
_SELF = re.compile(
    r"©|copyright|\(c\)|all rights reserved|website|alternate|alternative address|follow|subscribe|sign up|newsletter"
    r"|download|\bapp\b|roku|"
    r"our standards|contact|about us|©|channel|@|published in|please join|source\s*:|publication\s*:",
    re.IGNORECASE,
)
_CHANNEL = re.compile(
    rf"(?:\b{_PLATFORM}|\b(?:app|channel|channels|podcast|newsletter|live stream|livestream|satellite|RSS feed))$"
)


_BULLET = re.compile(r"[♦•►▶»●▪◆■]\s*")


def is_furniture(line: str) -> bool:
    """Tell whether a line belongs to the page and not to the article.

    >>> is_furniture("Read more: Iran says yes"), is_furniture("Press TV News Roku"), is_furniture("Read it, he said.")
    (True, True, False)
    """
    line = _plain(line.strip())
    if not line or len(line) > _LOOK:
        return False
    line = _BULLET.sub("", line) or line
    if any(pattern.match(line) for pattern in FURNITURE):
        return not _reads_as_report(line)
    words = line.split()
    return (
        len(words) <= 7 and not ends_sentence(line) and _CHANNEL.search(line) is not None and not _FINITE.search(line)
    )


def _reads_as_report(line: str) -> bool:
    """A long sentence in the past tense, with someone said to say it, is the article's whatever word it opens with."""
    return (
        ends_sentence(line)
        and len(line.split()) >= 12
        and re.search(r"\b(?:said|told reporters|announced|according to)\b", line) is not None
    )


def opens_list(line: str) -> bool:
    """Tell whether a line stands above a list of other stories."""
    return _LIST_HEADING.fullmatch(_plain(line.strip())) is not None


def closes_article(line: str) -> bool:
    """Tell whether nothing of the article comes after a line of furniture."""
    return len(line) <= _LOOK and _CLOSING.match(_plain(line.strip())) is not None


def names_its_house(line: str) -> bool:
    """Tell whether a line of furniture speaks of the outlet itself ("© 2022 …", "Follow …", "… Roku")."""
    return _SELF.search(line) is not None or _CHANNEL.search(_plain(line.strip())) is not None


def sign_off(paragraph: str) -> int | None:
    """Find where the desk's own words begin at the end of a paragraph: "(Reporting by A; Editing by B)".

    >>> sign_off("He agreed. (Reporting by Jane Doe; Editing by John Roe)")
    11
    """
    start = max(0, len(paragraph) - 500)
    found = _SIGN_OFF.search(paragraph, start)
    return found.start() if found and found.start() > 0 else None


def _plain(line: str) -> str:
    """Blanks and quotes as ASCII has them, one character each."""
    return line.translate(_PLAIN)


_PLAIN = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "‘": "'", "\t": " ", "\n": " ", "\r": " "}
)
