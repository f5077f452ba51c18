"""How differently two words are spelt, as far as it matters."""


def distance(one: str, other: str, most: int) -> int | None:
    """Letters left out, added, changed, or swapped with their neighbour; None beyond `most`.

    The optimal string alignment distance, https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance
    """
    # A change brings and takes one letter at most: most pairs need no closer look.
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return None
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, opposite in enumerate(other, 1):
            cost = min(
                last[column] + 1,
                line[-1] + 1,
                last[column - 1] + (letter != opposite),
            )
            swapped = (
                row > 1
                and column > 1
                and (letter, one[row - 2])
                == (
                    other[column - 2],
                    opposite,
                )
            )
            line.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(line) > most:
            return None
        before, last = last, line
    return last[-1] if last[-1] <= most else None
