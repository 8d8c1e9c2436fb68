from odoo import fields, models


class AftersalesAuthorisationLine(models.Model):
    """A line as the customer was shown it with an authorisation.

    An approval covers the line as long as it costs no more than this, see ``aftersales.order.line._is_covered_by``.
    """

    _name = 'aftersales.authorisation.line'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.read.together.mixin']
    _description = 'Line of an Authorisation'
    _order = 'authorisation_id.id desc, id'
    _rec_name = 'name'
    _frozen_with = 'authorisation_id'
    _read_with = frozenset({'authorisation_id'})

    authorisation_id = fields.Many2one(
        'aftersales.authorisation', required=True, readonly=True, index=True, ondelete='cascade',
    )
    company_id = fields.Many2one(related='authorisation_id.company_id', store=True, precompute=True)
    currency_id = fields.Many2one(related='authorisation_id.currency_id')
    decision = fields.Selection(related='authorisation_id.decision')
    line_id = fields.Many2one(
        'aftersales.order.line', string="Order Line", readonly=True, index='btree_not_null',
        ondelete='set null',
    )
    line_ref = fields.Integer(string="Line Number", readonly=True, help="Stays when the order's line is deleted.")
    is_change = fields.Boolean(
        string="Change", readonly=True,
        help="The line had been approved with another content, which goes on to hold when the change is declined.",
    )
    product_id = fields.Many2one('product.product', readonly=True, ondelete='restrict')
    part_origin = fields.Char(readonly=True)
    name = fields.Text(string="Description", readonly=True)
    product_uom_id = fields.Many2one('uom.uom', string="Unit", readonly=True, ondelete='restrict')
    quantity = fields.Float(digits='Product Unit', readonly=True)
    price_unit = fields.Float(string="Unit Price", min_display_digits='Product Price', readonly=True, bounds=(-1e10, 1e10))
    discount = fields.Float(string="Disc. %", digits='Discount', readonly=True)
    old_total = fields.Monetary(string="Approved Before", readonly=True, groups='aftersales.group_price,base.group_portal')
    price_total = fields.Monetary(string="Total", readonly=True, groups='aftersales.group_price,base.group_portal')

    def _prepare_approved_vals(self):
        """Values that bring a line back to what was approved."""
        self.ensure_one()
        return {
            'product_id': self.product_id.id,
            'part_origin': self.part_origin,
            'name': self.name,
            'product_uom_id': self.product_uom_id.id,
            'quantity': self.quantity,
            'price_unit': self.price_unit,
            'discount': self.discount,
        }
