"""A class: its roster, the grading of all that was handed in, the gradebook, and what is made of it.

    roster → sources → submissions → working (here, or on other machines) → gradebook → report, export, similar

Sources: `roster`, `sources`, `fetching`, `copies`. Work: `desk` (one turn), `working`, `session`, `crew` here and
`farm` elsewhere. Grades: `book`, `policy`, `attempts`; `written`, `signing` and `proofs` for those that count. What is
made of them: `standing`, `page`, `summary`; `export_lines`, `exporting`; `handed_code`, `similarity`, `similar_page`.
The commands of `classroom` are around it; a single grade is `grading.grade`, as for a learner.
"""
