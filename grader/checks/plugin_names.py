"""Names that both ends of the checks' process need to know, without importing pytest."""

CHANNEL_FD, RESULTS_FD = "GRADER_CHANNEL_FD", "GRADER_RESULTS_FD"
