from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    aftersales_is_critical = fields.Boolean(
        string="Critical Part",
        help="A part that safety or other parts depend on. When it is not an original part, the work it is used "
             "for carries no repair guarantee, and the repair order says so.",
    )
