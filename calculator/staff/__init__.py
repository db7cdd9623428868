"""The desk: a family's case is opened, checked, decided, printed and accounted for.

Pages read by `queries` and write by `actions`; an action says by whom, happens whole or not at
all, and stands on record.
"""
