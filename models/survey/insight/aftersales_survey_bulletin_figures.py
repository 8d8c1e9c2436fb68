from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from .aftersales_survey_target import MEASURES

# So many items are named as strong and as weak points; an item with fewer marks is none.
POINTS, FEWEST = 5, 3
TREND_MONTHS = 12


class AftersalesSurveyBulletin(models.Model):
    """The figures of a quarter beside target and quarter before: plain values, so that they can be sealed and drawn."""
    _inherit = 'aftersales.survey.bulletin'

    def _get_figures(self):
        """What the report shows: of a published one what was sealed, in the reader's language where it was."""
        self.ensure_one()
        if self.content_hash:
            sealed = self._get_content().get('figures', {})
            return sealed.get(self.env.lang) or sealed.get('en_US') or next(iter(sealed.values()), {})
        return self._count_figures()

    def _count_figures(self):
        """Count the quarter, and the one before it.

        :return: dict of ``sample``, ``figures``, ``indicators``, ``factors``, ``strong``, ``weak``, ``methods``, ``trend``
        """
        self.ensure_one()
        last, start, end = (self.period_start + relativedelta(months=months) for months in (-3, 0, 3))
        now, before = self._get_bounds(start, end), self._get_bounds(last, start)
        marks, former_marks = self._read_marks(now), self._read_marks(before)
        items, former_items = self._sum_up(marks, 0), self._sum_up(former_marks, 0)
        measures, former = self._read_measures(now, marks), self._read_measures(before, former_marks)
        targets = self.env['aftersales.survey.target']._get_targets(self.company_id, self.workshop_id, start.year)
        points = self._prepare_points(items, former_items)
        return {
            'sample': {key: measures[key] for key in ('asked', 'answered', 'response_rate')},
            'figures': self._prepare_measures(measures, former, targets),
            'cured': measures['cured'], 'comebacks': self._read_comebacks(now),
            'indicators': self._prepare_rows(self._sum_up(marks, 1), self._sum_up(former_marks, 1)),
            'factors': self._prepare_rows(self._sum_up(marks, 2), self._sum_up(former_marks, 2)),
            'strong': points[:POINTS], 'weak': points[::-1][:POINTS],
            'methods': self._read_methods(now),
            'trend': self._read_trend(end),
        }

    # === READ ===#

    def _get_bounds(self, start, end):
        """Naive UTC moments at which the days begin by the clock of the outlet, or of the company."""
        tz = self.workshop_id._get_tz() if self.workshop_id else pytz.timezone(self.company_id._get_clock_zone())
        return tuple(
            tz.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None) for day in (start, end))

    def _get_rows_domain(self, bounds, field='date'):
        domain = [('company_id', '=', self.company_id.id), (field, '>=', bounds[0]), (field, '<', bounds[1])]
        return [*domain, ('workshop_id', '=', self.workshop_id.id)] if self.workshop_id else domain

    def _read_rows(self, bounds, groupby, aggregates, domain=()):
        # sudo: the report tells sums of what its reader may not read one by one
        return self.env['aftersales.survey.report'].sudo()._read_group(
            [*self._get_rows_domain(bounds), *domain], groupby, aggregates)

    def _read_marks(self, bounds):
        """Marks in one question, whatever they are summed up by.

        :return: list of (question, indicator, factor, mean 0-100, satisfied in percent, number of marks)
        """
        return [row for row in self._read_rows(
            bounds, ['question_id', 'indicator_id', 'factor_id'], ['percent:avg', 'satisfied:avg', 'answers:sum'],
            [('row_kind', '=', 'mark')]) if row[-1]]

    def _sum_up(self, marks, place):
        """
        :param marks: see ``_read_marks``
        :param int place: by which of their records
        :return: dict of record, in its model's order: (mean 0-100, satisfied in percent, number of marks)
        """
        sums = {}
        for row in marks:
            if record := row[place]:
                percent, satisfied, count = sums.get(record, (0, 0, 0))
                sums[record] = (percent + row[3] * row[5], satisfied + row[4] * row[5], count + row[5])
        return {
            record: (sums[record][0] / sums[record][2], sums[record][1] / sums[record][2], sums[record][2])
            for record in (next(iter(sums)).union(*sums).sorted() if sums else ())}

    def _read_measures(self, bounds, marks):
        """Figures with what each rests on; None where it rests on nothing, for an average of nothing reads as zero.

        :param marks: see ``_read_marks``
        """
        names = ('satisfied', 'csi', 'nps', 'cured', 'response_rate')
        row = self._read_rows(bounds, [], [
            *(f'{name}:avg' for name in names), 'answers:sum', 'recommended:sum', 'asked:sum', 'answered_count:sum'])[0]
        values = dict(zip(names, row[:5], strict=True))
        answers, recommended, asked, answered = (value or 0 for value in row[5:])
        of_service = [row for row in marks if row[1].sudo().code == 'service']  # sudo: see _read_rows
        service = sum(row[-1] for row in of_service)
        values['service'] = sum(row[4] * row[-1] for row in of_service) / service if service else None
        cured = sum(row[-1] for row in marks if row[0].sudo().aftersales_is_cured)  # sudo: as above
        counts = {
            'satisfied': answers, 'csi': answers, 'service': service, 'nps': recommended, 'cured': cured,
            'response_rate': asked}
        deliveries, counts_of_deliveries = self._read_deliveries(bounds)
        return_calls, counts['return_calls'] = self._read_return_calls(bounds)
        return {
            'asked': asked, 'answered': answered, 'n': {**counts, **counts_of_deliveries}, **deliveries,
            'return_calls': return_calls,
            **{name: round(value or 0, 1) if counts[name] else None for name, value in values.items()},
        }

    def _read_deliveries(self, bounds):
        """How many visits ended as first promised, and the complaints beside them.

        :return: dict of figures, dict of what each rests on
        """
        Order, Complaint = self.env['aftersales.order'].sudo(), self.env['aftersales.complaint'].sudo()  # sudo: see _read_rows
        delivered = [*self._get_rows_domain(bounds, 'delivered_date'), ('state', '=', 'delivered')]
        Order.flush_model(['delivered_date', 'promise_first_date', 'state', 'workshop_id', 'company_id'])
        query = Order._search(delivered)
        visits, promised, kept = self.env.execute_query(query.select(
            SQL("COUNT(*)"), SQL("COUNT(promise_first_date)"),
            SQL("COUNT(*) FILTER (WHERE delivered_date <= promise_first_date)")))[0]
        founded = Complaint.search_count([
            *self._get_rows_domain(bounds, 'received_date'), ('kind', '=', 'complaint'),
            ('state', 'not in', ('unfounded', 'cancelled'))])
        ended = [*self._get_rows_domain(bounds, 'closed_date'), ('kind', '=', 'complaint'), ('state', '=', 'closed')]
        closed, late = Complaint.search_count(ended), Complaint.search_count([*ended, ('is_closed_late', '=', True)])
        return {
            'answered_in_time': round(100 * (closed - late) / closed, 1) if closed else None,
            'timeliness': round(100 * kept / promised, 1) if promised else None,
            'complaint_rate': round(100 * founded / visits, 1) if visits else None,
        }, {'timeliness': promised, 'complaint_rate': visits, 'answered_in_time': closed}

    def _read_return_calls(self, bounds):
        """Visits of cars in warranty whose customer spoke with us afterwards, or was called at least; whoever is left in
        peace for a reason is not to be called. Each visit is asked about its car (``OFFSET 0``): few coverages are theirs.

        :return: percent or None, number of visits
        """
        Order = self.env['aftersales.order'].sudo()  # sudo: see _read_rows
        for model in (Order, self.env['aftersales.survey.invitation'], self.env['aftersales.coverage']):
            model.flush_model()
        query = Order._search([*self._get_rows_domain(bounds, 'delivered_date'), ('state', '=', 'delivered')])
        query.add_where(SQL("""
            EXISTS (SELECT FROM aftersales_coverage coverage
                     WHERE coverage.vehicle_id = %(visit)s.vehicle_id AND coverage.active
                       AND coverage.source NOT IN ('part', 'counter', 'replacement')
                       AND %(visit)s.delivered_date::date
                           BETWEEN coverage.start_date AND COALESCE(coverage.final_date, 'infinity')
                    OFFSET 0)
            AND NOT EXISTS (SELECT FROM aftersales_survey_invitation inv
                             WHERE inv.order_id = %(visit)s.id AND inv.state = 'skipped' AND inv.skip_reason != 'unreachable')
            """, visit=SQL.identifier(query.table)))
        visits, called = self.env.execute_query(query.select(SQL("COUNT(*)"), SQL("""
            COUNT(*) FILTER (WHERE EXISTS (
                SELECT FROM aftersales_survey_invitation inv
                 WHERE inv.order_id = %s.id AND (inv.state IN ('answered', 'refused') OR inv.attempt_count > 0)))
            """, SQL.identifier(query.table))))[0]
        return round(100 * called / visits, 1) if visits else None, visits

    def _read_comebacks(self, bounds):
        """Visits of the quarter that did not come back for the same, in percent: beside what customers say of the cure.

        Each visit is asked about its jobs (``OFFSET 0``): few of all comebacks are theirs.
        """
        Order = self.env['aftersales.order'].sudo()  # sudo: see _read_rows
        self.env['aftersales.job'].flush_model(['order_id', 'comeback_of_id'])
        query = Order._search([*self._get_rows_domain(bounds, 'delivered_date'), ('state', '=', 'delivered')])
        visits, back = self.env.execute_query(query.select(SQL("COUNT(*)"), SQL("""
            COUNT(*) FILTER (WHERE EXISTS (
                SELECT FROM aftersales_job job JOIN aftersales_job again ON again.comeback_of_id = job.id
                 WHERE job.order_id = %s.id OFFSET 0))
            """, SQL.identifier(query.table))))[0]
        return round(100 * (visits - back) / visits, 1) if visits else None

    def _read_methods(self, bounds):
        labels = dict(self.env['aftersales.survey.report']._fields['method']._description_selection(self.env))
        rows = self._read_rows(bounds, ['method'], ['asked:sum', 'answered_count:sum'], [('row_kind', '=', 'asked')])
        return [{'name': labels.get(method, ''), 'asked': asked, 'answered': answered} for method, asked, answered in rows]

    def _read_trend(self, end):
        """Satisfied customers of each of the last months, by the outlet's clock."""
        trend = []
        for months in range(TREND_MONTHS, 0, -1):  # each month has bounds of its own: twelve questions, whatever the data
            start = end - relativedelta(months=months)
            satisfied, count = self._read_rows(
                self._get_bounds(start, start + relativedelta(months=1)), [], ['satisfied:avg', 'answers:sum'],
                [('row_kind', '=', 'mark')])[0]
            trend.append({
                'month': fields.Date.to_string(start), 'value': round(satisfied or 0, 1) if count else None, 'n': count or 0})
        return trend

    # === PREPARE ===#

    def _prepare_measures(self, now, before, targets):
        Target = self.env['aftersales.survey.target']
        labels = dict(Target._fields['measure']._description_selection(self.env))
        return [{
            'code': code, 'name': labels[code], 'value': now[code], 'last': before[code], 'target': targets.get(code),
            'status': Target._judge(code, now[code], targets.get(code)), 'n': now['n'][code],
        } for code, __ in MEASURES]

    def _prepare_rows(self, now, before):
        rows = []
        for record, (percent, satisfied, count) in now.items():
            last = before.get(record)
            rows.append({
                'name': record.with_env(self.env).sudo().display_name, 'value': round(percent, 1),
                'satisfied': round(satisfied, 1), 'n': count, 'last': round(last[0], 1) if last else None})
        return rows

    def _prepare_points(self, now, before):
        """Questions, the best answered first; those with few marks say nothing."""
        rows = self._prepare_rows({question: row for question, row in now.items() if row[2] >= FEWEST}, before)
        return sorted(rows, key=lambda row: (-row['value'], -row['n'], row['name']))
