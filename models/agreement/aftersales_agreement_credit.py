from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

READERS = 'aftersales.group_keep_agreement'


class AftersalesAgreement(models.Model):
    """What an account customer owes, and what keeps his next order from being begun (G4)."""
    _inherit = 'aftersales.agreement'

    overdue_amount = fields.Monetary(string="Overdue", compute='_compute_overdue', compute_sudo=True, groups=READERS)
    is_overdue = fields.Boolean(
        string="Invoices Overdue", compute='_compute_overdue', search='_search_is_overdue', compute_sudo=True, groups=READERS)
    exposure = fields.Monetary(
        string="Owed in All", compute='_compute_exposure', compute_sudo=True, groups=READERS,
        help="Open invoices, drafts, and work that is done and not invoiced yet, with taxes.")

    @api.depends('partner_id', 'company_id', 'grace_days')
    def _compute_overdue(self):
        overdue = self._get_overdue()
        for agreement in self:
            agreement.overdue_amount = overdue.get(agreement, (0.0, False))[0]
            agreement.is_overdue = agreement._is_owed(agreement.overdue_amount)

    @api.depends('partner_id', 'company_id')
    def _compute_exposure(self):
        exposure = self._get_exposure()
        for agreement in self:
            agreement.exposure = exposure.get(agreement, 0.0)

    # === SEARCH METHODS ===#

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: the field is for those who may know what is owed
        customers = self.env['account.move'].sudo()._search([
            ('state', '=', 'posted'), ('move_type', '=', 'out_invoice'), ('payment_state', 'in', ('not_paid', 'partial')),
            ('invoice_date_due', '<', fields.Date.context_today(self))])
        owing = self.sudo().search([('partner_id', 'in', customers.subselect('commercial_partner_id'))])
        overdue = owing._get_overdue()
        return [('id', 'in', [
            agreement.id for agreement, (amount, __) in overdue.items() if agreement._is_owed(amount)])]

    # === BUSINESS METHODS ===#

    def _get_credit_blocks(self):
        """Why no work of the customers may begin now, as ``{agreement: [sentence]}``."""
        active = self.sudo().filtered(lambda agreement: agreement.state == 'active')  # sudo: what is owed decides, not who asks
        if not active:
            return {}
        blocks, overdue, exposure = {}, active._get_overdue(), active._get_exposure()
        for agreement in active:
            sentences, money = [], agreement.currency_id.format
            amount, since = overdue.get(agreement, (0.0, False))
            if agreement.blocks_overdue and agreement._is_owed(amount):
                sentences.append(self.env._(
                    "%(customer)s owes %(amount)s that was due on %(date)s or later.",
                    customer=agreement.partner_id.display_name, amount=money(amount), date=format_date(self.env, since)))
            limit, owed = agreement.credit_limit, exposure.get(agreement, 0.0)
            if limit and agreement.currency_id.compare_amounts(owed, limit) > 0:
                sentences.append(self.env._(
                    "%(customer)s owes %(amount)s in all, more than the limit of %(limit)s.",
                    customer=agreement.partner_id.display_name, amount=money(owed), limit=money(limit)))
            blocks[agreement.with_env(self.env)] = sentences
        return blocks

    def _is_owed(self, amount):
        self.ensure_one()
        return self.currency_id.compare_amounts(amount, 0.0) > 0

    def _get_overdue(self):
        """What is overdue, and since when, as ``{agreement: (amount, day)}``; credit notes count against it."""
        today = fields.Date.context_today(self)
        found = {}
        for (company, grace), agreements in self.grouped(lambda record: (record.company_id, record.grace_days)).items():
            rows = self.env['account.move']._read_group([
                ('company_id', '=', company.id), ('commercial_partner_id', 'in', agreements.partner_id.ids),
                ('state', '=', 'posted'), ('move_type', 'in', ('out_invoice', 'out_refund')),
                ('payment_state', 'in', ('not_paid', 'partial')),
                ('invoice_date_due', '<', today - timedelta(days=grace)),
            ], ['commercial_partner_id'], ['amount_residual_signed:sum', 'invoice_date_due:min'])
            sums = {partner: (amount, since) for partner, amount, since in rows}
            found.update({agreement: sums[agreement.partner_id] for agreement in agreements if agreement.partner_id in sums})
        return found

    def _get_exposure(self):
        """All that the customers owe or will be asked for, in their companies' currency, as ``{agreement: amount}``."""
        today, found = fields.Date.context_today(self), {}
        for company, agreements in self.grouped('company_id').items():
            drafts = dict(self.env['account.move']._read_group([
                ('company_id', '=', company.id), ('commercial_partner_id', 'in', agreements.partner_id.ids),
                ('state', '=', 'draft'), ('move_type', 'in', ('out_invoice', 'out_refund')),
            ], ['commercial_partner_id'], ['amount_total_signed:sum']))
            for agreement in agreements:
                found[agreement] = drafts.get(agreement.partner_id, 0.0) + agreement.partner_id.with_company(company).credit
        rows = self.env['aftersales.order']._read_group(
            [('agreement_id', 'in', self.ids), ('invoice_status', '=', 'to_invoice')],
            ['agreement_id', 'currency_id'], ['amount_total:sum'])
        for agreement, currency, amount in rows:
            found[agreement] += currency._convert(amount, agreement.currency_id, agreement.company_id, today)
        return found
