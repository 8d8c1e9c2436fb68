from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_coupon_limit = fields.Float(
        string="Coupons by Hand up to", default=100, bounds=(0, 1e9),
        help="What a coupon that an advisor gives by hand may be worth; above it only a manager gives one.")
    aftersales_double_from = fields.Date(
        string="Double Points from", help="What customers pay from that day on earns points twice, until the last day.")
    aftersales_double_until = fields.Date(string="Double Points until")

    @api.constrains('aftersales_double_from', 'aftersales_double_until')
    def _check_double_days(self):
        for company in self:
            first, last = company.aftersales_double_from, company.aftersales_double_until
            if bool(first) != bool(last) or (first and first > last):
                raise ValidationError(self.env._(
                    "%(company)s: double points need a first and a last day, in this order.", company=company.name))

    def _has_double_points(self, day):
        self.ensure_one()
        return bool(self.aftersales_double_from) and self.aftersales_double_from <= day <= self.aftersales_double_until

    @api.model
    def _add_aftersales_setting(self, group, setting):
        """Without Odoo's app for coupons nothing of them is asked."""
        names = {node.get('name') for node in setting.iter('field')}
        is_of_coupons = names & {'aftersales_coupon_limit', 'aftersales_double_from'}
        if not is_of_coupons or self.env['aftersales.benefit']._has_loyalty():
            super()._add_aftersales_setting(group, setting)
