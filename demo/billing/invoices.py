from odoo import models


class AftersalesDemo(models.AbstractModel):
    """The invoices of the visits, and what was paid of them."""

    _inherit = 'aftersales.demo'

    def _invoice(self, company, visits):
        """The accountant invoices what left the house, except this week's, and books what was paid."""
        rows = dict(visits)
        orders = self.env['aftersales.order'].union(*(
            order for order, row in visits if row['state'] == 'delivered' and int(row['day']) > 5))
        invoices = self._as(orders, 'accountant', company)._create_invoices()
        paid = {}
        for invoice in invoices:
            sources = invoice.sudo().aftersales_order_ids
            date = max(sources.mapped('delivered_date')).date()
            invoice.invoice_date = date
            if not invoice.invoice_payment_term_id:
                invoice.invoice_date_due = date
            if all('paid' in rows[order.with_env(orders.env)]['flags'] for order in sources):
                paid.setdefault(date, []).append(invoice.id)
        invoices.action_post()
        self._date_messages(invoices.sudo(), orders)
        Register = self._as(self.env['account.payment.register'], 'accountant', company)
        for date, ids in paid.items():
            Register.with_context(active_model='account.move', active_ids=ids).create({
                'payment_date': date,
                'group_payment': False,
            })._create_payments()

    def _date_messages(self, invoices, orders):
        """The notes that invoice and order have of each other are as old as the delivery."""
        accountant = self._ref('user_accountant').partner_id
        moments = {}
        for invoice in invoices:
            moment = max(invoice.aftersales_order_ids.mapped('delivered_date'))
            moments.update(dict.fromkeys(invoice.message_ids, moment))
        for order in orders:
            notes = order.message_ids.filtered(lambda message: message.author_id == accountant)
            moments.update(dict.fromkeys(notes, order.delivered_date))
        self._backdate(self.env['mail.message'].union(*moments), moments, 'date')
