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
        now, by_clock = fields.Datetime.now(), {}
        # sudo: all visits are counted; who may see the result reads its rules
        for outlet in self.sudo():
            key = outlet._get_tz().zone, outlet._get_local_day(now).replace(day=1)
            by_clock[key] = by_clock.get(key, outlet.browse()) + outlet
        for (zone, month), outlets in by_clock.items():
            history = outlets._fetch_history(zone, month)
            due = outlets._count_due_cars([month + relativedelta(months=offset) for offset in range(AHEAD)])
            for outlet in outlets:
                outlet._keep_forecast(month, history.get(outlet.id, []), due.get(outlet.id, {}))

    def _keep_forecast(self, month, history, due):
        """Write this month's forecast of an outlet.

        :param history: list of (first of month, measure, skill, product, value) of full months
        :param due: dict of first of month: number of cars
        """
        self.ensure_one()
        self._fill_in_actuals(history, month)
        first = min((told for told, *__ in history), default=month)
        count = (month.year - first.year) * 12 + month.month - first.month
        forecast = self.env['aftersales.forecast'].sudo().search([
            ('workshop_id', '=', self.id), ('month', '=', month)])
        vals = {'made_date': fields.Datetime.now(), 'history_months': count}
        if forecast:
            forecast.write(vals)
        else:
            forecast = forecast.create({**vals, 'workshop_id': self.id, 'month': month})
        forecast._write_lines(self._prepare_forecast_lines(history, due, month, min(count, BACK)))
        self.forecast_due_date = month + relativedelta(months=1)

    def _prepare_forecast_lines(self, history, due, month, count):
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

    def _fetch_history(self, zone, month):
        """Lines are looked up job by job: the database would rather read those of all outlets and years.

        :return: dict of outlet's id: list of (month, measure, skill, product, value) of full months, by its clock
        """
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """
            WITH visit AS MATERIALIZED (
                SELECT * FROM (
                    SELECT id, workshop_id, vehicle_id, currency_rate, state,
                           date_trunc('month', received_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS month
                      FROM aftersales_order
                     WHERE workshop_id IN %(outlets)s AND state NOT IN ('draft', 'cancelled')
                           AND received_date >= %(first)s) AS received
                 WHERE month < %(month)s),
            job AS MATERIALIZED (
                SELECT visit.workshop_id, visit.month, visit.state, visit.currency_rate, work.id, work.skill_id,
                       work.flat_rate_hours, work.amount_untaxed, work.approval
                  FROM visit JOIN aftersales_job work ON work.order_id = visit.id AND work.state != 'cancelled')
            SELECT workshop_id, month, 'visits' AS measure, NULL::integer AS skill, NULL::integer AS product,
                   COUNT(*)::float AS value
              FROM visit GROUP BY workshop_id, month
         UNION ALL
            SELECT workshop_id, month, 'hours', skill_id, NULL, SUM(flat_rate_hours)::float
              FROM job WHERE flat_rate_hours > 0 GROUP BY workshop_id, month, skill_id
         UNION ALL
            SELECT job.workshop_id, job.month, 'parts', NULL, line.product_id, SUM(line.quantity)::float
              FROM job
              JOIN LATERAL (SELECT product_id, quantity FROM aftersales_order_line
                             WHERE job_id = job.id AND line_type = 'part' OFFSET 0) line ON TRUE
             WHERE COALESCE(job.approval, '') != 'declined' GROUP BY 1, 2, 5
         UNION ALL
            SELECT workshop_id, month, 'revenue', NULL, NULL,
                   SUM(amount_untaxed / COALESCE(NULLIF(currency_rate, 0), 1))::float
              FROM job WHERE state = 'delivered' GROUP BY workshop_id, month
         UNION ALL
            SELECT workshop_id, month, 'came', NULL, NULL, COUNT(DISTINCT vehicle_id)::float
              FROM visit
             WHERE EXISTS (SELECT FROM aftersales_service_record record
                            WHERE record.vehicle_id = visit.vehicle_id
                                  AND date_trunc('month', record.date)::date = visit.month) GROUP BY workshop_id, month
            """, zone=zone, outlets=self._ids, month=month, first=month - relativedelta(months=BACK)))
        history = {}
        for outlet, *told in rows:
            history.setdefault(outlet, []).append(tuple(told))
        return history

    def _count_due_cars(self, months):
        """Cars whose last visit was here and whose next service falls due in each month.

        :return: dict of outlet's id: dict of first of month: number of cars
        """
        rows = self.env.execute_query(SQL(
            """
            SELECT last.workshop_id, date_trunc('month', car.next_service_date)::date, COUNT(*)
              FROM fleet_vehicle car
              JOIN LATERAL (SELECT workshop_id FROM aftersales_order
                             WHERE vehicle_id = car.id AND state = 'delivered' ORDER BY id DESC LIMIT 1) last ON TRUE
             WHERE car.active AND car.next_service_date >= %(first)s AND car.next_service_date < %(end)s
                   AND last.workshop_id IN %(outlets)s
          GROUP BY 1, 2
            """, first=months[0], end=months[-1] + relativedelta(months=1), outlets=self._ids))
        due = {}
        for outlet, month, count in rows:
            due.setdefault(outlet, {})[month] = count
        return due

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
