from odoo import api, fields, models
from odoo.fields import Command

BOOKS = 'account.group_account_invoice,account.group_account_readonly'


class AftersalesCounterSaleLine(models.Model):
    """How much of a part is invoiced, and still to be (H9)."""
    _inherit = 'aftersales.counter.sale.line'

    invoice_line_ids = fields.One2many(
        'account.move.line', 'aftersales_counter_line_id', string="Invoice Lines", readonly=True, copy=False, groups=BOOKS)
    qty_invoiced = fields.Float(
        string="Invoiced", digits='Product Unit', compute='_compute_qty_invoiced', store=True, copy=False)
    qty_to_invoice = fields.Float(
        string="To Invoice", digits='Product Unit', compute='_compute_open_quantities', store=True, copy=False)
    qty_to_credit = fields.Float(
        string="Quantity to Credit", digits='Product Unit', compute='_compute_open_quantities', store=True, copy=False)

    @api.depends(
        'invoice_line_ids.quantity', 'invoice_line_ids.product_uom_id', 'invoice_line_ids.move_id.state',
        'invoice_line_ids.move_id.move_type')
    def _compute_qty_invoiced(self):
        """Drafts count, cancelled ones don't, credit notes give back."""
        for line in self:
            quantity = 0.0
            for invoice_line in line.invoice_line_ids:
                if invoice_line.move_id.state != 'cancel':
                    sign = -1 if invoice_line.move_id.move_type == 'out_refund' else 1
                    quantity += sign * invoice_line.product_uom_id._compute_quantity(
                        invoice_line.quantity, line.product_uom_id, round=False)
            line.qty_invoiced = line.product_uom_id.round(quantity) if line.product_uom_id else quantity

    @api.depends('qty_invoiced', 'qty_delivered')
    def _compute_open_quantities(self):
        for line in self:
            difference = line.qty_delivered - line.qty_invoiced
            difference = line.product_uom_id.round(difference) if line.product_uom_id else difference
            line.qty_to_invoice, line.qty_to_credit = max(difference, 0.0), max(-difference, 0.0)

    def _prepare_invoice_line_vals(self, quantity):
        self.ensure_one()
        return {
            'aftersales_counter_line_id': self.id, 'product_id': self.product_id.id, 'name': self.name, 'quantity': quantity,
            'product_uom_id': self.product_uom_id.id, 'price_unit': self.price_unit, 'discount': self.discount,
            'tax_ids': [Command.set(self.tax_ids.ids)], 'sequence': self.sequence,
        }

    def _get_billed_quantity(self):
        """What the invoices say, whatever was credited since."""
        self.ensure_one()
        return sum(
            line.product_uom_id._compute_quantity(line.quantity, self.product_uom_id, round=False)
            for line in self.invoice_line_ids if line.move_id.move_type == 'out_invoice' and line.parent_state == 'posted')

    def _cut_credit_piece(self, base_line):
        """The line's part of its rounded base line, from what is credited already to what comes back now."""
        self.ensure_one()
        billed = self._get_billed_quantity()
        start = (billed - self.qty_invoiced) / billed
        end = (billed - self.qty_invoiced + self.qty_to_credit) / billed

        def cut(values, field, suffix):
            currency = base_line['currency_id'] if suffix else self.company_id.currency_id
            amount = values[f'{field}{suffix}'] + values.get(f'delta_{field}{suffix}', 0.0)
            return currency.round(currency.round(amount * end) - currency.round(amount * start))

        details = base_line['tax_details']
        piece = dict(base_line, quantity=self.qty_to_credit, tax_details={
            **{f'total_excluded{suffix}': cut(details, 'total_excluded', suffix) for suffix in ('_currency', '')},
            'delta_total_excluded_currency': 0.0, 'delta_total_excluded': 0.0,
            'taxes_data': [
                {**tax_data, **{
                    f'{field}{suffix}': cut(tax_data, field, suffix)
                    for field in ('base_amount', 'tax_amount') for suffix in ('_currency', '')}}
                for tax_data in details['taxes_data']],
        })
        return self.env['account.tax']._aftersales_freeze_base_line(piece, self.company_id)
