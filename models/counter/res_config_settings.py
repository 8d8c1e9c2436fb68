from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_diagnosis_product_id = fields.Many2one(
        related='company_id.aftersales_diagnosis_product_id', readonly=False)
    aftersales_storage_product_id = fields.Many2one(related='company_id.aftersales_storage_product_id', readonly=False)
    aftersales_storage_free_days = fields.Integer(related='company_id.aftersales_storage_free_days', readonly=False)
    aftersales_delivery_signature = fields.Boolean(related='company_id.aftersales_delivery_signature', readonly=False)
