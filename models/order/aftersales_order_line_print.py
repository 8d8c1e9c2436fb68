from odoo import models


class AftersalesOrderLine(models.Model):
    _inherit = 'aftersales.order.line'

    def _get_print_name(self):
        """The description without the part number and the job's name, which stand beside it."""
        self.ensure_one()
        code = self.product_id.default_code
        return (self.name or '').removeprefix(f'[{code}]').strip() if code else self.name

    def _get_print_stock_lines(self):
        """What stock gave or holds for the line, latest first."""
        self.ensure_one()
        return self.move_ids.filtered(lambda move: move.state != 'cancel').move_line_ids

    def _get_print_lots(self):
        """Lots and serial numbers issued for the line, for the record of what went into the car."""
        self.ensure_one()
        moves = self.move_ids.filtered(lambda move: move.state == 'done')
        return ", ".join(moves.move_line_ids.lot_id.mapped('name'))
