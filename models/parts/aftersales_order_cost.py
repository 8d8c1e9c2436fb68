from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesOrder(models.Model):
    """Parts that nobody pays for leave the stock account all the same."""

    _inherit = 'aftersales.order'

    def _prepare_cost_vals(self, vals):
        lines = [line for __, __, line in vals['invoice_line_ids'] if line.get('aftersales_line_ids')]
        sources = self.env['aftersales.order.line'].browse(
            id_ for line in lines for __, id_, __ in line['aftersales_line_ids'])
        if not any(source._books_cost() for source in sources):
            return super()._prepare_cost_vals(vals)
        sign = -1 if vals['move_type'] == 'out_refund' else 1
        company = self.env['res.company'].browse(vals['company_id'])
        return {
            'move_type': 'entry', 'company_id': company.id, 'partner_id': vals['partner_id'],
            'ref': vals['ref'], 'date': fields.Date.context_today(self), 'journal_id': self._get_cost_journal(company).id,
            'line_ids': [Command.create({
                **{name: value for name, value in line.items() if name not in ('extra_tax_data', 'discount')},
                'quantity': sign * line['quantity'], 'price_unit': 0.0, 'balance': 0.0, 'tax_ids': [Command.clear()],
            }) for line in lines],
        }

    def _get_cost_journal(self, company):
        # sudo: where the cost of parts is booked, whoever gives them away
        journal = company.sudo().account_stock_journal_id or self.env['account.journal'].sudo().search(
            [*self.env['account.journal']._check_company_domain(company), ('type', '=', 'general')], limit=1)
        if not journal:
            raise UserError(self.env._(
                "%(company)s has no journal for the cost of parts. Choose its stock journal in Accounting first.",
                company=company.name))
        return journal
