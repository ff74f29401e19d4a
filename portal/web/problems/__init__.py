"""The pages of problems: the board, one problem with its causes and workaround, the known errors."""
