from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_coupon_limit = fields.Float(related='company_id.aftersales_coupon_limit', readonly=False)
    aftersales_double_from = fields.Date(related='company_id.aftersales_double_from', readonly=False)
    aftersales_double_until = fields.Date(related='company_id.aftersales_double_until', readonly=False)
    aftersales_has_loyalty = fields.Boolean(compute='_compute_aftersales_has_loyalty')

    def _compute_aftersales_has_loyalty(self):
        self.aftersales_has_loyalty = self.env['aftersales.benefit']._has_loyalty()
