#!/usr/bin/env python
"""Run one management command of the product, for example `python manage.py migrate`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dissemination.settings")
    execute_from_command_line(sys.argv)
