"""On which ways and what for customers are contacted: words that rooms share."""

CHANNELS = [('call', "Phone Call"), ('sms', "SMS"), ('mail', "E-mail"), ('letter', "Letter"), ('visit', "Personal Visit")]
PURPOSES = [
    ('service', "Service Notices"), ('reminder', "Reminders"), ('followup', "Follow-up"), ('marketing', "Offers"),
    ('survey', "Surveys"),
]
# How somebody said something.
SOURCES = [
    ('counter', "At the Counter"), ('phone', "On the Phone"), ('reply', "By a Reply"), ('paper', "Signed Paper"),
    ('page', "Customer's Own Page"),
]
