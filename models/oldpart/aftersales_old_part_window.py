from odoo import api, fields, models
from odoo.fields import Domain

# What goes to makers and suppliers.
RETURNED = ('claim', 'maker', 'core')
HERE = ('received', 'inspected')


class AftersalesOldPart(models.Model):
    """An old part that should have gone with the last return window, and lies here still (H6)."""
    _inherit = 'aftersales.old.part'

    is_window_missed = fields.Boolean(
        string="Missed Its Window", compute='_compute_is_window_missed', search='_search_is_window_missed',
        help="It was here before the last return window of its outlet closed, and was not sent.")

    @api.depends('duty', 'stage', 'handed_in_date', 'workshop_id')
    def _compute_is_window_missed(self):
        closings = self.env['aftersales.return.window']._get_closings(self.workshop_id)
        for part in self:
            closing = closings.get(part.workshop_id.id)
            part.is_window_missed = bool(
                closing and part.duty in RETURNED and part.stage in HERE and part.handed_in_date < closing)

    @api.model
    def _search_is_window_missed(self, operator, value):
        if operator != 'in':
            return NotImplemented
        closings = self.env['aftersales.return.window']._get_closings(self.env['aftersales.workshop'].search(
            [('company_id', 'in', self.env.companies.ids)]))
        missed = Domain('duty', 'in', RETURNED) & Domain('stage', 'in', HERE) & Domain.OR(
            Domain('workshop_id', '=', workshop) & Domain('handed_in_date', '<', closing)
            for workshop, closing in closings.items())
        return missed if True in value else ~missed
