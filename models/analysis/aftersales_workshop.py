from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

# So many months are forecast, so many are looked at, and so many parts are told.
AHEAD, BACK, PARTS = 3, 36, 10


class AftersalesWorkshop(models.Model):
    """What an outlet's months were, and what the next ones are likely to be (N3)."""
    _inherit = ['aftersales.workshop', 'aftersales.batch.mixin']
    _name = 'aftersales.workshop'

    forecast_due_date = fields.Date(
        string="Forecast Made Next", readonly=True, copy=False, index='btree_not_null', groups='aftersales.group_manager')

    def _make_forecast(self):
        """Keep this month's forecast; fill in what former ones are known of by now. A second run writes the same."""
        # sudo: all visits are counted; who may see the result reads its rules
        for outlet in self.sudo():
            today = outlet._get_local_day(fields.Datetime.now())
            month = today.replace(day=1)
            history = outlet._fetch_history(month)
            outlet._fill_in_actuals(history, month)
            first = min((told for told, *__ in history), default=month)
            count = (month.year - first.year) * 12 + month.month - first.month
            forecast = self.env['aftersales.forecast'].sudo().search([
                ('workshop_id', '=', outlet.id), ('month', '=', month)])
            vals = {'made_date': fields.Datetime.now(), 'history_months': count}
            if forecast:
                forecast.write(vals)
            else:
                forecast = forecast.create({**vals, 'workshop_id': outlet.id, 'month': month})
            forecast._write_lines(outlet._prepare_forecast_lines(history, month, min(count, BACK)))
            outlet.forecast_due_date = month + relativedelta(months=1)

    def _prepare_forecast_lines(self, history, month, count):
        """:return: values of the figures of the next months, from this one on"""
        self.ensure_one()
        months = [month - relativedelta(months=back) for back in range(count, 0, -1)]
        by_key, rows = {}, []
        for told, measure, skill, product, value in history:
            by_key.setdefault((measure, skill, product), {})[told] = value
        ahead = [month + relativedelta(months=offset) for offset in range(AHEAD)]
        for (measure, skill, product), told in self._choose_series(by_key, months):
            series = [told.get(one, 0.0) for one in months]
            for offset, one in enumerate(ahead, 1):
                found = self.env['aftersales.forecast']._predict(series, offset)
                if found:
                    rows.append({
                        'month': one, 'measure': measure, 'skill_id': skill or False, 'product_id': product or False,
                        'value': round(found[0], 2), 'method': found[1], 'words': found[2]})
        due = self._count_due_cars(ahead)
        rows += [{
            'month': one, 'measure': 'due', 'skill_id': False, 'product_id': False, 'value': float(due.get(one, 0)),
            'method': 'plan', 'words': str(due.get(one, 0))} for one in ahead]
        return rows

    def _choose_series(self, by_key, months):
        """All measures; of parts, those most asked for in the last 12 months."""
        last = set(months[-12:])
        parts = sorted(
            (key for key in by_key if key[0] == 'parts'),
            key=lambda key: (-sum(value for month, value in by_key[key].items() if month in last), key[2]))[:PARTS]
        kept = [key for key in by_key if key[0] not in ('parts', 'came') or key in parts]
        return [(key, by_key[key]) for key in sorted(kept, key=lambda key: (key[0], key[1] or 0, key[2] or 0))]

    def _fetch_history(self, month):
        """:return: list of (first of month, measure, skill, product, value) of full months, by the outlet's clock"""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """
            WITH visit AS (
                SELECT id, vehicle_id, delivered_date, currency_rate, state,
                       date_trunc('month', received_date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS month
                  FROM aftersales_order
                 WHERE workshop_id = %(outlet)s AND state NOT IN ('draft', 'cancelled') AND received_date IS NOT NULL
                       AND received_date >= %(first)s)
            SELECT month, 'visits' AS measure, NULL::integer AS skill, NULL::integer AS product, COUNT(*)::float AS value
              FROM visit WHERE month < %(month)s GROUP BY month
         UNION ALL
            SELECT visit.month, 'hours', job.skill_id, NULL, SUM(job.flat_rate_hours)::float
              FROM visit JOIN aftersales_job job ON job.order_id = visit.id AND job.state != 'cancelled'
             WHERE visit.month < %(month)s AND job.flat_rate_hours > 0 GROUP BY 1, 3
         UNION ALL
            SELECT visit.month, 'parts', NULL, line.product_id, SUM(line.quantity)::float
              FROM visit JOIN aftersales_job job ON job.order_id = visit.id AND job.state != 'cancelled'
              JOIN aftersales_order_line line ON line.job_id = job.id AND line.line_type = 'part'
             WHERE visit.month < %(month)s AND COALESCE(job.approval, '') != 'declined' GROUP BY 1, 4
         UNION ALL
            SELECT visit.month, 'revenue', NULL, NULL,
                   SUM(job.amount_untaxed / COALESCE(NULLIF(visit.currency_rate, 0), 1))::float
              FROM visit JOIN aftersales_job job ON job.order_id = visit.id AND job.state != 'cancelled'
             WHERE visit.month < %(month)s AND visit.state = 'delivered' GROUP BY 1
         UNION ALL
            SELECT visit.month, 'came', NULL, NULL, COUNT(DISTINCT visit.vehicle_id)::float
              FROM visit WHERE visit.month < %(month)s
               AND EXISTS (SELECT FROM aftersales_service_record record
                            WHERE record.vehicle_id = visit.vehicle_id
                                  AND date_trunc('month', record.date)::date = visit.month) GROUP BY 1
            """, tz=self._get_tz().zone, outlet=self.id, month=month, first=month - relativedelta(months=BACK)))
        return [tuple(row) for row in rows]

    def _count_due_cars(self, months):
        """Cars whose last visit was here and whose next service falls due in each month."""
        self.ensure_one()
        rows = self.env.execute_query(SQL(
            """
            SELECT date_trunc('month', car.next_service_date)::date, COUNT(*)
              FROM fleet_vehicle car
              JOIN LATERAL (SELECT workshop_id FROM aftersales_order
                             WHERE vehicle_id = car.id AND state = 'delivered' ORDER BY id DESC LIMIT 1) last ON TRUE
             WHERE car.active AND car.next_service_date >= %(first)s AND car.next_service_date < %(end)s
                   AND last.workshop_id = %(outlet)s
          GROUP BY 1
            """, first=months[0], end=months[-1] + relativedelta(months=1), outlet=self.id))
        return dict(rows)

    def _fill_in_actuals(self, history, month):
        """What the months of former forecasts were, once they are over; cars that were due: those that had a service."""
        self.ensure_one()
        told = {(month, 'due' if measure == 'came' else measure, skill, product): value
                for month, measure, skill, product, value in history}
        lines = self.env['aftersales.forecast.line'].sudo().search([
            ('workshop_id', '=', self.id), ('is_month_over', '=', False), ('month', '<', month)], order='id', limit=2000)
        for line in lines:
            key = (line.month, line.measure, line.skill_id.id or None, line.product_id.id or None)
            line.write({'is_month_over': True, 'actual': told.get(key, 0.0)})
