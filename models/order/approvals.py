APPROVALS = [
    ('not_needed', 'Not needed'),
    ('pending', 'Pending'),
    ('approved', 'Approved'),
    ('declined', 'Declined'),
    ('callback', 'Call back'),
]
WAITING_APPROVALS = ('pending', 'callback')
