from odoo import api, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """Who came, who is new, and who does not come any more."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _get_customers(self, span, kind, value):
        return Side('aftersales.retention.report', [('month', '=', span.first), ('row_kind', '=', kind)], value)

    @api.model
    def _measure_customers(self, span):
        return Measure(self._get_customers(span, 'came', 'customers:sum'))

    @api.model
    def _measure_new_customers(self, span):
        return Measure(self._get_customers(span, 'came', '__count').narrowed(('new_customers', '>', 0)))

    @api.model
    def _measure_won_customers(self, span):
        return Measure(self._get_customers(span, 'came', '__count').narrowed(('won_customers', '>', 0)))

    @api.model
    def _measure_lost_customers(self, span):
        due = self._get_customers(span, 'due', 'due:sum')
        return Measure(due.narrowed(('lost_customers', '>', 0)), due)

    @api.model
    def _measure_active_customers(self, span):
        return Measure(Side('aftersales.customer.value', [('status', 'in', ('active', 'new'))]), is_now=True)

    @api.model
    def _measure_customers_at_risk(self, span):
        customers = Side('aftersales.customer.value', [('status', 'in', ('active', 'new', 'risk'))])
        return Measure(customers.narrowed(('status', '=', 'risk')), customers, is_now=True)

    @api.model
    def _measure_renewals(self, span):
        due = Side('aftersales.renewal', [('state', '!=', 'sold'), *span.within('due_date', True)])
        return Measure(due.narrowed(('state', '=', 'renewed')), due)

    @api.model
    def _measure_renewal_premium(self, span):
        return Measure(Side(
            'aftersales.renewal', [('state', '=', 'renewed'), *span.within('decided_date', True)], 'premium:sum'))
