from odoo import fields, models

from .stages import STAGES


class ProductTemplate(models.Model):
    """For which models a part is: its suppliers' fill rate is told apart by it (H4)."""
    _inherit = 'product.template'

    aftersales_model_stage = fields.Selection(
        STAGES, string="For Models", help="Whether the cars it is for are still made. Empty: they are.")
