"""The marts as files for other programs, with what every column means inside or beside them."""
