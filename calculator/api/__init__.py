"""The HTTP API: the assessment and the law for other programs."""
