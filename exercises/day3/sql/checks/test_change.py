"""What changes something changes just what was asked for, and what only asks changes nothing."""


def test_11_overdue(queries):
    """11 cancels the open orders of before 2025, and changes nothing else."""
    queries.changes_exactly()


def test_one_statement(queries):
    """No file holds more than one statement."""
    queries.single()


def test_reads_only(queries):
    """None of 01 to 10 writes."""
    queries.reads_only()
