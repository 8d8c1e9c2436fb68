from . import report_scrap
