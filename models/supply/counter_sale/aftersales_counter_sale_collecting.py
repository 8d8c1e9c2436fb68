from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_date


class AftersalesCounterSale(models.Model):
    """What an account customer took at the counter goes onto the collective invoice of his work (G4).

    He has signed for the parts: nobody needs to release them. Until its day an accountant may invoice a sale by itself.
    """
    _inherit = 'aftersales.counter.sale'

    collect_date = fields.Date(
        string="Collective Invoice On", compute='_compute_collect_date', compute_sudo=True,
        help="When the parts go onto the customer's collective invoice.")

    @api.depends('agreement_id.next_collection', 'state')
    def _compute_collect_date(self):
        for sale in self:
            sale.collect_date = sale.agreement_id.next_collection if sale.state in ('handed', 'shipped') else False

    # === BUSINESS METHODS ===#

    @api.model
    def _get_waiting_domain(self):
        """What left the house under an agreement, did not come back and is on no invoice."""
        return Domain('agreement_id', '!=', False) & Domain('state', 'in', ('handed', 'shipped')) & Domain(
            'line_ids', 'any', [('qty_to_invoice', '>', 0)])

    @api.model
    def _get_account_owed_domain(self):
        """What account customers have said yes to, and what they hold; parts that all came back nobody owes."""
        return Domain('agreement_id', '!=', False) & Domain('state', '=', 'confirmed') | self._get_waiting_domain()

    def _collect_onto_invoice(self, move):
        """Each under its own heading, at the amounts of its receipt to the coin.

        :param move: a draft of the agreement's customer in the sales' currency; without one it is made
        """
        self._claim_for_update()
        self._check_to_invoice()
        sales, move = self.sudo().sorted('id'), move.sudo()  # sudo: as one sale is invoiced
        agreement = sales.agreement_id
        if not move:
            move = move.with_company(sales.company_id).create({
                **sales[0]._prepare_move_vals('out_invoice'), 'ref': False, 'invoice_origin': False,
                'partner_id': agreement.partner_id._get_account_address().id, 'partner_shipping_id': False,
                'invoice_user_id': False, 'aftersales_agreement_id': agreement.id})
        move.write({
            **{name: ', '.join(filter(None, [move[name], *sales.mapped('name')]))[:2000] for name in ('ref', 'invoice_origin')},
            'invoice_line_ids': sales._prepare_collected_lines(max(move.invoice_line_ids.mapped('sequence'), default=0))})
        sales._finish_invoice(move)
        return move.with_env(self.env)

    def _prepare_collected_lines(self, last):
        """:param last: the highest sequence of what stands on the invoice already"""
        words = self.with_context(lang=self.agreement_id.partner_id.lang or self.env.lang)
        rows = [{'display_type': 'line_section', 'name': words.env._("Parts from the counter")}]
        for sale in words:
            rows.append({'display_type': 'line_subsection', 'name': sale._get_collection_label()})
            rows += sale._prepare_frozen_lines()
        return [Command.create(dict(row, sequence=number)) for number, row in enumerate(rows, start=last + 1)]

    def _get_collection_label(self):
        self.ensure_one()
        number = self.customer_order_number
        day = fields.Datetime.context_timestamp(self.with_context(tz=self.workshop_id._get_tz().zone), self.date).date()
        return ' · '.join(filter(None, (
            self.name, format_date(self.env, day), number and self.env._("Your order %(number)s", number=number))))

    def _prepare_frozen_lines(self):
        """What is to invoice, with the amounts the sale's own rounding gives: other sales beside it change nothing."""
        self.ensure_one()
        AccountTax, company = self.env['account.tax'], self.company_id
        rate = self.env['res.currency']._get_conversion_rate(
            company.currency_id, self.currency_id, company, fields.Date.context_today(self))
        lines = self.line_ids.filtered('qty_to_invoice')
        base_lines = [line._prepare_base_line_for_taxes_computation(
            quantity=line.qty_to_invoice, rate=rate) for line in lines]
        AccountTax._add_tax_details_in_base_lines(base_lines, company)
        AccountTax._round_base_lines_tax_details(base_lines, company)
        return [
            {**line._prepare_invoice_line_vals(line.qty_to_invoice),
             'extra_tax_data': AccountTax._aftersales_freeze_base_line(base_line, company)}
            for line, base_line in zip(lines, base_lines, strict=True)]
