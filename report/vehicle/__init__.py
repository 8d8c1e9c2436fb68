from . import report_basic_file
