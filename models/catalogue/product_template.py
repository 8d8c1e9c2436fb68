from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = 'product.template'
    # A part's number with signs nobody sees is never found again; a price that is no number spoils every total.
    _read_like_ours = ('default_code', 'barcode', 'list_price', 'standard_price')

    aftersales_origin = fields.Selection(
        selection=[
            ('original', "Original"), ('equivalent', "OEM-equivalent"), ('aftermarket', "Aftermarket"), ('rebuilt', "Rebuilt"),
            ('used', "Second-Hand")],
        string="Origin", help="Lines of orders begin with it. Empty: original.")
    aftersales_is_critical = fields.Boolean(
        string="Critical Part",
        help="A part that safety or other parts depend on. When it is not an original part, the work it is used "
             "for carries no repair guarantee, and the repair order says so.",
    )
