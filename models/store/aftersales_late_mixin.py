from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesLateMixin(models.AbstractModel):
    """A round through a store that has a day: late once that is over and nobody has closed it."""
    _name = 'aftersales.late.mixin'
    _description = "Round with a Day"

    is_late = fields.Boolean(string="Late", compute='_compute_is_late', search='_search_is_late')

    @api.depends('state', 'date')
    def _compute_is_late(self):
        since = self._get_late_since()
        for record in self:
            record.is_late = record.state == 'open' and bool(record.date and record.date < since)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('state', '=', 'open') & Domain('date', '<', self._get_late_since())
        return late if True in value else ~late

    @api.model
    def _get_late_since(self):
        return fields.Date.context_today(self)
