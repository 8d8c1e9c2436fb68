from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesCounterSale(models.Model):
    """Parts sold to an account customer: under his number, and not while he owes too much unless somebody lets it (G4)."""
    _inherit = 'aftersales.counter.sale'

    agreement_id = fields.Many2one(
        'aftersales.agreement', string="Frame Agreement", compute='_compute_agreement_id', store=True, readonly=True,
        precompute=True, index='btree_not_null', check_company=True, ondelete='restrict', copy=False)
    customer_order_number = fields.Char(
        string="Customer's Order No.", copy=False, max_length=64, tracking=True,
        help="The number the customer wants to read on the invoice.")
    credit_reason = fields.Char(string="Sold in Spite of Debts", readonly=True, copy=False, tracking=True)
    credit_user_id = fields.Many2one(
        'res.users', string="Sale Allowed By", readonly=True, copy=False, index='btree_not_null', tracking=True)
    credit_date = fields.Datetime(string="Sale Allowed On", readonly=True, copy=False)
    credit_amount = fields.Monetary(
        string="Sale Allowed Up To", readonly=True, copy=False, bounds=(0, 1e12),
        help="A dearer sale, or one to another customer, is asked for anew.")
    credit_agreement_id = fields.Many2one(
        'aftersales.agreement', string="Sale Allowed Under", readonly=True, copy=False, index='btree_not_null',
        check_company=True, ondelete='restrict')
    credit_text = fields.Char(
        string="Why It Is Not Sold", compute='_compute_credit_text', help="What the account customer owes.")

    # === COMPUTE METHODS ===#

    @api.depends('partner_id', 'company_id', 'date')
    def _compute_agreement_id(self):
        partners = self.partner_id.commercial_partner_id.filtered('aftersales_account_customer')
        found = self.env['aftersales.agreement']._find(partners, self.company_id) if partners else {}
        for sale in self:
            day = fields.Datetime.context_timestamp(sale, sale.date or fields.Datetime.now()).date()
            sale.agreement_id = next((
                agreement.id for agreement in found.get((sale.partner_id.commercial_partner_id, sale.company_id), [])
                if agreement._is_valid_on(day)), False)

    @api.depends('agreement_id', 'state', 'amount_total', 'credit_date', 'credit_amount', 'credit_agreement_id')
    def _compute_credit_text(self):
        sentences = self._get_credit_sentences()
        for sale in self:
            sale.credit_text = " ".join(sentences.get(sale, [])) or False

    # === ACTION METHODS ===#

    def action_let_sell(self):
        """Ask why it is sold all the same."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Sell in Spite of Debts"),
            'res_model': 'aftersales.counter.credit.wizard', 'view_mode': 'form', 'target': 'new',
            'context': {'default_sale_id': self.id}}

    # === BUSINESS METHODS ===#

    def _check_confirmed(self):
        super()._check_confirmed()
        # sudo: whoever sells; two sales of one customer at once would both fit into what is left of his limit
        self.agreement_id.sudo()._claim_for_update()
        sentences = self._get_credit_sentences(together=True)
        for sale in self:
            agreement = sale.agreement_id.sudo()  # sudo: what was agreed decides, whoever sells
            if agreement.order_number_needed and not (sale.customer_order_number or '').strip():
                raise UserError(self.env._(
                    "%(sale)s: %(customer)s wants its own order number on the invoice. Enter it first.",
                    sale=sale.display_name, customer=agreement.partner_id.display_name))
            if sale in sentences:
                raise UserError(self.env._(
                    "%(sale)s cannot be confirmed: %(why)s Let the customer pay, or ask the accountant or a manager to let it "
                    "be sold.", sale=sale.display_name, why=" ".join(sentences[sale])))

    def _get_credit_sentences(self, together=False):
        """Why the sales may not be confirmed now, as ``{sale: [sentence]}``; those that may are left out.

        :param together: they are confirmed at once: to the limit counts what all of one customer's cost
        """
        asked = self.filtered(lambda sale: sale.state == 'quote' and sale.agreement_id and not sale._is_let())
        agreements = asked.agreement_id
        if not agreements:
            return {}
        # sudo: what is owed decides, whoever sells
        blocks, owed = agreements._get_credit_blocks(), agreements.sudo()._get_exposure()
        of_agreement = self.grouped('agreement_id') if together else {}
        found = {
            sale: blocks.get(sale.agreement_id) or of_agreement.get(sale.agreement_id, sale)._get_limit_sentences(owed)
            for sale in asked}
        return {sale: sentences for sale, sentences in found.items() if sentences}

    def _get_limit_sentences(self, owed):
        """Goods of these sales of one customer leave at once: what they cost counts already."""
        agreement, today = self.agreement_id.sudo(), fields.Date.context_today(self)  # sudo: as above
        amount = sum(
            sale.currency_id._convert(sale.amount_total, agreement.currency_id, sale.company_id, today) for sale in self)
        total, limit = owed.get(agreement, 0.0) + amount, agreement.credit_limit
        if agreement.state != 'active' or not limit or agreement.currency_id.compare_amounts(total, limit) <= 0:
            return []
        money = agreement.currency_id.format
        if len(self) > 1:
            return [self.env._(
                "With the sales that are confirmed together %(customer)s owes %(amount)s in all, more than the limit of "
                "%(limit)s.", customer=agreement.partner_id.display_name, amount=money(total), limit=money(limit))]
        return [self.env._(
            "With this sale %(customer)s owes %(amount)s in all, more than the limit of %(limit)s.",
            customer=agreement.partner_id.display_name, amount=money(total), limit=money(limit))]

    def _is_let(self):
        self.ensure_one()
        return bool(self.credit_date) and self.credit_agreement_id == self.agreement_id and (
            self.currency_id.compare_amounts(self.amount_total, self.credit_amount) <= 0)

    def _let_sell(self, reason):
        """The accountant or a manager says why; it stands on the sale, for this customer and up to this amount."""
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_keep_agreement'):
            raise AccessError(self.env._("Whether parts are sold in spite of debts is decided by an accountant or a manager."))
        self._claim_for_update()
        sentences = self._get_credit_sentences()
        for sale in self:
            if sale not in sentences:
                raise UserError(self.env._("%(sale)s is not kept by what its customer owes.", sale=sale.display_name))
            sale.sudo().write({  # sudo: who let it be sold, when and why is the system's
                'credit_reason': reason, 'credit_user_id': self.env.uid, 'credit_date': fields.Datetime.now(),
                'credit_amount': sale.amount_total, 'credit_agreement_id': sale.agreement_id.id})

    def _prepare_move_vals(self, move_type):
        vals = super()._prepare_move_vals(move_type)
        if self.customer_order_number:
            vals['ref'] = ' · '.join(filter(None, [vals['ref'], self.customer_order_number]))
        return vals
