"""Bytes to Article: what was published, by whom and when, with furniture told apart from the story."""
