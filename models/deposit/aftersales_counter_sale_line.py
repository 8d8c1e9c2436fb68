from odoo import fields, models


class AftersalesCounterSaleLine(models.Model):
    """A part of a sale at the window that a deposit may be taken for."""
    _name = 'aftersales.counter.sale.line'
    _inherit = ['aftersales.counter.sale.line', 'aftersales.deposit.part.mixin']

    deposit_ids = fields.Many2many(
        'aftersales.deposit', relation='aftersales_deposit_counter_line_rel', column1='aftersales_counter_sale_line_id',
        column2='aftersales_deposit_id', string="Deposits", readonly=True, copy=False, groups='aftersales.group_deposit')

    def _check_may_order_parts(self):
        """What the customer pays for in advance is ordered when he has paid."""
        super()._check_may_order_parts()
        self._check_deposits_paid()

    def _get_rounded_base_lines(self):
        """As those of a repair order's lines."""
        AccountTax = self.env['account.tax']
        company = self.company_id[:1] or self.env.company
        base_lines = [line._prepare_base_line_for_taxes_computation() for line in self]
        AccountTax._add_tax_details_in_base_lines(base_lines, company)
        AccountTax._round_base_lines_tax_details(base_lines, company)
        return base_lines

    def _are_here(self):
        """Whether stock has set aside, or handed over, all that is sold."""
        moves = self.sudo().move_ids.filtered(  # sudo: who sells need not have rights in stock
            lambda move: move.state != 'cancel' and move._get_aftersales_direction() > 0)
        return bool(moves) and all(move.state in ('assigned', 'done') for move in moves)
