from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .reckoner import Reckoner


class ResCompany(models.Model):
    """From how many points on a customer is of a class, and when he is at risk, lost or loyal (J6)."""
    _inherit = 'res.company'

    aftersales_class_a = fields.Integer(string="Class A from (points)", default=70, bounds=(0, 1000))
    aftersales_class_b = fields.Integer(string="Class B from (points)", default=40, bounds=(0, 1000))
    aftersales_risk_months = fields.Integer(string="At Risk after (months)", default=6, bounds=(1, 120))
    aftersales_lost_months = fields.Integer(string="Lost after (months)", default=12, bounds=(1, 240))
    aftersales_overdue_days = fields.Integer(string="At Risk after a Due Service (days)", default=60, bounds=(0, 3650))
    aftersales_loyal_visits = fields.Integer(string="Loyal from (visits in 12 months)", default=2, bounds=(1, 100))
    aftersales_win_back_days = fields.Integer(string="Win-back Offers Hold (days)", default=90, bounds=(1, 730))

    @api.constrains('aftersales_class_a', 'aftersales_class_b', 'aftersales_risk_months', 'aftersales_lost_months')
    def _check_value_limits(self):
        for company in self:
            if company.aftersales_class_b > company.aftersales_class_a:
                raise ValidationError(self.env._("Class A needs at least as many points as class B. Correct the limits."))
            if company.aftersales_risk_months > company.aftersales_lost_months:
                raise ValidationError(self.env._("A customer is at risk before he is lost. Correct the months."))

    def _get_value_reckoner(self):
        self.ensure_one()
        return Reckoner(
            self.env['aftersales.value.band']._get_bands(self), class_a=self.aftersales_class_a,
            class_b=self.aftersales_class_b, risk_months=self.aftersales_risk_months,
            lost_months=self.aftersales_lost_months, loyal_visits=self.aftersales_loyal_visits)
