from odoo import fields, models


class AftersalesPartClass(models.Model):
    """Whether something comes out of the car where a part of the class goes in (H6)."""
    _inherit = 'aftersales.part.class'

    leaves_old_part = fields.Boolean(
        string="Leaves an Old Part", default=True,
        help="Where not, as with oil or accessories, no old part gets a tag and the customer is owed none.")
