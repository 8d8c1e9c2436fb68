from . import report_customer_file
