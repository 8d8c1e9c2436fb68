from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """Cars of which more is said than their status."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_progress(self):
        company = self._ref('company_shanghai')
        for state, name in (('in_progress', 'diagnosis'), ('quality_check', 'road_test'), ('received', 'washing')):
            order = self.env['aftersales.order'].search(
                [('company_id', '=', company.id), ('state', '=', state)], order='id', limit=1)
            self._as(order, 'advisor', company).write({'substatus_id': self._ref(f'substatus_{name}').id})
