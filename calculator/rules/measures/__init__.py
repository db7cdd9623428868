"""One short rule a measure; its figures and sentences stand in `law/<code>.toml`."""
