"""Saying no in a sentence."""


class Refused(Exception):
    """Not now, and why: one sentence that a form can show to the person who asked."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
