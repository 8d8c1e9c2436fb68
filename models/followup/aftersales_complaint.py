from odoo import models


class AftersalesComplaint(models.Model):
    """Who refuses calls is not called after his complaint either: the rules of follow-up write to him instead (J2, J3)."""
    _inherit = 'aftersales.complaint'

    def _get_called_afterwards(self):
        return super()._get_called_afterwards().filtered(lambda complaint: not complaint.partner_id or not (
            complaint.partner_id.with_company(complaint.company_id)._refuses('call', 'followup')))
