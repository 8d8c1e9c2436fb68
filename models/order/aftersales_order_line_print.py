from odoo import api, models

from odoo.addons.aftersales.models.base.words import read_again, say_unit


class AftersalesOrderLine(models.Model):
    _inherit = 'aftersales.order.line'

    @api.depends('name', 'product_id', 'operation_id', 'job_id.menu_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        """In the words of the reader, with the part number."""
        for line in self:
            line.display_name = (line._read_name_again() or line.name or '').split('\n', 1)[0]

    def _get_print_name(self):
        """The description in the words of the reader, without the part number, which stands beside it."""
        self.ensure_one()
        name, code = self._read_name_again() or self.name or '', self.product_id.default_code
        return name.removeprefix(f'[{code}]').strip() if code else name

    def _fetch_names(self):
        """Read at once, in all languages, what :meth:`_get_print_name` of the lines and their jobs compares."""
        for code, __ in self.env['res.lang'].get_installed():
            lines = self.with_context(lang=code)
            (lines.operation_id | lines.job_id.operation_id).mapped('name')
            lines.job_id.menu_id.mapped('name')
            lines.product_uom_id.mapped('name')
            for product in lines.product_id:
                product.get_product_multiline_description_sale()

    def _read_name_again(self):
        """The description in the reader's language; None where somebody wrote his own."""
        copied_from = {'labour': self.operation_id, 'fee': self.job_id.menu_id}.get(self.line_type)
        return (copied_from and read_again(self.name, copied_from)) or read_again(
            self.name, self.product_id, lambda product: product.get_product_multiline_description_sale())

    def _get_print_unit(self):
        """The unit as the trade writes it on paper."""
        self.ensure_one()
        return say_unit(self.product_uom_id)

    def _get_print_stock_lines(self):
        """What stock gave or holds for the line, latest first."""
        self.ensure_one()
        return self.move_ids.filtered(lambda move: move.state != 'cancel').move_line_ids

    def _get_print_lots(self):
        """Lots and serial numbers issued for the line, for the record of what went into the car."""
        self.ensure_one()
        moves = self.move_ids.filtered(lambda move: move.state == 'done')
        return ", ".join(moves.move_line_ids.lot_id.mapped('name'))
