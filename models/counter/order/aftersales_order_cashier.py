from markupsafe import escape

from odoo import fields, models
from odoo.exceptions import UserError

CASHIER = 'account.group_account_invoice'
CASHIER_TASK = 'aftersales.mail_activity_cashier'


class AftersalesOrder(models.Model):
    """The customer stands at the counter and wants to pay: to the cashier (F4)."""

    _inherit = 'aftersales.order'

    def action_to_cashier(self):
        """Who makes invoices gets to them; for whoever does not, the outlet's cashier is called."""
        self.ensure_one()
        self.check_access('read')
        if not self._get_dues():
            raise UserError(self.env._("Nothing of %(order)s is left to be paid.", order=self.name))
        if self.env.user.has_group(CASHIER):
            return self.action_create_invoices() if self.invoice_status == 'to_invoice' else self.action_view_invoices()
        cashier = self._call_cashier()
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._(
                    "%(cashier)s was told that the customer of %(vehicle)s wants to pay.",
                    cashier=cashier.name, vehicle=self.license_plate or self.name),
            },
        }

    def _call_cashier(self):
        """One task for the cashier, however often he is called.

        :return: res.users
        """
        self.ensure_one()
        self.check_access('write')
        cashier = self.workshop_id._get_cashier()
        if not cashier:
            raise UserError(self.env._(
                "Nobody of %(company)s makes invoices. Ask a manager to enter the cashier of %(outlet)s.",
                company=self.company_id.name, outlet=self.workshop_id.name))
        order = self.sudo().with_context(lang=cashier.lang)  # sudo: tasks of others are the system's
        task = order.activity_search([CASHIER_TASK], user_id=cashier.id)
        if not task:
            due = ", ".join(
                f"{due.payer.display_name}: {due.note} {order.currency_id.format(due.amount) if due.amount else ''}".strip()
                for due in order._get_dues())
            order.activity_schedule(
                CASHIER_TASK, user_id=cashier.id, date_deadline=fields.Date.context_today(self),
                summary=order.env._("%(vehicle)s: the customer waits to pay", vehicle=order.license_plate or order.name),
                note=escape(due),
            )
        cashier._bus_send('simple_notification', {
            'type': 'info',
            'title': order.env._("%(vehicle)s: the customer waits to pay", vehicle=order.license_plate or order.name),
            'message': f'{order.name} · {order.partner_id.display_name}',
            'sticky': True,
        })
        return cashier

    def _after_delivered(self, source):
        super()._after_delivered(source)
        self.sudo()._get_planned_tasks(CASHIER_TASK).unlink()  # sudo: the task is the cashier's
