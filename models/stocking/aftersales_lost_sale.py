from odoo import api, fields, models
from odoo.exceptions import ValidationError

REASONS = [
    ('stock', "Not in Stock"), ('time', "Comes Too Late"), ('price', "Too Dear"), ('made', "Made No More"),
    ('other', "Other Reason"),
]


class AftersalesLostSale(models.Model):
    """What somebody wanted and did not get from us, and where he got it (H7). What was not there counts as demand: else a
    part that is never there is never asked for. A row entered by mistake is marked as one, and counts nowhere.
    """
    _name = 'aftersales.lost.sale'
    _description = "Lost Sale"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'product_id'
    _check_company_auto = True

    date = fields.Date(required=True, default=fields.Date.context_today, index=True, tracking=True)
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Store", required=True, index=True, ondelete='restrict', tracking=True,
        default=lambda self: self._default_warehouse_id())
    company_id = fields.Many2one(related='warehouse_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, check_company=True, ondelete='restrict', tracking=True,
        domain="[('type', '=', 'consu')]")
    uom_id = fields.Many2one(related='product_id.uom_id')
    quantity = fields.Float(digits='Product Unit', required=True, default=1, bounds=(0, 1e6), tracking=True)
    reason = fields.Selection(REASONS, required=True, default='stock', tracking=True, index=True)
    partner_id = fields.Many2one(
        'res.partner', string="Customer", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True)
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", index='btree_not_null', check_company=True, ondelete='restrict',
        tracking=True)
    line_id = fields.Many2one(
        'aftersales.order.line', string="Order Line", index='btree_not_null', check_company=True, ondelete='set null')
    bought_elsewhere = fields.Boolean(tracking=True)
    elsewhere = fields.Char(string="Where", tracking=True, help="From whom, and for how much, if he says so.")
    amount = fields.Monetary(
        string="Value Lost", compute='_compute_amount', store=True, precompute=True, groups='aftersales.group_price',
        help="Quantity at our price of that day, without taxes.")
    user_id = fields.Many2one(
        'res.users', string="Noted By", readonly=True, index='btree_not_null', default=lambda self: self.env.user)
    is_mistake = fields.Boolean(string="Entered by Mistake", default=False, tracking=True, copy=False)

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "A lost sale needs a quantity above zero.")
    _history_idx = models.Index("(warehouse_id, date) WHERE is_mistake IS NOT TRUE")

    @api.model
    def _default_warehouse_id(self):
        outlet = self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1)
        return outlet.warehouse_id or self.env['stock.warehouse'].search(
            [('company_id', '=', self.env.company.id)], limit=1)

    @api.depends('product_id', 'quantity')
    def _compute_amount(self):
        for sale in self:
            sale.amount = sale.currency_id.round(
                sale.quantity * sale.product_id.with_company(sale.company_id).lst_price) if sale.currency_id else 0

    @api.depends('product_id', 'date')
    def _compute_display_name(self):
        for sale in self:
            sale.display_name = ' · '.join(filter(None, (
                sale.product_id.display_name, fields.Date.to_string(sale.date) if sale.date else None)))

    @api.onchange('order_id')
    def _onchange_order_id(self):
        if self.order_id:
            self.partner_id = self.partner_id or self.order_id.partner_id

    @api.constrains('line_id', 'order_id', 'date')
    def _check_content(self):
        today = fields.Date.context_today(self)
        for sale in self:
            if sale.line_id.order_id - sale.order_id:
                raise ValidationError(self.env._(
                    "%(sale)s: the line is none of %(order)s. Choose a line of this order.",
                    sale=sale.display_name, order=sale.order_id.name or self.env._("the order")))
            if sale.date and sale.date > today:
                raise ValidationError(self.env._(
                    "%(sale)s: the day lies ahead. Enter the day on which it was asked for.", sale=sale.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    def _get_lasting_message(self):
        return self.env._(
            "%(sale)s stays in the register. Mark it as entered by mistake instead of deleting it.", sale=self.display_name)
