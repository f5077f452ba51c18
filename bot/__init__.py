"""The running assistant: the only place where the parts meet."""
