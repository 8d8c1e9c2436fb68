from odoo import api, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """What happened that must not, and whether what was decided is done."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _measure_incidents(self, span):
        return Measure(Side('aftersales.incident', span.within('date')))

    @api.model
    def _measure_safety_complaints(self, span):
        return Measure(self._get_complaints(span).narrowed(('is_safety', '=', True)))

    @api.model
    def _measure_high_risks(self, span):
        return Measure(Side('aftersales.risk', [('active', '=', True), ('rating', '=', 'high')]), is_now=True)

    @api.model
    def _measure_site_score(self, span):
        checks = Side('aftersales.site.check', [('state', '=', 'closed'), *span.within('date', True)], 'possible:sum')
        return Measure(checks._replace(value='reached:sum'), checks)

    @api.model
    def _measure_site_checks_done(self, span):
        checks = Side('aftersales.site.check', [('state', 'in', ('closed', 'missed')), *span.within('date', True)])
        return Measure(checks.narrowed(('state', '=', 'closed')), checks)

    @api.model
    def _measure_actions_done(self, span):
        due = Side('aftersales.action', [('state', '!=', 'cancelled'), *span.within('due_date', True)])
        return Measure(due.narrowed(('state', '!=', 'open')), due)
