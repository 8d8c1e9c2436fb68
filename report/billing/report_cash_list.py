from odoo import models
from odoo.exceptions import UserError


class ReportCashList(models.AbstractModel):
    """A page for each person and day: what he took, by which way of payment, and what he hands in (contracts, §11)."""
    _name = 'report.aftersales.report_cash_list'
    _inherit = ['aftersales.print.mixin']
    _description = "Daily Cash List"

    _print_model = 'account.payment'

    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        if not values['pages']:
            raise UserError(self.env._(
                "None of these payments was taken from a customer. Choose payments of customers that are confirmed."))
        return values

    def _prepare_pages(self, docs):
        taken = docs.filtered(lambda doc: doc.partner_type == 'customer' and doc.state in ('in_process', 'paid'))
        groups = taken.sorted(lambda doc: (doc.date, doc.create_date, doc.id)).grouped(
            lambda doc: (doc.company_id, doc.create_uid, doc.date))
        return [self._prepare_cash_page(payments) for payments in groups.values()]

    def _prepare_cash_page(self, payments):
        page = self._prepare_page(payments[0])
        days = self.env['aftersales.cash.day'].search([
            ('company_id', '=', payments.company_id.id), ('user_id', '=', payments.create_uid.id),
            ('date', '=', payments[0].date), ('state', '!=', 'open')]).grouped('journal_id')
        methods = payments.grouped(lambda payment: (payment.journal_id, payment.payment_method_line_id, payment.currency_id))
        return {
            **page, 'payments': payments.with_context(lang=page['lang'], tz=page['tz']),
            'address': payments.company_id.partner_id,
            'sums': [{
                'name': ' · '.join(dict.fromkeys((journal.name, method.name or ''))).strip(' ·'), 'currency': currency,
                'count': len(group), 'amount': currency.round(sum(group.mapped('amount_signed'))),
                'is_cash': journal.type == 'cash', 'day': days.get(journal),
            } for (journal, method, currency), group in methods.items()],
        }
