"""x."""
COLUMNS = ("stranger", "abe", "partner", "mori", "nakano", "sato", "ueda", "hara", "imai", "ono", "kato")
ROWS = []
