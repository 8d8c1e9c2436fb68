from . import report_recall_letter
