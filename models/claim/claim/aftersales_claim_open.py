from odoo import fields, models


class AftersalesClaim(models.Model):
    """What a maker still owes in the books, as credit lists compare it."""
    _inherit = 'aftersales.claim'

    credit_count = fields.Integer(compute='_compute_credit_count', compute_sudo=True)

    # === COMPUTE METHODS ===#

    def _compute_credit_count(self):
        rows = dict(self.env['aftersales.claim.credit.line']._read_group(
            [('claim_id', 'in', self._origin.ids), ('credit_id.state', '!=', 'cancelled')],
            ['claim_id'], ['credit_id:count_distinct']))
        for claim in self:
            claim.credit_count = rows.get(claim._origin, 0)

    # === ACTION METHODS ===#

    def action_view_credits(self):
        self.check_access('read')
        return self.env['aftersales.claim.credit'].search([('line_ids.claim_id', 'in', self.ids)])._get_records_action()

    # === BUSINESS METHODS ===#

    def _get_open_receivables(self):
        """Journal items by which the maker still owes; oldest first."""
        lines = self._get_claim_move_lines().move_id.line_ids.filtered(lambda line: (
            line.parent_state == 'posted' and line.account_type == 'asset_receivable' and not line.reconciled))
        return lines.sorted(lambda line: (line.date_maturity or line.date, line.id))

    def _get_open_amounts(self):
        """What is owed of posted documents, without and with taxes, of the claim's share of them."""
        self.ensure_one()
        untaxed = total = 0.0
        for move, lines in self._get_claim_move_lines().grouped('move_id').items():
            if move.state != 'posted' or not move.amount_total:
                continue
            ratio = move.amount_residual / move.amount_total
            sign = -1 if move.move_type == 'out_refund' else 1
            untaxed += self._sum_lines(lines) * ratio
            total += sign * sum(lines.mapped('price_total')) * ratio
        return self.currency_id.round(untaxed), self.currency_id.round(total)

    def _add_taxes(self, amount):
        """What ``amount`` without taxes comes to with those of the claim's documents; where several kinds of work bear
        different ones, in their proportion."""
        self.ensure_one()
        lines = self._get_claim_move_lines().filtered(lambda line: line.move_id.state == 'posted' and line.price_subtotal)
        taxes = {line.tax_ids for line in lines}
        if len(taxes) == 1:
            return taxes.pop().compute_all(amount, self.currency_id, handle_price_include=False)['total_included']
        untaxed = sum(lines.mapped('price_subtotal'))
        return amount * sum(lines.mapped('price_total')) / untaxed if untaxed else amount
