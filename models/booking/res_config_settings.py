from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_response_hours = fields.Float(related='company_id.aftersales_response_hours', readonly=False)
    aftersales_answer_hours = fields.Float(related='company_id.aftersales_answer_hours', readonly=False)
    aftersales_diagnosis_product_id = fields.Many2one(
        related='company_id.aftersales_diagnosis_product_id', readonly=False)
    aftersales_delivery_signature = fields.Boolean(related='company_id.aftersales_delivery_signature', readonly=False)
    aftersales_reminder_hours = fields.Float(related='company_id.aftersales_reminder_hours', readonly=False)
    aftersales_no_show_minutes = fields.Integer(related='company_id.aftersales_no_show_minutes', readonly=False)
