from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_diagnosis_product_id = fields.Many2one(
        'product.product', string="Diagnosis Fee", check_company=True, ondelete='restrict',
        domain=[('type', '=', 'service'), ('sale_ok', '=', True)],
    )
    aftersales_delivery_signature = fields.Boolean(
        string="Signature at Delivery",
        help="Only dispatchers and managers deliver cars without the dialog in which the customer signs.",
    )
