from odoo import api, models
from odoo.fields import Domain


class AftersalesLoan(models.Model):
    """What the borrower sees: which car, until when; nothing of what the house notes."""
    _name = 'aftersales.loan'
    _inherit = ['aftersales.loan', 'aftersales.own.mixin']

    _portal_counter = 'aftersales_loan_count'

    @api.model
    def _get_portal_domain(self, partner):
        return partner._get_aftersales_family_domain('partner_id') & Domain('state', '!=', 'cancelled')

    def _get_portal_status(self):
        """:return: (label in the customer's words, Bootstrap colour)"""
        self.ensure_one()
        if self.is_late:
            return self.env._("Please bring it back"), 'danger'
        return {
            'reserved': (self.env._("Reserved for you"), 'info'),
            'out': (self.env._("With you"), 'warning'),
        }.get(self.state, (self.env._("Back, thank you"), 'success'))
