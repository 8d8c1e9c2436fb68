from odoo import api, models
from odoo.exceptions import UserError

# What an invoice line was made from, and what its price and taxes are computed from.
INVOICED_FIELDS = {
    'product_id', 'product_uom_id', 'price_unit', 'technical_price_unit', 'discount', 'tax_ids',
    'is_included', 'part_origin', 'line_type',
}
# What moves the amount of a line, and with it what a co-payer bears of the job.
AMOUNT_FIELDS = INVOICED_FIELDS | {'quantity'}


class AftersalesOrderLine(models.Model):
    """What is invoiced keeps its price: more of it may be sold, and costs the same."""

    _inherit = 'aftersales.order.line'

    # === COMPUTE METHODS ===#

    # A price follows the quantity, the payer's terms and the day: not behind an invoice.
    def _compute_price_unit(self):
        return super(AftersalesOrderLine, self._filter_not_invoiced())._compute_price_unit()

    def _compute_tax_ids(self):
        return super(AftersalesOrderLine, self._filter_not_invoiced())._compute_tax_ids()

    def _filter_not_invoiced(self):
        return self.filtered(lambda line: not line._origin.qty_invoiced)

    # === CRUD METHODS ===#

    @api.model
    def _get_first_values(self):
        return super()._get_first_values() | {'qty_invoiced': 0.0}

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.job_id._check_share_covered()
        return lines

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not AMOUNT_FIELDS & vals.keys():
            return super().write(vals)
        self.order_id._claim_for_update()  # the guard reads invoices that somebody may be making
        for line in self:
            changed = line._get_changed_invoiced(vals)
            if changed:
                line._check_not_invoiced(changed[0])
        result = super().write(vals)
        self.job_id._check_share_covered()
        return result

    def unlink(self):
        jobs = self.job_id
        result = super().unlink()
        jobs._check_share_covered()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_invoiced(self):
        self._check_not_invoiced()

    # === BUSINESS METHODS ===#

    def _get_changed_invoiced(self, vals):
        """Fields that ``vals`` would change though an invoice was made from them; the quantity may grow."""
        self.ensure_one()
        changed = [name for name in INVOICED_FIELDS & vals.keys() if self._is_changed(name, vals[name])]
        if 'quantity' in vals and self._is_changed('quantity', vals['quantity']):
            standing, compare = self._get_standing_quantity(), self.product_uom_id.compare
            # Nor may it grow while a credit note is a draft: the price would follow, and the draft may be deleted.
            if compare(vals['quantity'], standing) < 0 or compare(standing, self.qty_invoiced) > 0:
                changed.append('quantity')
        return changed

    def _is_changed(self, name, value):
        """Whether writing ``value`` gives the field another value than it has."""
        self.ensure_one()
        field = self._fields[name]
        new, old = field.convert_to_cache(value, self), field.convert_to_cache(self[name], self)
        return set(new) != set(old) if field.type == 'many2many' else new != old

    def _get_standing_quantity(self):
        """The quantity on invoices, drafts included, less what posted credit notes gave back."""
        self.ensure_one()
        # sudo: who changes work need not see the invoices
        drafts = self.sudo().invoice_line_ids.filtered(
            lambda line: line.move_id.state == 'draft' and line._gives_work_back())
        return self.qty_invoiced + sum(
            line.product_uom_id._compute_quantity(line.quantity, self.product_uom_id, round=False) for line in drafts)

    def _get_standing_invoices(self):
        """Invoices, drafts included, that speak of the lines and are not credited, see the job's."""
        # sudo: who changes work need not see the invoices; only their names are told
        lines = self.sudo()
        standing = lines.filtered(lambda line: not line.product_uom_id.is_zero(line._get_standing_quantity()))
        moves = standing.invoice_line_ids.filtered(lambda line: (
            line.move_id.state != 'cancel' and (line.move_id.state == 'draft' or not line._gives_work_back()))).move_id
        return moves.filtered(lambda move: move.payment_state != 'reversed') or moves

    def _check_not_invoiced(self, name=None):
        """Refuse to take the lines out of the order, or to change their field ``name``.

        :raises UserError: naming the invoices
        """
        for line in self:
            invoices = line._get_standing_invoices()
            if not invoices:
                continue
            names = {'line': line.name, 'order': line.order_id.name, 'invoices': invoices._get_aftersales_names()}
            if name:
                raise UserError(self.env._(
                    "“%(line)s” of %(order)s is invoiced already for %(quantity)s %(unit)s (%(invoices)s); %(field)s "
                    "cannot change like that any more. Cancel the draft invoice or post a credit note first.",
                    quantity=line._get_standing_quantity(), unit=line._get_print_unit(),
                    field=line._fields[name]._description_string(self.env), **names,
                ))
            raise UserError(self.env._(
                "“%(line)s” of %(order)s is invoiced already (%(invoices)s); it cannot be deleted or declined. "
                "Cancel the draft invoice or post a credit note first.", **names,
            ))
