from . import report_tyre_labels
