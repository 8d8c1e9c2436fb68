from odoo import models
from odoo.exceptions import UserError

# Once it was paid, there is a receipt of it.
PAID = ('held', 'deducted', 'returned')


class AftersalesDeposit(models.Model):
    """The receipt a customer takes along (G4, 订金收据): what he paid for what, and what becomes of it."""
    _inherit = 'aftersales.deposit'

    # === ACTION METHODS ===#

    def action_print_receipt(self):
        self.check_access('read')
        for deposit in self.filtered(lambda deposit: deposit.state not in PAID):
            raise UserError(self.env._(
                "%(deposit)s is not paid: there is a receipt once it is.", deposit=deposit.display_name))
        return self.env.ref('aftersales.action_report_deposit_receipt').report_action(self)

    # === BUSINESS METHODS ===#

    def _prepare_receipt_payments(self):
        """:return: list of dicts: day, and the way it was paid, of what is set off against the invoice"""
        self.ensure_one()
        invoice = self.sudo().invoice_id  # sudo: how it was paid stands on the receipt, whoever prints it
        payments = invoice.reconciled_payment_ids.filtered(lambda payment: payment.state in ('in_process', 'paid'))
        rows = [
            {'date': payment.date, 'way': self._say_way(payment.journal_id, payment.payment_method_line_id.name)}
            for payment in payments.sorted('date')]
        others = invoice._get_reconciled_amls().move_id.filtered(lambda move: move not in payments.move_id)
        return rows + [{'date': move.date, 'way': move.journal_id.name} for move in others.sorted('date')]

    def _say_way(self, journal, method):
        return f'{journal.name} · {method}' if method and method != journal.name else journal.name

    def _get_receipt_rules(self):
        """What becomes of the deposit, as the settings are, in the language of the record."""
        self.ensure_one()
        company = self.company_id
        percent, days = company.aftersales_deposit_keep_percent, company.aftersales_deposit_lapse_days
        limit = min(self.amount, self.currency_id.round(self.amount_parts * percent / 100))
        kept = self.currency_id.format(limit)
        rules = [self.env._(
            "When the parts are handed over, the deposit is deducted from their invoice; what is left of it is given back.",
        ) if self.counter_sale_id else self.env._(
            "When the work is settled, the deposit is deducted from its invoice; what is left of it is given back.")]
        if self.currency_id.is_zero(limit):
            return [*rules, self.env._("When the parts are not wanted any more, all of the deposit is given back.")]
        return [
            *rules,
            self.env._(
                "When the parts are not wanted any more, the deposit is given back. At most %(percent)s %% of the value of "
                "the parts may be kept, which is %(kept)s.", percent=f'{percent:g}', kept=kept),
            self.env._(
                "When all parts are here, they wait %(days)s days for the customer, and he is told so. Whoever does not come "
                "until then may lose as much of the deposit.", days=days),
        ]
