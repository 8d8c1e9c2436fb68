from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.sql import column_exists, create_column, table_exists

from odoo.addons.aftersales.models.order.line_kinds import PART_ORIGINS

KINDS = [
    ('labour', "Labour"), ('menu', "Service Menu"), ('fee', "Fee"), ('parts', "Parts"), ('other', "Other Service"),
    ('rescue', "Rescue"),
]
# What of a row is charged by itself, without being the price of a menu or of an hour.
CHARGED_KINDS = ('fee', 'parts', 'other', 'rescue')


class AftersalesPriceListLine(models.Model):
    """A row of a published price list (A5), and how its price came about: from the cost, the market or its value."""
    _name = 'aftersales.price.list.line'
    _description = "Line of a Published Price List"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'list_id.id desc, kind_sequence, sequence, id'
    _rec_name = 'shown_name'
    _frozen_with = 'list_id'

    list_id = fields.Many2one(
        'aftersales.price.list', string="Price List", required=True, index=True, ondelete='cascade')
    workshop_id = fields.Many2one(related='list_id.workshop_id', string="Outlet")
    company_id = fields.Many2one(related='list_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='list_id.currency_id')
    state = fields.Selection(related='list_id.state')
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default='labour')
    kind_sequence = fields.Integer(compute='_compute_kind_sequence', store=True, precompute=True)
    pay_type_id = fields.Many2one('aftersales.pay.type', index='btree_not_null', ondelete='restrict')
    category_id = fields.Many2one(
        'fleet.vehicle.model.category', string="Class of Vehicle", index='btree_not_null', ondelete='restrict',
        help="Empty: all classes that have no row of their own.")
    work_class_id = fields.Many2one(
        'aftersales.work.class', string="Kind of Work", index='btree_not_null', ondelete='restrict',
        help="As body and paint, or work on high voltage. Empty: every kind that has no row of its own.")
    menu_id = fields.Many2one('aftersales.menu', index='btree_not_null', ondelete='restrict')
    product_id = fields.Many2one(
        'product.product', index='btree_not_null', ondelete='restrict', domain="[('sale_ok', '=', True)]",
        help="Whose price and taxes it is, for fees, parts and other services.")
    name = fields.Char(
        string="Description", translate=True, max_length=200,
        help="What the customer reads. Empty: the name of what it is for.")
    shown_name = fields.Char(string="What For", compute='_compute_shown_name')
    unit = fields.Selection([
        ('hour', "per hour"), ('once', "each"), ('day', "per day"), ('km', "per km"), ('percent', "% on the purchase price"),
        ('night', "on top at night and on holidays"),
    ], required=True, compute='_compute_unit', store=True, readonly=False, precompute=True)
    price = fields.Monetary(bounds=(0, 1e9), aggregator=None, help="Before or after taxes, as the taxes of the product say.")
    percent = fields.Float(
        string="Surcharge (%)", digits='Discount', bounds=(0, 1000), aggregator=None,
        help="What is added to the purchase price of parts.")
    part_origin = fields.Selection(
        [origin for origin in PART_ORIGINS if origin[0] != 'customer'], string="Origin of Parts",
        help="Parts of this origin only. Empty: all that have no row of their own.")
    price_total = fields.Monetary(
        string="With Taxes", compute='_compute_price_total', store=True, precompute=True, aggregator=None)
    pricing = fields.Selection([
        ('cost_plus', "Cost plus"), ('market', "Market"), ('value', "Fixed by value"),
    ], string="Priced By", help="Cost plus a margin; what competitors ask; or what it is worth to the customer.")
    cost = fields.Monetary(
        bounds=(0, 1e9), aggregator=None, groups='aftersales.group_manager', help="What one unit costs the house.")
    markup = fields.Float(
        string="Margin (%)", digits='Discount', bounds=(-100, 1000), aggregator=None, groups='aftersales.group_manager',
        help="Added to the cost, or to what competitors ask; negative: below them.")
    basis = fields.Char(
        string="How It Came About", readonly=True, copy=False, groups='aftersales.group_manager',
        help="What the proposed price rests on.")
    # Made before it existed, a row was told and not charged: that is what its column says (see ``_auto_init``).
    is_charged = fields.Boolean(
        string="Charged by the List", default=True,
        help="Repair orders and counter sales begun under the list charge it: fees by their product, parts by their purchase "
             "price, rescues by call-out and km. Otherwise it is only told.")
    charged_price = fields.Monetary(string="Charged Now", compute='_compute_charged_price')
    is_different = fields.Boolean(string="Charged Otherwise", compute='_compute_charged_price')

    _labour_once = models.UniqueIndex(
        "(list_id, pay_type_id, COALESCE(category_id, 0), COALESCE(work_class_id, 0)) WHERE kind = 'labour'",
        "A price list has one labour rate per pay type, class of vehicle and kind of work. Change the row that is there.")
    _what_for = models.Constraint(
        "CHECK ((kind != 'labour' OR pay_type_id IS NOT NULL) AND (kind != 'menu' OR menu_id IS NOT NULL))",
        "Choose the pay type of a labour rate, or the service menu.")
    _unit_of_labour = models.Constraint(
        "CHECK ((kind = 'labour') <= (unit = 'hour') AND (kind != 'parts') <= (unit != 'percent'))",
        "Labour is charged per hour, and only parts have a surcharge on the purchase price.")
    _unit_of_rescue = models.Constraint(
        "CHECK ((kind = 'rescue') <= (unit IN ('once', 'km', 'night')) AND (kind != 'rescue') <= (unit != 'night'))",
        "A rescue costs a price for the call-out, one per km, and one on top at night; nothing else does.")

    def _auto_init(self):
        """What is published already goes on to be told only."""
        cr, table = self.env.cr, self._table
        if table_exists(cr, table) and not column_exists(cr, table, 'is_charged'):
            create_column(cr, table, 'is_charged', 'boolean')
        return super()._auto_init()

    # === COMPUTE METHODS ===#

    @api.depends('kind')
    def _compute_kind_sequence(self):
        order = [kind for kind, __ in KINDS]
        for line in self:
            line.kind_sequence = order.index(line.kind) if line.kind else 0

    @api.depends('kind')
    def _compute_unit(self):
        units = {'labour': 'hour', 'parts': 'percent'}
        for line in self:
            line.unit = units.get(line.kind, line.unit if line.unit in ('once', 'day', 'km') else 'once')

    @api.depends('name', 'kind', 'pay_type_id', 'category_id', 'work_class_id', 'menu_id', 'product_id', 'part_origin')
    def _compute_shown_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        origins = dict(self._fields['part_origin']._description_selection(self.env))
        for line in self:
            name = line.name or (line.menu_id or line.product_id).name or kinds.get(line.kind, '')
            if line.kind == 'labour' and not line.name:
                name = ' · '.join(filter(None, [
                    line.pay_type_id.name, line.category_id.name, line.work_class_id.name])) or name
            elif line.part_origin and not line.name:
                name = f'{name} · {origins[line.part_origin]}'
            line.shown_name = name

    @api.depends('kind', 'price', 'product_id', 'menu_id', 'company_id')
    def _compute_price_total(self):
        for line in self:
            line.price_total = line.price * line._get_tax_factor() if line.price else 0.0

    @api.depends('kind', 'price', 'product_id', 'menu_id', 'is_charged')
    def _compute_charged_price(self):
        """Where a menu or a fee is charged otherwise than the list says; what the list charges is charged by it."""
        model = self.env['fleet.vehicle.model']
        for line in self:
            charged = None
            if line.kind == 'menu':
                charged = line.menu_id._get_price(model, line.currency_id, line.company_id)
            elif line.kind in ('fee', 'other') and line.product_id and not line.is_charged:
                product = line.product_id.with_company(line.company_id)
                charged = product.currency_id._convert(
                    product.lst_price, line.currency_id, line.company_id, fields.Date.context_today(line))
            line.charged_price = charged or 0.0
            line.is_different = charged is not None and bool(line.currency_id.compare_amounts(charged, line.price))

    # === CONSTRAINT METHODS ===#

    @api.constrains('product_id', 'menu_id', 'company_id')
    def _check_companies(self):
        for line in self:
            for record in (line.product_id, line.menu_id):
                if record.company_id and record.company_id != line.company_id:
                    raise ValidationError(self.env._(
                        "“%(record)s” is of another company than %(list)s. Choose one of its own.",
                        record=record.display_name, list=line.list_id.display_name))

    # === BUSINESS METHODS ===#

    def _get_tax_factor(self):
        """What the customer pays for 1 of the price."""
        self.ensure_one()
        product = self.product_id
        if self.kind == 'labour':
            product = self.env.ref('aftersales.product_labour')
        elif self.kind == 'menu':
            product = self.menu_id.product_id
        elif self.kind == 'rescue':
            product = self.env.ref('aftersales.product_rescue_trip')
        taxes = product.taxes_id._filter_taxes_by_company(self.company_id)
        return taxes.compute_all(100.0, self.currency_id, handle_price_include=True)['total_included'] / 100 if taxes else 1.0
