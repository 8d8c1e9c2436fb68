from odoo import models
from odoo.fields import Datetime

from .aftersales_order import PARTS_STATES


class AftersalesJob(models.Model):
    """Where the parts of a job are, on its card (H3)."""
    _inherit = 'aftersales.job'

    def _is_held_up(self):
        return super()._is_held_up() or 'not_here' in self.line_ids.mapped('parts_state')

    def _prepare_board_cards(self):
        self.line_ids.mapped('parts_state')  # all at once: stock is forecast for all moves together
        return super()._prepare_board_cards()

    def _prepare_board_card(self):
        lines = self.line_ids
        states = set(lines.mapped('parts_state'))
        expected = [line.parts_expected_date for line in lines if line.parts_expected_date]
        return {
            **super()._prepare_board_card(),
            'parts': next((state for state, __ in PARTS_STATES if state in states), 'none'),
            'parts_date': Datetime.to_string(max(expected, default=False)),
        }
