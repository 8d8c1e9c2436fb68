from . import report_contacts
