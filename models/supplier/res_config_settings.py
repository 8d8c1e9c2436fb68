from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_grade_a = fields.Float(related='company_id.aftersales_grade_a', readonly=False)
    aftersales_grade_b = fields.Float(related='company_id.aftersales_grade_b', readonly=False)
    aftersales_grade_c = fields.Float(related='company_id.aftersales_grade_c', readonly=False)
