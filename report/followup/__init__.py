from . import report_contacts
from . import report_followup_letter
from . import report_call_record
from . import report_followup_summary
