from . import report_preparation
