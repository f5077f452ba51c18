"""How fast, beside what people would otherwise use: `python -m tests.bench [PART …]`."""

import argparse
import asyncio
import json
import tempfile
from pathlib import Path

from tests.bench import interactive

OUTPUT = Path("tests/output/bench")


def main() -> None:
    """Measure the parts asked for, each kept in a file of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["a"], help="a: one step of a form")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=(), help="words of peers' names; - for none")
    parser.add_argument("--folder", help="where the databases are made; their disk is measured too")
    options = parser.parse_args()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        result = asyncio.run(
            interactive.run(Path(folder), rounds=options.rounds, only=options.only)
        )
    (OUTPUT / "a.json").write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
