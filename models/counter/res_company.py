from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_diagnosis_product_id = fields.Many2one(
        'product.product', string="Diagnosis Fee", check_company=True, ondelete='restrict',
        domain=[('type', '=', 'service'), ('sale_ok', '=', True)],
    )
    aftersales_storage_product_id = fields.Many2one(
        'product.product', string="Storage Fee per Day", check_company=True, ondelete='restrict',
        domain=[('type', '=', 'service'), ('sale_ok', '=', True)],
        help="Charged by the day for a car that is ready and not collected. Empty: storage costs nothing.")
    aftersales_storage_free_days = fields.Integer(
        string="Free Days of Storage", default=3, required=True, bounds=(0, 365),
        help="So many days after the customer was told that his car is ready.")
    aftersales_delivery_signature = fields.Boolean(
        string="Signature at Delivery",
        help="Only dispatchers and managers deliver cars without the dialog in which the customer signs.",
    )
