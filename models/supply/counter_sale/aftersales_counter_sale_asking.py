from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_compare, float_repr

DISCOUNT_TASK = 'aftersales.mail_activity_counter_discount'
SELLER = 'aftersales.group_counter_sale'
# What moves how much is given away.
TERMS = frozenset({'partner_id', 'pricelist_id', 'fiscal_position_id'})


class AftersalesCounterSale(models.Model):
    """A discount above one's limit: asked for by one click, allowed or refused by who may give it (H9, contracts §15).

    The answer is about the parts and prices it was asked for: another price is another question.
    """
    _inherit = 'aftersales.counter.sale'

    asked_percent = fields.Float(string="Discount Asked For (%)", digits='Discount', readonly=True, copy=False, tracking=True,
        bounds=(0, 100))
    asked_user_id = fields.Many2one(
        'res.users', string="Discount Asked By", readonly=True, copy=False, index='btree_not_null')
    asked_date = fields.Datetime(string="Discount Asked On", readonly=True, copy=False)
    asked_reason = fields.Char(string="Why the Discount", readonly=True, copy=False)
    discount_answer = fields.Selection(
        [('asked', "Discount Asked For"), ('allowed', "Discount Allowed"), ('refused', "Discount Refused")],
        string="Answer on the Discount", readonly=True, copy=False, tracking=True)
    discount_answer_user_id = fields.Many2one(
        'res.users', string="Discount Answered By", readonly=True, copy=False, index='btree_not_null')
    discount_answer_date = fields.Datetime(string="Discount Answered On", readonly=True, copy=False)
    discount_refusal = fields.Char(string="Why Not the Discount", readonly=True, copy=False)
    may_ask_discount = fields.Boolean(compute='_compute_may_discount')
    may_answer_discount = fields.Boolean(compute='_compute_may_discount')

    # === COMPUTE METHODS ===#

    @api.depends(
        'state', 'discount_answer', 'asked_percent', 'company_id', 'line_ids.price_unit', 'line_ids.discount',
        'line_ids.technical_price_unit')
    @api.depends_context('uid')
    def _compute_may_discount(self):
        Limit = self.env['aftersales.discount.limit']
        limits = {company: Limit._get_user_limit(company) for company in self.company_id}
        for sale in self:
            limit, is_open = limits.get(sale.company_id, 0.0), sale.state == 'quote'
            sale.may_ask_discount = is_open and sale.discount_answer not in ('asked', 'refused') and sale._is_given_above(
                sale._get_discount_limit(limit))
            sale.may_answer_discount = is_open and sale.discount_answer == 'asked' and float_compare(
                limit, sale.asked_percent, precision_digits=2) >= 0

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and TERMS & vals.keys():
            self._drop_discount_answer()
        return result

    # === ACTION METHODS ===#

    def action_ask_discount(self):
        """A dialog asks why; then whoever may give that much has a task, which ends with his answer."""
        self.ensure_one()
        self._check_may_ask_discount()
        return self._get_discount_dialog(self.env._("Ask for the Discount"))

    def action_allow_discount(self):
        """The sale may be confirmed at these prices by whoever sells."""
        self._answer_discount('allowed')

    def action_refuse_discount(self):
        """A dialog asks why not: another price is agreed, or none."""
        self.ensure_one()
        self._check_may_answer_discount()
        return self._get_discount_dialog(self.env._("Refuse the Discount"), is_answer=True)

    def _get_discount_dialog(self, name, is_answer=False):
        return {
            'type': 'ir.actions.act_window', 'name': name, 'res_model': 'aftersales.counter.discount.wizard',
            'view_mode': 'form', 'target': 'new',
            'context': {'default_sale_id': self.id, 'default_is_answer': is_answer}}

    # === BUSINESS METHODS ===#

    def _get_given_percent(self):
        """The highest that a line gives away of the price list."""
        self.ensure_one()
        return max((line._get_given_percent() for line in self.line_ids), default=0.0)

    def _is_given_above(self, limit):
        self.ensure_one()
        return float_compare(self._get_given_percent(), limit, precision_digits=2) > 0

    def _get_discount_limit(self, own):
        """What may be given with this sale by somebody whose ``own`` limit it is: what a higher role has allowed counts."""
        self.ensure_one()
        return max(own, self.asked_percent) if self.discount_answer == 'allowed' else own

    def _check_may_ask_discount(self):
        self.check_access('write')
        self._claim_for_update()
        for sale in self:
            if not sale.may_ask_discount:
                raise UserError(self.env._(
                    "%(sale)s: there is nothing to ask for. It was asked already, it is sold, or you may give the discount "
                    "yourself.", sale=sale.display_name))

    def _ask_discount(self, reason):
        """Ask whoever may give that much.

        :return: res.users who are asked
        """
        self.ensure_one()
        self._check_may_ask_discount()
        percent = self._get_given_percent()
        people = self.env['aftersales.discount.limit']._get_able_people(self.company_id, percent, SELLER)
        if not people:
            raise UserError(self.env._(
                "Nobody of %(company)s may give away that much. Ask an administrator for the limits of the roles.",
                company=self.company_id.name))
        sale = self.sudo()  # sudo: who asks is the system's, and the task is somebody else's
        sale.write({
            'asked_percent': percent, 'asked_user_id': self.env.uid, 'asked_date': fields.Datetime.now(),
            'asked_reason': reason, 'discount_answer': 'asked', 'discount_answer_user_id': False,
            'discount_answer_date': False, 'discount_refusal': False})
        rows = Markup().join(
            Markup('<li>%s</li>') % f'{line.product_id.display_name} × {line.quantity:g}: '
            f'{float_repr(line._get_given_percent(), 2)} %' for line in self.line_ids if line._get_given_percent() > 0)
        for person in people:
            words = sale.with_context(lang=person.lang)
            words.activity_schedule(
                DISCOUNT_TASK, user_id=person.id, date_deadline=self.company_id._get_today(),
                note=Markup('<p>%s</p><ul>%s</ul>') % (reason, rows),
                summary=words.env._("%(sale)s: give %(percent)s %% less", sale=words.display_name,
                                    percent=float_repr(percent, 2))[:250])
        return people

    def _check_may_answer_discount(self):
        self.check_access('write')
        self._claim_for_update()
        for sale in self:
            if sale.state != 'quote' or sale.discount_answer != 'asked':
                raise UserError(self.env._(
                    "%(sale)s: nobody asks for a discount. Reload the page.", sale=sale.display_name))
            if not sale.may_answer_discount:
                raise AccessError(self.env._(
                    "%(sale)s: %(percent)s %% are allowed by these roles: %(roles)s.", sale=sale.display_name,
                    percent=float_repr(sale.asked_percent, 2), roles=self.env['aftersales.discount.limit']._get_able_roles(
                        sale.company_id, sale.asked_percent, SELLER)))

    def _answer_discount(self, answer, reason=False):
        """Keep the answer with who gave it, when and why, end the task, and tell who asked, in his words."""
        self._check_may_answer_discount()
        for sale in self.sudo():  # sudo: kept by the system, and the task may be somebody else's
            sale.write({
                'discount_answer': answer, 'discount_answer_user_id': self.env.uid,
                'discount_answer_date': fields.Datetime.now(), 'discount_refusal': reason})
            words, percent = sale.with_context(lang=sale.asked_user_id.lang), float_repr(sale.asked_percent, 2)
            text = words.env._("Allowed: %(percent)s %% less.", percent=percent) if answer == 'allowed' else words.env._(
                "Not allowed: %(percent)s %% less. %(reason)s", percent=percent, reason=reason)
            sale.activity_feedback([DISCOUNT_TASK], feedback=text)
            sale.message_post(body=text, partner_ids=sale.asked_user_id.partner_id.ids)

    def _drop_discount_answer(self):
        """Parts, prices or terms are others: what was asked for and answered is in the log, and holds no more."""
        asked = self.sudo().filtered('discount_answer')  # sudo: as above
        if asked:
            asked.activity_unlink([DISCOUNT_TASK])
            asked.write({
                'asked_percent': 0.0, 'asked_user_id': False, 'asked_date': False, 'asked_reason': False,
                'discount_answer': False, 'discount_answer_user_id': False, 'discount_answer_date': False,
                'discount_refusal': False})

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if source == 'quote':
            self.sudo().activity_unlink([DISCOUNT_TASK])  # sudo: the task may be somebody else's
