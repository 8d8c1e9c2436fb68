from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import ormcache

STATES = [('draft', "Price List in Preparation"), ('published', "Published"), ('withdrawn', "Withdrawn")]


class AftersalesPriceList(models.Model):
    """What an outlet publishes of its prices, from a day on (A5): labour, menus, fees and surcharges.

    Its labour rates are those that orders begun under it charge; menus and fees keep their own prices, and the list says
    where those are other than it says. A published list stays as it is: the next version takes its place. How it is
    published is in ``aftersales_price_list_life.py``.
    """
    _name = 'aftersales.price.list'
    _description = "Published Price List"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.log.mixin',
    ]
    _order = 'valid_from desc, id desc'
    _rec_names_search = ['name', 'workshop_id.name']
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'valid_to', 'is_public', 'approved_id', 'approved_date'})

    # === DEFAULT METHODS ===#

    def _default_valid_from(self):
        return self._get_today()

    # === FIELDS ===#

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env['aftersales.order']._default_workshop_id())
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='workshop_id.currency_id')
    valid_from = fields.Date(required=True, copy=False, tracking=True, default=lambda self: self._default_valid_from())
    valid_to = fields.Date(
        string="Valid Until", copy=False, tracking=True,
        help="Empty: until the next list takes its place.")
    is_in_force = fields.Boolean(compute='_compute_is_in_force', search='_search_is_in_force', string="In Force")
    is_public = fields.Boolean(
        string="On the Web Page", tracking=True, help="Anybody may read it, without a login, while it is in force.")
    conditions = fields.Text(
        translate=True, max_length=4000,
        help="What holds for all prices: which hours are charged (the maker's flat rates), fees of storage, cancelling.")
    line_ids = fields.One2many('aftersales.price.list.line', 'list_id', string="Prices", copy=True)
    different_count = fields.Integer(compute='_compute_different_count')
    approved_id = fields.Many2one('res.users', string="Approved By", readonly=True, copy=False, index='btree_not_null')
    approved_date = fields.Datetime(string="Approved On", readonly=True, copy=False)

    _dates_in_order = models.Constraint(
        'CHECK (valid_to >= valid_from)', "A price list ends on or after the day it begins.")
    _one_a_day = models.Constraint(
        "EXCLUDE USING gist (int4range(workshop_id, workshop_id, '[]') WITH &&, "
        "daterange(valid_from, valid_to, '[]') WITH &&) WHERE (state = 'published')",
        "Another published price list of this outlet holds on one of these days. Choose other days, or withdraw it.",
    )

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'valid_from', 'valid_to')
    def _compute_is_in_force(self):
        for price_list in self:
            today = price_list._get_today()
            price_list.is_in_force = bool(
                price_list.state == 'published' and price_list.valid_from and price_list.valid_from <= today
                and (not price_list.valid_to or today <= price_list.valid_to))

    @api.model
    def _search_is_in_force(self, operator, value):
        if operator != 'in':
            return NotImplemented
        in_force = self._get_in_force_domain(self._get_today())
        return in_force if True in value else ~in_force

    @api.depends('line_ids.is_different')
    def _compute_different_count(self):
        for price_list in self:
            price_list.different_count = len(price_list.line_ids.filtered('is_different'))

    @api.depends('name', 'workshop_id')
    def _compute_display_name(self):
        for price_list in self:
            price_list.display_name = ' · '.join(filter(None, [price_list.name.strip('/'), price_list.workshop_id.name]))

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'state', 'valid_from', 'valid_to', 'workshop_id'}:
            self.env.registry.clear_cache()
        return result

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        self.ensure_one()
        return self.state != 'draft'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._(
            "%(list)s is published: its prices stay as they are. Make a new version of it, valid from a later day.",
            list=self.display_name)

    def _get_today(self):
        """The day it is at the outlet; at the company's, where no list is asked."""
        if self.workshop_id:
            return self.workshop_id._get_local_day(fields.Datetime.now())
        return self.env.company._get_today()

    @api.model
    def _get_in_force_domain(self, day):
        return (
            Domain('state', '=', 'published') & Domain('valid_from', '<=', day)
            & (Domain('valid_to', '=', False) | Domain('valid_to', '>=', day)))

    @api.model
    @ormcache('workshop_id', 'day')
    def _get_in_force_id(self, workshop_id, day):
        """:return: id of the list that holds in the outlet on the day, or False"""
        # sudo: which prices hold is asked by the system
        return self.sudo().search(self._get_in_force_domain(day) & Domain('workshop_id', '=', workshop_id), limit=1).id

    def _get_labour_rate(self, pay_type, category, work_class):
        """An hour of labour by the list, in its currency; None where it says nothing of the pay type.

        The row of the kind of work goes before the one of the car's class, and either before the one for all.

        :param category: fleet.vehicle.model.category of the car, perhaps empty
        :param work_class: aftersales.work.class of the job, perhaps empty
        """
        # sudo: whoever adds work is told what it costs
        rows = self.sudo().line_ids.filtered(lambda line: (
            line.kind == 'labour' and line.pay_type_id == pay_type
            and line.category_id in (category, category.browse()) and line.work_class_id in (work_class, work_class.browse())))
        row = rows.sorted(lambda line: (bool(line.work_class_id), bool(line.category_id)))[-1:]
        return row.price if row else None

    def _prepare_from_setup(self):
        """Values of the lines that the set-up of the outlet gives: its labour rates, and the menus with a fixed price."""
        self.ensure_one()
        rates = [
            {'kind': 'labour', 'pay_type_id': rate.pay_type_id.id, 'unit': 'hour', 'price': rate.rate}
            for rate in self.workshop_id.rate_ids.filtered(lambda rate: rate.service_class == 'a')]
        customer = self.env.ref('aftersales.pay_type_customer')
        if self.workshop_id.labour_rate and all(row['pay_type_id'] != customer.id for row in rates):
            rates.insert(0, {
                'kind': 'labour', 'pay_type_id': customer.id, 'unit': 'hour', 'price': self.workshop_id.labour_rate})
        menus = [
            {'kind': 'menu', 'menu_id': menu.id, 'unit': 'once', 'pricing': 'value',
             'price': menu._get_price(self.env['fleet.vehicle.model'], self.currency_id, self.company_id)}
            for menu in self.env['aftersales.menu'].search([('company_id', 'in', (False, self.company_id.id))])]
        return rates + [row for row in menus if row['price'] is not None] + self._prepare_fees_from_setup()

    def _prepare_blocks(self):
        """The list as print and page show it.

        :return: list of dict with ``label`` and ``lines``, a kind each
        """
        self.ensure_one()
        kinds = dict(self.line_ids._fields['kind']._description_selection(self.env))
        return [{'label': kinds[kind], 'lines': lines} for kind, lines in self.line_ids.sorted().grouped('kind').items()]

    # === ACTION METHODS ===#

    def action_fill(self):
        """Add what the set-up says and the list does not have yet."""
        for price_list in self:
            price_list._check_open()
            there = {
                (line.kind, line.pay_type_id.id, line.menu_id.id, line.product_id.id, line.unit)
                for line in price_list.line_ids if not line.category_id and not line.work_class_id}
            price_list.line_ids = [
                Command.create(row) for row in price_list._prepare_from_setup() if (
                    row['kind'], row.get('pay_type_id', False), row.get('menu_id', False), row.get('product_id', False),
                    row['unit']) not in there]
