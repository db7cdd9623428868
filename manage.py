#!/usr/bin/env python
"""Run a command of the calculator: `python manage.py help` lists them."""

import os
import sys

from django.core.management import execute_from_command_line

# These work without the desk, and so without what it is built on.
ALONE = {"assess", "assess_file"}

if __name__ == "__main__":
    alone = sys.argv[1:2] and sys.argv[1] in ALONE
    settings = "calculator.alone" if alone else "calculator.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    execute_from_command_line(sys.argv)
