from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ANSWERS = [('approved', "Approved"), ('refused', "Not Approved")]


class AftersalesPartSpecialMixin(models.AbstractModel):
    """A part that is not here and dear is ordered once somebody who may has said yes (H2), be it an order's or a sale's.

    What counts is what the missing quantity costs the house: by the vendor's price list, else by its cost, else by what
    the customer pays. An answer holds for that part up to the amount it was given for; a dearer one is asked for anew.
    """
    _name = 'aftersales.part.special.mixin'
    _description = "Line with a Special Order"

    part_currency_id = fields.Many2one(
        'res.currency', string="Company Currency", compute='_compute_part_currency_id', compute_sudo=True)
    part_amount = fields.Monetary(
        string="To Be Ordered For", currency_field='part_currency_id', compute='_compute_part_approval', compute_sudo=True,
        groups='aftersales.group_price,base.group_portal', help="What the missing quantity costs the house.")
    part_approval = fields.Selection(
        [('none', "Not needed"), ('to_approve', "To Be Approved"), *ANSWERS], string="Special Order",
        compute='_compute_part_approval', search='_search_part_approval', compute_sudo=True,
        help="Whether a part that is not here and dear may be ordered.")
    part_answer = fields.Selection(ANSWERS, string="Answer to the Special Order", readonly=True, copy=False)
    part_answer_by_id = fields.Many2one(
        'res.users', string="Answered By", readonly=True, copy=False, index='btree_not_null')
    part_answer_date = fields.Datetime(string="Answered On", readonly=True, copy=False)
    part_answer_amount = fields.Monetary(
        string="Answered For", currency_field='part_currency_id', readonly=True, copy=False, bounds=(0, 1e12),
        groups='aftersales.group_price,base.group_portal')
    part_answer_product_id = fields.Many2one(
        'product.product', string="Answered For the Part", readonly=True, copy=False, index='btree_not_null')
    part_refusal = fields.Char(string="Why It Is Not Ordered", readonly=True, copy=False)

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('company_id')
    def _compute_part_currency_id(self):
        for line in self:
            line.part_currency_id = line.company_id.currency_id

    @api.depends('is_to_order', 'quantity', 'product_id', 'part_answer', 'part_answer_amount', 'part_answer_product_id')
    def _compute_part_approval(self):
        amounts = self._get_special_amounts()
        for line in self:
            line.part_amount = amounts.get(line, 0.0)
            line.part_approval = line._get_part_approval(amounts.get(line))

    @api.model
    def _search_part_approval(self, operator, value):
        if operator != 'in':
            return NotImplemented
        waiting = self.search([('is_to_order', '=', True)])
        answered = Domain('part_answer', '=', 'approved') & Domain('id', 'not in', waiting.ids)
        found = Domain('id', 'in', waiting.filtered(lambda line: line.part_approval in value).ids)
        if 'approved' in value:
            found |= answered
        if 'none' in value:
            found |= Domain('id', 'not in', waiting.ids) & ~answered
        return found

    def _get_part_approval(self, amount):
        """:param amount: what is to be ordered costs; None where nothing is"""
        self.ensure_one()
        if amount is None:
            return 'approved' if self.part_answer == 'approved' else 'none'
        if not self.company_id._get_special_order_group(amount):
            return 'none'
        # Both in whole cents of one currency.
        difference = self.part_currency_id.compare_amounts(amount, self.part_answer_amount)
        if self.part_answer and self.part_answer_product_id == self.product_id:
            if self.part_answer == 'approved' and difference <= 0:
                return 'approved'
            if self.part_answer == 'refused' and difference >= 0:
                return 'refused'
        return 'to_approve'

    # === BUSINESS METHODS ===#

    def _check_special_orders(self):
        """What needs somebody's word is ordered when he has given it; whoever may give it does so by ordering."""
        self._get_part_document()._claim_for_update()
        self._approve_by_ordering()
        self._check_specials_approved()

    def _get_special_amounts(self):
        """:return: dict of line: what its missing quantity costs, in the company's currency; lines with nothing to order
            are left out"""
        amounts = {}
        for line in self.filtered('is_to_order'):
            amounts[line] = line.part_currency_id.round(line._get_quantity_to_supply() * line._get_special_price())
        return amounts

    def _get_special_price(self):
        """What one of the product's units costs the house, in the company's currency."""
        self.ensure_one()
        company = self.company_id
        product, today = self.product_id.with_company(company), fields.Date.context_today(self)
        vendor = self._get_vendor()
        if vendor.price:
            return vendor.currency_id._convert(vendor.price_discounted, company.currency_id, company, today, round=False)
        if product.standard_price:
            return product.standard_price
        price = self.price_unit * (1 - self.discount / 100)
        return self.currency_id._convert(
            self.product_uom_id._compute_price(price, product.uom_id), company.currency_id, company, today, round=False)

    def _check_specials_approved(self):
        """:raises UserError: when one of the parts may not be ordered yet"""
        held = self.sudo().filtered(  # sudo: what a part costs the house need not be seen by whoever orders it
            lambda line: line.part_approval in ('to_approve', 'refused'))
        if held:
            raise UserError(self.env._(
                "These parts are above the limit of special orders and are not approved:\n%(parts)s\n"
                "Take them off the selection, or use “Ask for Approval” on them and order them when they are approved.",
                parts="\n".join(line._get_special_text() for line in held)))

    def _get_special_text(self):
        self.ensure_one()
        words = {
            'part': self.product_id.display_name, 'order': self._get_part_document().name, 'reason': self.part_refusal or '',
            'role': self._get_special_role()}
        if self.part_approval == 'refused':
            return self.env._("- %(part)s for %(order)s: not approved, %(reason)s", **words)
        return self.env._("- %(part)s for %(order)s: waits for the word of: %(role)s", **words)

    def _get_special_role(self):
        """Who gives his word, in words."""
        self.ensure_one()
        group = self.company_id._get_special_order_group(self.part_amount)
        role = 'aftersales.group_manager' if group == 'aftersales.group_manager' else 'aftersales.group_dispatcher'
        return self.env.ref(role).sudo().name  # sudo: what roles are called is no secret
