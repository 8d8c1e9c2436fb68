from odoo import api, fields, models


class AftersalesMenu(models.Model):
    """Operations sold together at one fixed price per vehicle model (A5, E9)."""
    _name = 'aftersales.menu'
    _description = "Service Menu"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, code, name, id'
    _rec_names_search = ['code', 'name']
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, index='trigram')
    code = fields.Char(index='trigram', copy=False)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Leave it empty to share the menu between all companies.")
    currency_id = fields.Many2one(
        'res.currency', required=True, default=lambda self: self.env.company.currency_id,
        help="Currency of the fixed prices.")
    product_id = fields.Many2one(
        'product.product',
        string="Product",
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        domain="[('type', '=', 'service')]",
        default=lambda self: self.env.ref('aftersales.product_menu', raise_if_not_found=False),
        help="Service that carries the price on orders and invoices, with its taxes and income account.",
    )
    work_class_id = fields.Many2one(
        'aftersales.work.class', string="Class of Work", index='btree_not_null', ondelete='restrict')
    line_ids = fields.One2many('aftersales.menu.line', 'menu_id', string="Operations", copy=True)
    price_ids = fields.One2many('aftersales.menu.price', 'menu_id', string="Prices", copy=True)
    hours = fields.Float(string="Flat-Rate Hours", compute='_compute_hours')
    description = fields.Text(translate=True, help="What the customer gets for the price.")

    _code_unique = models.UniqueIndex(
        '(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL',
        "Another menu, perhaps an archived one, has this code already. Choose another code.",
    )

    @api.depends('line_ids.operation_id.hours')
    def _compute_hours(self):
        for menu in self:
            menu.hours = sum(menu.line_ids.operation_id.mapped('hours'))

    @api.depends('name', 'code')
    def _compute_display_name(self):
        for menu in self:
            menu.display_name = f"[{menu.code}] {menu.name}" if menu.code else menu.name

    def _get_price(self, vehicle_model, currency=None, company=None, date=None):
        """Fixed price for a vehicle model; its price for all models failing that; None without either.

        :param currency: currency to answer in; the menu's own by default
        """
        self.ensure_one()
        by_model = {row.model_id: row.price for row in self.price_ids}
        price = by_model.get(vehicle_model, by_model.get(self.env['fleet.vehicle.model']))
        if price is not None and currency and currency != self.currency_id:
            price = self.currency_id._convert(
                price, currency, company or self.company_id or self.env.company,
                date or fields.Date.context_today(self))
        return price
