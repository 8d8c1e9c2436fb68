from odoo import models
from odoo.tools import format_time

from odoo.addons.aftersales.models.base.entries import plain


class AftersalesJob(models.Model):
    """When a job is planned, on its card of the order sheet."""

    _inherit = 'aftersales.job'

    def _prepare_sheet_card(self, rights, rows):
        return super()._prepare_sheet_card(rights, rows) | plain({
            'planned': self._get_plan_text(),
        })

    def _get_plan_text(self):
        """Start and end by the outlet's clock; the day of the end only where it is another."""
        self.ensure_one()
        if not self.planned_start or not self.planned_stop:
            return ''
        order, days = self.order_id, [
            self.workshop_id._get_local_day(moment) for moment in (self.planned_start, self.planned_stop)]
        start = order._get_short_time_text(self.planned_start)
        if days[0] != days[1]:
            return f'{start} – {order._get_short_time_text(self.planned_stop)}'
        stop = format_time(self.env, self.planned_stop, tz=order.workshop_id._get_tz().zone, time_format='short')
        return f'{start} – {stop}'
