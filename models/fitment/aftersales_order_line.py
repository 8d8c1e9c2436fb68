from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.aftersales.models.base.entries import Hint


class AftersalesOrderLine(models.Model):
    """Whoever orders a part that is not here hears what has taken its place."""

    _inherit = 'aftersales.order.line'

    supersession_hint = fields.Char(
        compute='_compute_supersession_hint', export_string_translation=False)

    # === COMPUTE METHODS ===#

    @api.depends('product_id', 'parts_state')
    def _compute_supersession_hint(self):
        missing = self.filtered(lambda line: line.parts_state in ('not_here', 'on_the_way'))
        words = missing.product_id.product_tmpl_id._get_successor_words() if missing else {}
        for line in self:
            line.supersession_hint = words.get(line.product_id.product_tmpl_id.id, '') if line in missing else ''

    # === ONCHANGE METHODS ===#

    @api.onchange('product_id')
    def _onchange_superseded(self):
        if self.supersession_hint:
            return {'warning': {
                'title': self.env._("Superseded Part"), 'message': self.supersession_hint, 'type': 'notification'}}

    # === BUSINESS METHODS ===#

    def _prepare_sheet_rows(self):
        self.mapped('supersession_hint')  # all at once: chains are read for all parts together
        return super()._prepare_sheet_rows()

    def _get_row_hints(self):
        hints = super()._get_row_hints()
        if self.supersession_hint:
            hints.append(Hint('warning', self.supersession_hint))
        return hints

    # === BUSINESS METHODS: GUARANTEE ===#

    def _has_part_guarantee(self):
        """Whether the house promises something of the part itself: nothing of the customer's own, nor of what voids it."""
        self.ensure_one()
        part = self.product_id
        return bool(
            self.line_type == 'part' and self.quantity > 0 and not self.job_id._voids_guarantee()
            and (part.aftersales_guarantee_months or part.aftersales_guarantee_km))

    def _get_part_guarantee(self):
        """
        :return: last day or None, last odometer reading in the vehicle's unit or 0.0: both empty while the work is not
            completed
        """
        self.ensure_one()
        start = self.job_id._get_guarantee_start()
        if not start or not self._has_part_guarantee():
            return None, 0.0
        months = self.product_id.aftersales_guarantee_months
        return (
            start + relativedelta(months=months) if months else None,
            self.job_id._add_guaranteed(self.product_id.aftersales_guarantee_km))
