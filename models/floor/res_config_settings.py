from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_finding_policy = fields.Selection(related='company_id.aftersales_finding_policy', readonly=False)
    aftersales_clock_no_gap = fields.Boolean(related='company_id.aftersales_clock_no_gap', readonly=False)
