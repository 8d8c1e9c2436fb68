from odoo import api, models

from odoo.addons.aftersales.models.base.entries import Hint, plain

# What a line takes along to another job; all else follows from that job.
MOVED_FIELDS = ('line_type', 'product_id', 'name', 'quantity', 'product_uom_id', 'part_origin', 'operation_id', 'discount')
# What of a row says what it costs.
PRICE_FIELDS = ('price_unit', 'discount')


class AftersalesOrderLine(models.Model):
    """A line as a row of the order sheet."""

    _name = 'aftersales.order.line'
    _inherit = ['aftersales.order.line', 'aftersales.sheet.part.mixin']
    _sheet_fields = ('name', 'quantity', *PRICE_FIELDS)

    @api.model
    def _may_write_cell(self, name):
        return name not in PRICE_FIELDS or self.env['aftersales.order']._shows_prices()

    def _prepare_sheet_rows(self):
        """Rows of the lines; rooms add what they know by ``super()``.

        :return: dict of line: row; constant queries for any number of lines
        """
        is_priced = self.env['aftersales.order']._shows_prices()
        return {line: line._prepare_sheet_row(is_priced) for line in self}

    def _prepare_sheet_row(self, is_priced):
        self.ensure_one()
        row = {
            'id': self.id,
            'type': self.line_type,
            'name': self._get_sheet_name(),
            'code': self._get_shown_code(),
            'quantity': self.quantity,
            'unit': self._get_print_unit(),
            'approval': self.approval,
            'hints': [plain(hint) for hint in self._get_row_hints()],
        }
        if is_priced:
            row |= {
                'price_unit': self.price_unit,
                'discount': self.discount,
                'subtotal': self.shown_amount,
                'total': self.price_total,
                'included': self.is_included,
            }
        return plain(row)

    def _get_sheet_name(self):
        """In the words of the reader, where it is what an operation, a menu or a product is called."""
        return self._read_name_again() or self.name

    def _is_as_seen(self, field, seen):
        if field.name == 'name' and isinstance(seen, str) and seen.strip() == (self._get_sheet_name() or '').strip():
            return True
        return super()._is_as_seen(field, seen)

    def _get_shown_code(self):
        """The part's number, where the description does not say it already."""
        code = self.product_id.default_code if self.line_type == 'part' else ''
        return code if code and code not in self.name else ''

    # === HOOKS ===#

    def _prepare_moved_vals(self):
        """Values of the line in another job; rooms add what they keep of it by ``super()``."""
        self.ensure_one()
        vals = self._convert_to_write({name: self[name] for name in MOVED_FIELDS})
        # A price that somebody typed goes along; what was computed is computed for the other job's payer.
        is_typed = self.currency_id.compare_amounts(self.price_unit, self.technical_price_unit)
        return {**vals, 'price_unit': self.price_unit} if is_typed and not self.is_included else vals

    def _get_row_hints(self):
        """What should be known of the line; rooms append theirs.

        :return: list of ``Hint``
        """
        self.ensure_one()
        hints = []
        if self.part_origin == 'customer':
            hints.append(Hint('info', self.env._("Customer's own")))
        if self._voids_guarantee():
            hints.append(Hint('warning', self.env._("No repair guarantee")))
        return hints
