"""`python -m locales.strings extract | check`: the catalogues follow the sources and stay whole."""

import argparse
import sys
from pathlib import Path

from locales import catalogues, checks, sources


def extract(root: Path) -> list[Path]:
    """Bring the template and every catalogue up to date; returns the files that changed."""
    template = sources.extract(root)
    texts = {catalogues.TEMPLATE: catalogues.written(template)}
    for language in catalogues.LANGUAGES:
        catalogue = catalogues.updated(catalogues.read(root, language), template)
        texts[catalogues.path(language)] = catalogues.written(catalogue)
    return [path for path, text in texts.items() if _write(root / path, text)]


def _write(path: Path, text: str) -> bool:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 1 with a sentence on stderr for each fault."""
    parser = argparse.ArgumentParser(prog="python -m locales.strings", description=__doc__)
    parser.add_argument("task", choices=["extract", "check"])
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    chosen = parser.parse_args(arguments)
    if chosen.task == "extract":
        for path in extract(chosen.root):
            sys.stdout.write(f"{path} was brought up to date.\n")
        return 0
    found = checks.faults(chosen.root)
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
