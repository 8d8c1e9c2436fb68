from odoo import models

from odoo.addons.aftersales.models.base.entries import NextStep


class AftersalesOrder(models.Model):
    """Invoicing, as the order's next step for those who invoice."""

    _inherit = 'aftersales.order'

    def _get_next_steps(self):
        steps = super()._get_next_steps()
        if self.env.user.has_group('account.group_account_invoice'):
            if self.invoice_status == 'to_invoice':
                steps.append(NextStep(50, 'action_create_invoices', self.env._("Create Invoices")))
            elif self.invoice_status == 'to_credit' and self.sudo()._get_drafts_to_renew():  # sudo: as to credit them
                steps.append(NextStep(51, 'action_renew_invoices', self.env._("Renew Draft Invoices")))
            elif self.invoice_status == 'to_credit':
                steps.append(NextStep(51, 'action_create_credit_notes', self.env._("Create Credit Notes")))
        return steps
