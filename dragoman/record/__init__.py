"""The record: readings kept in a file, versioned, to be queried."""
