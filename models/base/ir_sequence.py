from odoo import models


class IrSequence(models.Model):
    """Numbers of documents of which many are made at once, each by the clock of the place it is made at."""
    _name = 'ir.sequence'
    _inherit = ['ir.sequence', 'aftersales.claim.mixin']

    def _draw_numbers(self, day, count):
        """The next ``count`` numbers, as of ``day``: the local date at the outlet, not Greenwich's nor the user's.

        Whoever draws the first number of a year begins that year's range. Two who did so at once would each begin
        it, and one of them be refused: who begins it claims the sequence, and the other one runs again and finds it.
        """
        self.ensure_one()
        numbered = self
        if self.use_date_range:
            numbered = self.env['ir.sequence.date_range'].search_fetch(
                [('sequence_id', '=', self.id), ('date_from', '<=', day), ('date_to', '>=', day)], limit=1)
            if not numbered:
                self._claim_for_update()
                numbered = self._create_date_range_seq(day)
            numbered = numbered.with_context(ir_sequence_date_range=numbered.date_from)
        numbered = numbered.with_context(ir_sequence_date=day)
        return [numbered._next() for __ in range(count)]
