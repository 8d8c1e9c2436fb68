from . import report_agreement
