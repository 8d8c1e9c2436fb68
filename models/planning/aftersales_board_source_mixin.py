from odoo import api, models


class AftersalesBoardSourceMixin(models.AbstractModel):
    """A record whose changes are seen on the workshop board: the open boards are told once the change is saved."""
    _name = 'aftersales.board.source.mixin'
    _description = "Shown on the Workshop Board"

    # Fields whose change moves or repaints a card.
    _board_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._touch_board()
        return records

    def write(self, vals):
        shown = bool(self._board_fields & vals.keys())
        if shown and 'workshop_id' in vals:
            self._touch_board()  # the outlet it leaves
        result = super().write(vals)
        if shown:
            self._touch_board()
        return result

    def unlink(self):
        self._touch_board()
        return super().unlink()

    def _get_board_orders(self):
        """The orders whose cards show these records."""
        return self.order_id

    def _touch_board(self):
        # sudo: whoever changes a record, the boards are told
        for workshop, orders in self.sudo()._get_board_orders().grouped('workshop_id').items():
            workshop._announce_on_board(f'order-{order_id}' for order_id in orders.ids)
            orders._touch_sheet()  # what a card of the board says, the sheet of its order says too
