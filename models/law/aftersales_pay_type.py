from odoo import fields, models


class AftersalesPayType(models.Model):
    _inherit = 'aftersales.pay.type'

    is_quality_fault = fields.Boolean(
        string="Faults of Quality", help="Work of this type mends faults of the car's quality: statutes count it.")
