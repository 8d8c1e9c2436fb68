from . import report_site_table
