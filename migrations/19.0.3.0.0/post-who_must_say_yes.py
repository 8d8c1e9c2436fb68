"""Work the customer bears though its pay type asks nobody: of cars still here, it waits for an answer from now on.

What is delivered, cancelled or invoiced is history and stays as it was recorded. What is delivered and not yet
invoiced is asked about when somebody invoices it.
"""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {'tracking_disable': True})
    Job = env['aftersales.job']
    unasked = Job.search([
        ('approval', '=', 'not_needed'), ('state', '!=', 'cancelled'),
        ('order_id.state', 'not in', ('delivered', 'cancelled')),
        '|', ('payer_id', '!=', False), ('co_payer_id', '!=', False),
    ])
    unasked = unasked.filtered(lambda job: job._lacks_answer() and not job._is_invoiced())
    # Only the approval and what follows from it: prices and payers stay.
    unasked.modified(['requires_approval'])
    env.flush_all()
