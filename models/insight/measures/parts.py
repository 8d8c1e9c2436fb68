from odoo import api, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """What the store is measured by, as its own figures of the month have it."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _get_store_share(self, span, part, whole):
        figures = Side('aftersales.part.figure', [('month', '=', span.first)], f'{whole}:sum')
        return Measure(figures._replace(value=f'{part}:sum'), figures, is_counted=True)

    @api.model
    def _measure_fill_rate(self, span):
        return self._get_store_share(span, 'filled', 'demand')

    @api.model
    def _measure_hit_rate(self, span):
        return self._get_store_share(span, 'hits', 'handed')

    @api.model
    def _measure_right_part(self, span):
        return self._get_store_share(span, 'right_parts', 'handed')

    @api.model
    def _measure_parts_in_time(self, span):
        return self._get_store_share(span, 'timely', 'handed')

    @api.model
    def _measure_lost_sales(self, span):
        return self._get_store_share(span, 'lost_sales', 'demand')

    @api.model
    def _measure_count_accuracy(self, span):
        return self._get_store_share(span, 'agreed', 'counted')

    @api.model
    def _measure_emergency_buys(self, span):
        return self._get_store_share(span, 'emergency_value', 'bought_value')._replace(is_counted=False)

    @api.model
    def _measure_dead_stock(self, span):
        return self._get_store_share(span, 'dead_value', 'value_at_end')._replace(is_counted=False)

    @api.model
    def _measure_stock_turns(self, span):
        """A year's use, twelve times the month's, by what lies there on the average."""
        return self._get_store_share(span, 'used_value', 'average_value')._replace(is_counted=False, times=12.0)

    @api.model
    def _measure_short_deliveries(self, span):
        return self._get_store_share(span, 'shorts', 'deliveries')

    @api.model
    def _measure_old_parts_overdue(self, span):
        return self._get_store_share(span, 'old_overdue', 'old_due')
