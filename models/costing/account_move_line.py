from odoo import models


class AccountMoveLine(models.Model):
    """What is owed at the end of a month is all that was booked until then: read from the index alone."""
    _inherit = 'account.move.line'

    _aftersales_booked_idx = models.Index(
        "(account_id, company_id, date) INCLUDE (balance) WHERE parent_state = 'posted'")
