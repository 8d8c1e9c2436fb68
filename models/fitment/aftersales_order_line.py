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
