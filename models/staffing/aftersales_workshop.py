from datetime import timedelta
from math import ceil

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import float_round

# So many days back are counted, and so many ahead.
BACK, AHEAD = 28, 14


class AftersalesWorkshop(models.Model):
    """An outlet's customers, and the people they need (A3)."""
    _inherit = ['aftersales.workshop', 'aftersales.batch.mixin', 'aftersales.claim.mixin']
    _name = 'aftersales.workshop'

    staffing_due_date = fields.Date(
        string="Staffing Checked Next", readonly=True, copy=False, index='btree_not_null', groups='aftersales.group_manager')

    def _check_staffing(self):
        """Keep of each post with a ratio what it needs and has this month; what was reckoned before is replaced."""
        self._claim_for_update()  # two managers who ask at once: the second sees the first one's rows
        ratios = self.env['aftersales.staffing.ratio'].sudo().search([], order='sequence, id', limit=1000)
        # sudo: people, their leaves and all visits are counted; who may see the result reads its rules
        for outlet in self.sudo():
            today = outlet._get_local_day(fields.Datetime.now())
            month = today.replace(day=1)
            rows = outlet._prepare_staffing_rows(outlet._choose_staffing_ratios(ratios), today)
            Check = self.env['aftersales.staffing.check'].sudo()
            kept = {check.job_id.id: check for check in Check.search([
                ('workshop_id', '=', outlet.id), ('month', '=', month)])}
            Check.browse([check.id for job, check in kept.items() if job not in {row['job_id'] for row in rows}]).unlink()
            new = []
            for row in rows:
                if row['job_id'] in kept:
                    kept[row['job_id']].write(row)
                else:
                    new.append({**row, 'workshop_id': outlet.id, 'month': month})
            Check.create(new)
            outlet.staffing_due_date = month + relativedelta(months=1)

    def _choose_staffing_ratios(self, ratios):
        """The ratio of each post: the outlet's own before the company's, that before the one for all."""
        self.ensure_one()
        fitting = ratios.filtered(lambda ratio: ratio.workshop_id == self or not ratio.workshop_id and (
            ratio.company_id in (self.company_id, self.env['res.company'])))
        chosen = {}
        for ratio in fitting.sorted(lambda ratio: (bool(ratio.workshop_id), bool(ratio.company_id))):
            chosen[ratio.job_id] = ratio
        return [ratio for ratio in fitting if chosen[ratio.job_id] == ratio]

    def _prepare_staffing_rows(self, ratios, today):
        """Values of the checks of one outlet, a constant number of queries for all of its posts."""
        self.ensure_one()
        people = self.employee_ids
        table = self._get_timetable(today - timedelta(days=BACK), today + timedelta(days=AHEAD - 1), employees=people)
        open_days = set(table.by_day(table.open))
        past, ahead = ({day for day in open_days if (day < today) == is_past} for is_past in (True, False))
        visits = self._count_staffing_visits(today)
        at_work = {person: set(table.by_day(table.get_work(person.id))) & ahead for person in people}
        average = sum(visits.values()) / len(past) if past else 0.0
        booked = self._count_staffing_booked(today) / len(ahead) if ahead else 0.0
        basis = {'visits': max(average, booked), 'care': self._count_staffing_customers(today), 'staff': len(people)}
        rows = []
        for ratio in ratios:
            holders = people.filtered(lambda person, job=ratio.job_id: person.job_id == job)
            present = sum(len(at_work[person]) for person in holders) / len(ahead) if ahead else len(holders)
            count = float_round(basis[ratio.staffing_basis], precision_digits=1)
            needed = ceil(count / ratio.unit_count)
            present = float_round(present, precision_digits=1)
            rows.append({
                'job_id': ratio.job_id.id, 'staffing_basis': ratio.staffing_basis, 'unit_count': ratio.unit_count,
                'day_average': average, 'day_peak': max(visits.values(), default=0), 'day_booked': booked,
                'basis_count': count, 'needed_count': needed, 'holder_count': len(holders), 'present_count': present,
                'short_count': max(needed - present, 0.0), 'checked_date': fields.Datetime.now()})
        return rows

    def _count_staffing_visits(self, today):
        """:return: dict of the outlet's day: orders received on it, in the last four weeks"""
        start, stop = self._get_day_bounds(today - timedelta(days=BACK), BACK)
        return dict(self.env['aftersales.order'].with_context(tz=self._get_tz().zone)._read_group([
            ('workshop_id', '=', self.id), ('received_date', '>=', start), ('received_date', '<', stop),
            ('state', '!=', 'cancelled')], ['received_date:day'], ['__count']))

    def _count_staffing_booked(self, today):
        start, stop = self._get_day_bounds(today, AHEAD)
        return self.env['aftersales.appointment'].search_count([
            ('workshop_id', '=', self.id), ('start', '>=', start), ('start', '<', stop),
            ('state', 'in', ('booked', 'confirmed', 'arrived'))])

    def _count_staffing_customers(self, today):
        start, stop = self._get_day_bounds(today - relativedelta(years=1), 366)
        [(count,)] = self.env['aftersales.order']._read_group([
            ('workshop_id', '=', self.id), ('received_date', '>=', start), ('received_date', '<', stop),
            ('state', '!=', 'cancelled')], [], ['partner_id:count_distinct'])
        return count
