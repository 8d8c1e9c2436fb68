from odoo import api, fields, models
from odoo.exceptions import UserError

READERS = 'aftersales.group_redeem'


class AftersalesCounterSale(models.Model):
    """Parts over the counter whose customer uses coupons, points or what his level gives (G3, H9)."""
    _inherit = 'aftersales.counter.sale'

    # Kept by the system: so that sales without any are asked nothing.
    has_benefits = fields.Boolean(readonly=True, copy=False)
    benefit_ids = fields.One2many(
        'aftersales.benefit', 'counter_sale_id', string="Benefits", readonly=True, groups=READERS)
    benefit_count = fields.Integer(string="Number of Benefits", compute='_compute_benefit_count', groups=READERS)
    can_use_benefits = fields.Boolean(compute='_compute_can_use_benefits', groups=READERS)

    def _compute_benefit_count(self):
        counts = dict(self.env['aftersales.benefit']._read_group(
            [('counter_sale_id', 'in', self.ids), ('state', '!=', 'returned')], ['counter_sale_id'], ['__count']))
        for sale in self:
            sale.benefit_count = counts.get(sale._origin, 0)

    @api.depends('state', 'partner_id')
    def _compute_can_use_benefits(self):
        """Without the app for coupons, only where the customer's level gives something."""
        has_loyalty = self.env['aftersales.benefit']._has_loyalty()
        for sale in self:
            sale.can_use_benefits = sale.state == 'quote' and (
                has_loyalty or sale._get_member().level_id.parts_percent > 0)

    # === ACTION METHODS ===#

    def action_use_benefit(self):
        """A code is entered or scanned; what the customer has is offered."""
        self.ensure_one()
        self._check_may_use_benefits()
        return self.env['aftersales.benefit.wizard']._open(self)

    def action_view_benefits(self):
        """What was used on the sale."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_benefits')
        return {**action, 'domain': [('counter_sale_id', '=', self.id)], 'context': {'search_default_standing': 1}}

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if 'partner_id' in vals:
            # sudo: cards are the system's, whoever says who the customer is
            self.sudo().filtered('has_benefits').benefit_ids._leave_other_customer()
        if {'partner_id', 'pricelist_id', 'fiscal_position_id', 'delivery_kind', 'shipping_id'} & vals.keys():
            self._follow_benefits()
        return result

    def unlink(self):
        # sudo: cards are the system's
        self.sudo().filtered('has_benefits').benefit_ids._give_back()
        return super().unlink()

    # === BUSINESS METHODS ===#

    def _check_may_use_benefits(self):
        """:raises UserError: where nothing may be taken off any more"""
        self.check_access('write')
        self._check_still_quote()
        if not self._get_benefit_sold():
            raise UserError(self.env._(
                "%(sale)s: enter the parts that are sold before a coupon is used on them.", sale=self.display_name))

    def _note_benefits(self):
        self.sudo().has_benefits = True  # sudo: kept by the system
        self._follow_benefits()

    def _follow_benefits(self):
        """What benefits take off follows the parts, until the customer has said yes."""
        for sale in self.filtered(lambda sale: sale.has_benefits and sale.state == 'quote'):
            # sudo: what benefits give is the system's, whoever sells
            sale.sudo().benefit_ids.filtered(lambda benefit: benefit.state == 'reserved')._recount()

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        sales = self.sudo().filtered('has_benefits')  # sudo: cards are the system's
        if target == 'cancelled':
            sales.benefit_ids._give_back_reserved()
        elif source == 'cancelled':
            sales.benefit_ids.filtered(lambda benefit: benefit.state == 'returned')._get_lines()._leave_document()

    def _check_to_invoice(self):
        """What was given back and still stands on a sale is taken again, or refused."""
        super()._check_to_invoice()
        # sudo: cards are the system's
        self.sudo().filtered('has_benefits').benefit_ids.filtered(lambda benefit: benefit._get_lines())._reserve_again()

    # === BUSINESS METHODS: WHAT THE MACHINE OF BENEFITS ASKS ===#

    def _get_benefit_sold(self):
        """Lines that benefits may take something off."""
        return self.line_ids.filtered(lambda line: line._is_goods())

    def _get_benefit_car(self):
        """Parts are for whatever car they fit."""
        return self.env['fleet.vehicle']

    def _get_lang(self):
        return self.partner_id.lang or self.env.lang

    def _get_member(self):
        self.ensure_one()
        customer, company = self.partner_id.commercial_partner_id, self.company_id or self.env.company
        return self.env['aftersales.member']._find(company, customer).get(
            customer, self.env['aftersales.member'].sudo())

    def _prepare_benefit_line_vals(self):
        """Where a line stands by which a benefit takes something off the sale."""
        return {'sale_id': self.id}
