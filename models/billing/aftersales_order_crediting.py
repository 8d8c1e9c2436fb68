from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError


class AftersalesOrder(models.Model):
    """What is invoiced above what was done: parts that came back after the invoice."""

    _inherit = 'aftersales.order'

    # === ACTION METHODS ===#

    def action_create_credit_notes(self):
        """Make the credit notes of the orders and show them."""
        return self._create_credit_notes()._get_aftersales_invoices_action()

    def action_renew_invoices(self):
        """Cancel the drafts that say more than was done, and invoice all orders they speak of anew."""
        self.env['account.move'].check_access('create')
        self.check_access('read')
        self._claim_for_update()
        # sudo: what ties an invoice to its orders is the system's
        drafts = self.sudo()._get_drafts_to_renew()
        if not drafts:
            raise UserError(self.env._(
                "%(orders)s: no draft invoice says more than was done.",
                orders=", ".join(self.mapped('name')) or self.env._("no order")))
        orders = drafts.aftersales_order_ids.sudo(self.env.su)
        drafts.sudo(self.env.su).button_cancel()
        orders = orders.filtered(lambda order: order.invoice_status == 'to_invoice')
        return orders.action_create_invoices() if orders else drafts._get_aftersales_invoices_action()

    # === BUSINESS METHODS ===#

    def _has_to_credit(self):
        self.ensure_one()
        above = self.job_ids._get_lines_above()
        return bool(above) and bool(self.job_ids._get_lines_to_credit() or self._get_drafts_to_renew())

    def _create_credit_notes(self):
        """Make draft credit notes of what is invoiced and is not in the car any more, one a payer and order.

        :returns: the credit notes made
        :raises UserError: when nothing is to credit, or a draft invoice can still be made anew
        """
        self.env['account.move'].check_access('create')
        self.check_access('read')
        self._claim_for_update()
        # sudo: who keeps the books sees the orders, and need not see all that they are made of
        orders = self.sudo().filtered(lambda order: order._has_to_credit()).sorted('id')
        if not orders:
            raise UserError(self.env._(
                "Nothing to credit on %(orders)s: no more is invoiced than was done.",
                orders=", ".join(self.mapped('name')) or self.env._("no order"),
            ))
        orders._check_no_draft_to_credit()
        credit_notes = self.env['account.move'].sudo()
        for order in orders:
            credit_notes |= credit_notes.with_company(order.company_id).create(order._prepare_credit_notes_vals())
        entries = credit_notes.filtered(lambda move: move.move_type == 'entry')
        entries._post(soft=False)
        credit_notes = (credit_notes - entries or entries).sudo(self.env.su).with_company(self.env.company)
        (credit_notes - entries).check_access('create')
        self._log_invoices(credit_notes - entries)
        self._log_costs(entries.sudo(self.env.su))
        return credit_notes

    def _prepare_credit_notes_vals(self):
        self.ensure_one()
        journal, rate = self._get_invoicing_terms()[self.company_id, self.currency_id]
        jobs = self.job_ids.filtered(lambda job: job._get_lines_to_credit())
        groups = defaultdict(list)
        for job in jobs:
            for payer, vals_list in job._prepare_credit_lines(journal, rate):
                groups[self._get_invoice_key(payer, journal, job.fiscal_position_id)].append((job, vals_list))
        vals_list = []
        for key, job_lines in groups.items():
            partner = key[3]
            invoices = self._get_invoices().filtered(lambda move, partner=partner: (
                move.state == 'posted' and move.move_type == 'out_invoice' and move.partner_id == partner))
            vals_list.append(self._prepare_document_vals({
                **self._prepare_grouped_invoice_vals(key, {self: job_lines}),
                'move_type': 'out_refund',
                'reversed_entry_id': invoices.sorted('id')[-1:].id,
            }))
        return [vals for vals in vals_list if vals]

    def _check_no_draft_to_credit(self):
        for order in self:
            if drafts := order._get_drafts_to_renew():
                raise UserError(self.env._(
                    "%(order)s: the draft %(invoices)s says more than was done. Use “Renew Draft Invoices” on the order: it "
                    "cancels the draft and invoices anew.",
                    order=order.name, invoices=drafts._get_aftersales_names(),
                ))

    def _get_drafts_to_renew(self):
        """Draft invoices that say more than was done: nobody has got them yet."""
        lines = self.job_ids._get_lines_above()
        return (lines.invoice_line_ids.move_id | lines.job_id.share_invoice_line_ids.move_id).filtered(
            lambda move: move.state == 'draft' and move.move_type == 'out_invoice')
