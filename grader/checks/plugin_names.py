"""Names that both ends of the checks' process need to know, without importing pytest."""

# Open files, as `grader.system` names them: what it hears, what it asks by, what it tells results by.
HEARS, ASKS, RESULTS = "GRADER_HEARS", "GRADER_ASKS", "GRADER_RESULTS"
NURSERY = "GRADER_NURSERY"  # of the process that forks such ones: what it is asked by
