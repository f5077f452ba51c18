"""The tests; a package, because one of the tools installs a package of this very name."""
