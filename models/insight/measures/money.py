from odoo import api, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """What the work of delivered orders is worth, without taxes, in the company's money; none of it is what was paid."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _get_order_money(self, span):
        return self._get_delivered(span)._replace(value='amount_untaxed:sum', rate='currency_rate')

    @api.model
    def _get_line_money(self, span, *kinds):
        """Lines of delivered orders that somebody pays for."""
        return Side(
            'aftersales.order.line', [
                ('order_id.state', '=', 'delivered'), *span.within('order_id.delivered_date'), ('line_type', 'in', kinds),
                ('job_id.state', '!=', 'cancelled'), ('job_id.approval', '!=', 'declined'), ('approval', '!=', 'declined')],
            'price_subtotal:sum', 'order_id.workshop_id', 'order_id.currency_rate')

    @api.model
    def _measure_revenue(self, span):
        return Measure(self._get_order_money(span))

    @api.model
    def _measure_revenue_labour(self, span):
        return Measure(self._get_line_money(span, 'labour'))

    @api.model
    def _measure_revenue_parts(self, span):
        return Measure(self._get_line_money(span, 'part'))

    @api.model
    def _measure_revenue_sublet(self, span):
        return Measure(self._get_line_money(span, 'sublet'))

    @api.model
    def _measure_revenue_fees(self, span):
        return Measure(self._get_line_money(span, 'fee'))

    @api.model
    def _measure_revenue_per_visit(self, span):
        return Measure(self._get_order_money(span), self._get_delivered(span))

    @api.model
    def _measure_labour_rate(self, span):
        hours = Side(
            'aftersales.job', [
                ('order_id.state', '=', 'delivered'), *span.within('order_id.delivered_date'), ('state', '!=', 'cancelled'),
                ('approval', '!=', 'declined')], 'flat_rate_hours:sum')
        return Measure(self._get_line_money(span, 'labour'), hours)

    @api.model
    def _measure_parts_share(self, span):
        return Measure(self._get_line_money(span, 'part'), self._get_order_money(span))

    @api.model
    def _measure_insurance_share(self, span):
        """What is asked of insurers and makers, as the type of payment says."""
        jobs = Side(
            'aftersales.job', [
                ('order_id.state', '=', 'delivered'), *span.within('order_id.delivered_date'), ('state', '!=', 'cancelled'),
                ('approval', '!=', 'declined')], 'amount_untaxed:sum', rate='order_id.currency_rate')
        return Measure(jobs.narrowed(('settlement', '=', 'claim')), jobs)

    @api.model
    def _measure_counter_sales(self, span):
        return Measure(Side(
            'aftersales.counter.sale', [('state', 'not in', ('quote', 'cancelled')), *span.within('confirmed_date')],
            'amount_untaxed:sum', money=('currency_id', 'confirmed_date')))

    @api.model
    def _measure_uninvoiced(self, span):
        """Delivered in the month, and not invoiced to the end."""
        orders = self._get_delivered(span)
        return Measure(orders.narrowed(('invoice_status', '=', 'to_invoice')), orders)

    @api.model
    def _measure_approved_work(self, span):
        proposed = Side('aftersales.recommendation.report', [('proposed', '>', 0), *span.within('date')], 'proposed:sum')
        return Measure(proposed._replace(value='approved:sum'), proposed)

    @api.model
    def _measure_approved_value(self, span):
        proposed = Side(
            'aftersales.recommendation.report', [('proposed', '>', 0), *span.within('date')], 'proposed_amount:sum')
        return Measure(proposed._replace(value='approved_amount:sum'), proposed)

    @api.model
    def _measure_inspected(self, span):
        orders = Side('aftersales.recommendation.report', [('orders', '>', 0), *span.within('date')], 'orders:sum')
        return Measure(orders._replace(value='inspected:sum'), orders)
