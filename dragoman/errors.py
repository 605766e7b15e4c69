"""What can go wrong, and who can mend it.

    DragomanError
    ├── InputError            the bytes or the row cannot be read as an article
    │   ├── EmptyInput        nothing in it
    │   ├── BinaryInput       not text
    │   ├── NoArticle         a page without an article
    │   ├── TooLarge          more than an article can be
    │   ├── OtherLanguage     not English; skipped and counted
    │   ├── BadRow            a line of a table or of JSON Lines that does not hold an article
    │   └── BadDate           a date that does not exist
    ├── KnowledgeError        a knowledge file breaks its rules
    ├── RecordError           the record cannot be opened, read or written
    │   ├── NewerRecord       made by a newer version of dragoman
    │   └── DamagedRecord     the file is corrupt
    └── MissingPart           something that should be installed is not

Every message says what was expected, what came, where, and what to do next.
"""

from __future__ import annotations


class DragomanError(Exception):
    """Any error that dragoman raises on purpose."""

    reason = "error"  # the short name under which failures of this kind are counted


class InputError(DragomanError):
    """The bytes or the row cannot be read as an article."""

    reason = "unreadable"


class EmptyInput(InputError):
    """There is nothing in it."""

    reason = "empty"


class BinaryInput(InputError):
    """It is not text."""

    reason = "binary"


class NoArticle(InputError):
    """A page without an article."""

    reason = "no article"


class TooLarge(InputError):
    """It is longer than an article can be."""

    reason = "too large"


class OtherLanguage(InputError):
    """It is not in English."""

    reason = "not English"


class BadRow(InputError):
    """A row of a table, or a line of JSON Lines, that does not hold an article."""

    reason = "bad row"


class BadDate(InputError):
    """A date that does not exist or cannot be read."""

    reason = "bad date"


class KnowledgeError(DragomanError):
    """A knowledge file breaks its rules."""

    reason = "knowledge"


class RecordError(DragomanError):
    """The record cannot be opened, read or written."""

    reason = "record"


class NewerRecord(RecordError):
    """The record was made by a newer version of dragoman."""

    reason = "newer record"


class DamagedRecord(RecordError):
    """The record's file is corrupt."""

    reason = "damaged record"


class MissingPart(DragomanError):
    """Something that should be installed is not."""

    reason = "missing part"
