from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_compare, float_repr

PRICE_TASK = 'aftersales.mail_activity_contract_price'
SELLER = 'aftersales.group_contract'


class AftersalesContract(models.Model):
    """A contract for less than its list price: within the seller's own limit, or by whoever may give that much (G3).

    Whoever may give it invoices the contract as it stands, by the one click that anybody sells it with.
    """
    _inherit = 'aftersales.contract'

    list_price = fields.Monetary(
        string="List Price", compute='_compute_list_price',
        help="Of the model of its dearest car, as its type says today. Without taxes.")
    discount_percent = fields.Float(
        string="Below the List Price (%)", digits='Discount', compute='_compute_list_price')
    agreed_type_id = fields.Many2one(
        'aftersales.contract.type', copy=False, index='btree_not_null', ondelete='set null', export_string_translation=False,
        help="For which the price was entered that is not its list price.")
    price_reason = fields.Char(
        string="Why below the List Price", copy=False, max_length=200, tracking=True)
    price_asker_id = fields.Many2one(
        'res.users', string="Price Asked For By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    may_ask_price = fields.Boolean(compute='_compute_may_price')
    may_answer_price = fields.Boolean(compute='_compute_may_price')

    # === COMPUTE METHODS ===#

    @api.depends('type_id', 'vehicle_id', 'other_vehicle_ids', 'price')
    def _compute_list_price(self):
        for contract in self:
            price = contract._get_list_price()
            contract.list_price = price
            contract.discount_percent = max(100 * (price - contract.price) / price, 0) if price else 0

    @api.depends('state', 'price', 'type_id', 'vehicle_id', 'other_vehicle_ids', 'price_asker_id')
    @api.depends_context('uid')
    def _compute_may_price(self):
        limits = self._get_discount_limits()
        for contract in self:
            is_beyond = contract._is_below(limits[contract.company_id])
            contract.may_ask_price = contract.state == 'draft' and is_beyond and not contract.price_asker_id
            contract.may_answer_price = contract.state == 'draft' and not is_beyond and bool(contract.price_asker_id)

    def _inverse_price(self):
        self._note_agreed_price()

    @api.onchange('price')
    def _onchange_price(self):
        self._note_agreed_price()

    # === CRUD METHODS ===#

    def write(self, vals):
        """Another price is another question."""
        result = super().write(vals)
        if {'price', 'type_id', 'vehicle_id', 'other_vehicle_ids'} & vals.keys():
            self._drop_asked_price()
        return result

    # === ACTION METHODS ===#

    def action_ask_price(self):
        """Ask whoever may sell it for that: a task, which ends with his answer."""
        self.check_access('write')
        self._claim_for_update()
        for contract in self:
            if not contract.may_ask_price:
                raise UserError(self.env._(
                    "%(contract)s: there is nothing to ask for. It was asked already, it is sold, or you may sell it for this "
                    "price yourself.", contract=contract.display_name))
            if not (contract.price_reason or '').strip():
                raise UserError(self.env._(
                    "%(contract)s: enter why it is sold below the list price.", contract=contract.display_name))
            contract._ask_price()

    def action_refuse_price(self):
        self.check_access('write')
        self._claim_for_update()
        for contract in self:
            if contract.state != 'draft' or not contract.price_asker_id:
                raise UserError(self.env._(
                    "%(contract)s: nobody asks for its price. Reload the page.", contract=contract.display_name))
            if not contract.may_answer_price:
                raise AccessError(contract._get_price_refusal())
            contract._answer_price(is_sold=False)

    # === BUSINESS METHODS ===#

    def _check_invoiced(self):
        super()._check_invoiced()
        limits = self._get_discount_limits()
        for contract in self:
            if contract._is_below(limits[contract.company_id]):
                raise UserError(contract._get_price_refusal())

    def _after_invoiced(self, source):
        super()._after_invoiced(source)
        for contract in self.filtered('price_asker_id'):
            contract._answer_price(is_sold=True)

    def _after_cancelled(self, source):
        super()._after_cancelled(source)
        self._drop_asked_price()

    def _get_discount_limits(self):
        Limit = self.env['aftersales.discount.limit']
        return {company: Limit._get_user_limit(company) for company in self.company_id} | {
            self.env['res.company']: 0.0}

    def _is_below(self, limit):
        self.ensure_one()
        return float_compare(self.discount_percent, limit, precision_digits=2) > 0

    def _get_price_refusal(self):
        self.ensure_one()
        Limit = self.env['aftersales.discount.limit']
        return self.env._(
            "%(contract)s: %(price)s is %(wanted)s %% below the list price of %(list)s, and your limit is %(limit)s %%. "
            "Raise the price, or use “Ask for This Price”; this role sells it for that: %(roles)s.",
            contract=self.display_name, price=self.currency_id.format(self.price), wanted=float_repr(self.discount_percent, 2),
            list=self.currency_id.format(self.list_price), limit=float_repr(Limit._get_user_limit(self.company_id), 2),
            roles=Limit._get_able_roles(self.company_id, self.discount_percent, SELLER))

    def _ask_price(self):
        self.ensure_one()
        people = self.env['aftersales.discount.limit']._get_able_people(self.company_id, self.discount_percent, SELLER)
        if not people:
            raise UserError(self.env._(
                "Nobody of %(company)s may sell a contract for that price. Ask an administrator for the limits of the roles.",
                company=self.company_id.name))
        contract = self.sudo()  # sudo: who asks is the system's, and the task is somebody else's
        contract.price_asker_id = self.env.user
        for person in people:
            words = contract.with_context(lang=person.lang)
            words.activity_schedule(
                PRICE_TASK, user_id=person.id, date_deadline=fields.Date.context_today(self), note=escape(self.price_reason),
                summary=words.env._(
                    "%(contract)s: sell it for %(price)s", contract=words.display_name, price=words._say_price())[:250])

    def _note_agreed_price(self):
        for contract in self.filtered(lambda contract: contract.state == 'draft'):
            is_list = not contract.type_id or not contract.currency_id.compare_amounts(
                contract.price, contract._get_list_price())
            contract.agreed_type_id = False if is_list else contract.type_id

    def _say_price(self):
        self.ensure_one()
        return self.env._(
            "%(price)s instead of %(list)s (%(percent)s %% less)", price=self.currency_id.format(self.price),
            list=self.currency_id.format(self.list_price), percent=float_repr(self.discount_percent, 2))

    def _answer_price(self, is_sold):
        """End the task, and tell who asked, in his words."""
        self.ensure_one()
        contract, asker = self.sudo(), self.price_asker_id  # sudo: the task may be somebody else's
        words = contract.with_context(lang=asker.lang)
        answer = words.env._("Sold for the price asked for: %(price)s", price=words._say_price()) if is_sold else words.env._(
            "Not for this price: %(price)s", price=words._say_price())
        contract.price_asker_id = False
        contract.activity_feedback([PRICE_TASK], feedback=answer)
        contract.message_post(body=answer, partner_ids=asker.partner_id.ids)

    def _drop_asked_price(self):
        asked = self.sudo().filtered('price_asker_id')  # sudo: the task may be somebody else's
        if asked:
            asked.price_asker_id = False
            asked.activity_unlink([PRICE_TASK])
