from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_promise_warning_minutes = fields.Integer(
        related='company_id.aftersales_promise_warning_minutes', readonly=False)
