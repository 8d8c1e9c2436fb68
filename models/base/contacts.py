"""On which ways and what for customers are contacted: words that rooms share."""

CHANNELS = [('call', "Phone Call"), ('sms', "SMS"), ('mail', "E-mail"), ('letter', "Letter"), ('visit', "Personal Visit")]
PURPOSES = [
    ('service', "Service Notices"), ('reminder', "Reminders"), ('followup', "Follow-up"), ('marketing', "Offers"),
    ('survey', "Surveys"),
]
