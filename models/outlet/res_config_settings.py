from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_skill_policy = fields.Selection(related='company_id.aftersales_skill_policy', readonly=False)
    aftersales_repair_conditions = fields.Html(
        related='company_id.aftersales_repair_conditions', readonly=False,
    )
    aftersales_estimate_validity_days = fields.Integer(
        related='company_id.aftersales_estimate_validity_days', readonly=False,
    )
