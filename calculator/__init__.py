"""Qonys: what a family moving inside Kazakhstan is owed, and why."""

ENGINE = "1.0.0"
"""The version of what works with the law; the law's own is its digest."""
