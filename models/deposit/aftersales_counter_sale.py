from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesCounterSale(models.Model):
    """A sale at the window whose customer pays a part before what is not here is ordered for him (contracts, §7)."""
    _inherit = 'aftersales.counter.sale'

    deposit_ids = fields.One2many(
        'aftersales.deposit', 'counter_sale_id', string="Deposits", copy=False, groups='aftersales.group_deposit')
    deposit_count = fields.Integer(
        string="Number of Deposits", compute='_compute_deposit_count', groups='aftersales.group_deposit')
    deposit_text = fields.Char(
        string="Deposit Left", compute='_compute_deposit_text', groups='aftersales.group_deposit',
        help="What is to be done about its deposits.")

    def _compute_deposit_count(self):
        counts = dict(self.env['aftersales.deposit']._read_group(
            [('counter_sale_id', 'in', self.ids)], ['counter_sale_id'], ['__count']))
        for sale in self:
            sale.deposit_count = counts.get(sale._origin, 0)

    def _compute_deposit_text(self):
        for sale in self:
            words = [deposit._get_sale_words(sale) for deposit in sale.deposit_ids]
            sale.deposit_text = " ".join(filter(None, words))

    # === ACTION METHODS ===#

    def action_ask_deposit(self):
        """A deposit for the parts stock has not set aside, by the same rates as for repair orders."""
        self.ensure_one()
        self.check_access('write')
        self._claim_for_update()
        if self.is_walk_in:
            raise UserError(self.env._(
                "%(sale)s: a deposit is somebody's. Take the sale back to a quotation and choose the customer first.",
                sale=self.display_name))
        taken = self.deposit_ids.filtered(lambda deposit: deposit.state != 'cancelled').counter_line_ids
        parts = (self.line_ids - taken).filtered(
            lambda line: self.state == 'confirmed' and line._is_goods() and not line._are_here())
        if not parts:
            raise UserError(self.env._(
                "%(sale)s: no part is missing that no deposit is asked for yet. Confirm the sale first: parts are looked for "
                "once it is confirmed.", sale=self.display_name))
        return self.env['aftersales.deposit'].create({
            'counter_sale_id': self.id, 'counter_line_ids': [Command.set(parts.ids)]})._get_records_action()

    def action_view_deposits(self):
        self.ensure_one()
        return self.deposit_ids._get_records_action(name=self.env._("Deposits"))

    # === BUSINESS METHODS ===#

    def _finish_invoice(self, move):
        """What the customer has paid in advance is taken off, at most what there is to pay."""
        super()._finish_invoice(move)
        move._deduct_deposits()

    def _find_deposits(self, payer):
        """Those held for the sales that ``payer`` has paid."""
        deposits = self.env['aftersales.deposit']._find_open(self)
        return deposits.filtered(lambda deposit: deposit.partner_id.commercial_partner_id == payer)

    def _check_quote(self):
        super()._check_quote()
        for deposit in self.sudo().deposit_ids:  # sudo: that there is one is told, whoever takes deposits
            if deposit.state != 'cancelled':
                raise UserError(self.env._(
                    "%(sale)s: %(deposit)s is for the parts as they were agreed. Cancel the deposit first, or make another "
                    "sale.", sale=deposit.counter_sale_id.display_name, deposit=deposit.name))

    def _after_cancelled(self, source):
        """Nobody pays in advance for what is not ordered; what is paid a manager gives back."""
        super()._after_cancelled(source)
        unpaid = self.sudo().deposit_ids.filtered(  # sudo: they follow the sale, whoever takes deposits
            lambda deposit: deposit.state in ('draft', 'invoiced') and deposit.invoice_id.state != 'posted')
        unpaid._transition('cancelled')
