"""What an operator is told when a command does not do what it was asked to."""


class CommandRefused(Exception):  # noqa: N818 an answer to the operator, not an error
    """Nothing was done; the sentences say why, and what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class OutcomeUnknown(CommandRefused):
    """The answer was lost: done or not done, a second look must tell."""
