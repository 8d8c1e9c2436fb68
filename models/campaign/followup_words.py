"""What calls about events are called, for the models that each add it to a selection of theirs."""

ANCHOR = 'campaign'
RESULTS = [('registered', "Comes"), ('declined', "Does Not Come")]
ONDELETE = {'registered': 'set null', 'declined': 'set null'}
