"""What the command `straja` does, a module for each group of subcommands."""
