from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_refund_interest = fields.Float(
        string="Interest on Refunded Contracts (% a year)", default=0, bounds=(0, 100),
        help="Proposed when a contract is refunded: on the unused value with taxes, since the contract runs.")
    aftersales_contract_renewal_days = fields.Integer(
        string="Renewal before the End (Days)", default=30, bounds=(0, 365),
        help="So many days before a contract ends, its seller has the task to win the renewal.")
    aftersales_renewal_percent = fields.Integer(
        string="Renewal after Kilometres (%)", default=80, bounds=(1, 100),
        help="After so much of a contract's kilometres, its seller has the task to win the renewal.")
    aftersales_contract_notice = fields.Boolean(
        string="Write to Customers before the End", default=True,
        help="When a contract is to be renewed, its customer is told once, with what is left and what is offered.")
    aftersales_win_back_first_days = fields.Integer(
        string="Win Back First (Days)", default=30, bounds=(1, 365),
        help="So many days after the end of a contract that was not renewed, its seller is to win the customer back.")
    aftersales_win_back_last_days = fields.Integer(
        string="Win Back Again (Days)", default=90, bounds=(1, 730),
        help="So many days after the end he tries once more.")

    @api.constrains('aftersales_win_back_first_days', 'aftersales_win_back_last_days')
    def _check_aftersales_win_back_days(self):
        for company in self:
            if company.aftersales_win_back_last_days <= company.aftersales_win_back_first_days:
                raise ValidationError(self.env._(
                    "%(company)s: customers are to be won back a second time later than the first time.",
                    company=company.name))
