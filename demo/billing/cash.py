from datetime import timedelta

from odoo import api, fields, models

# days ago, amounts taken, handed in, reason, how far it went
DAYS = [
    (2, (620, 180), 800, "", 'confirmed'),
    (1, (450, 95), 525, "Twenty too much given back at the counter", 'handed'),
    (0, (300,), 0, "", 'open'),
]


class AftersalesDemo(models.AbstractModel):
    """What the accountant took in cash: confirmed, handed in with a difference, and today's (contracts, §11)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_cash_days(self):
        company = self._ref('company_shanghai')
        today = self._ref('workshop_shanghai')._get_local_day(fields.Datetime.now())
        Journals = self.env['account.journal'].with_company(company)
        journal = Journals.search([('type', '=', 'cash'), ('company_id', '=', company.id)], limit=1) or Journals.create({
            'name': "Cash", 'code': "CSH1", 'type': 'cash', 'company_id': company.id})
        customers = self.env['res.partner'].search([
            ('owned_vehicle_ids', '!=', False), ('company_id', 'in', (False, company.id))], order='id', limit=2)
        Payment = self._as(self.env['account.payment'], 'accountant', company)
        Day = self._as(self.env['aftersales.cash.day'], 'accountant', company)
        for days, amounts, handed, reason, state in DAYS:
            Payment.create([{
                'partner_id': customer.id, 'partner_type': 'customer', 'payment_type': 'inbound', 'journal_id': journal.id,
                'amount': amount, 'date': today - timedelta(days=days), 'memo': "Paid on account",
            } for customer, amount in zip(customers, amounts, strict=False)]).action_post()
            row = Day.search([
                ('date', '=', today - timedelta(days=days)), ('state', '=', 'open'), ('journal_id', '=', journal.id)])
            if state != 'open':
                row.write({'handed_amount': handed, 'reason': reason})
                row.action_hand_in()
            if state == 'confirmed':
                self._as(row, 'manager', company).action_confirm()
