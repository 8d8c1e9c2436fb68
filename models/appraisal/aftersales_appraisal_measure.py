from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_amount


class Figure(NamedTuple):
    """What was measured of one person: the value, on how many records it rests, and the sum as it was done."""

    actual: float
    count: int
    words: str


class AftersalesAppraisalIndicator(models.Model):
    """Measures take all people of a company and month at once: a query or two each, however many they are."""
    _inherit = 'aftersales.appraisal.indicator'

    def _measure(self, employees, company, month):
        """:return: dict of (indicator, employee): Figure; of whom there is nothing to measure, nothing"""
        span = company._get_month_span(month)
        found = {}
        for measure in {*self.mapped('measure')} - {'hand'}:
            by_person = getattr(self, f'_measure_{measure}')(employees, span)
            for indicator in self.filtered(lambda one, measure=measure: one.measure == measure):
                found.update({(indicator, person): figure for person, figure in by_person.items()})
        return found

    # === WHAT IS BEHIND IT ===#

    @api.model
    def _get_source(self, measure, people, span):
        """:return: model and domain of the records that a measure counts, and the field that says whose they are"""
        users = people.user_id.ids
        order = ('aftersales.order', [('state', '!=', 'cancelled'), *span.within('delivered_date')], 'user_id')
        job = ('aftersales.job', [('state', '=', 'done'), *span.within('done_date')], 'technician_id')
        model, domain, person = {
            'sold': job, 'efficiency': job, 'comebacks': job, 'rework': job,
            'marks': ('aftersales.survey.technician.report', [('month', '=', span.first)], 'employee_id'),
            'training': ('aftersales.training.participant', [
                ('session_id.state', '=', 'held'), ('attendance', '!=', 'excused'), *span.within('training_day', True),
            ], 'employee_id'),
            'throughput': order, 'revenue': order,
            'as_promised': (order[0], [*order[1], ('promise_first_date', '!=', False), ('ready_date', '!=', False)], order[2]),
            'csi': ('aftersales.survey.report', [('row_kind', '=', 'mark'), *span.within('date')], 'advisor_id'),
            'complaints': ('aftersales.complaint', [
                ('kind', '=', 'complaint'), ('state', 'not in', ('cancelled', 'unfounded')), *span.within('registered_date'),
            ], 'order_id.user_id'),
            'booked': ('aftersales.booking.report', [('kind', '=', 'visit'), *span.within('date')], 'user_id'),
            'calls': ('aftersales.followup', [
                ('channel', '=', 'phone'), ('state', 'not in', ('superseded', 'cancelled')), *span.within('due_date', True),
            ], 'user_id'),
            'first_pass': ('aftersales.claim.report', span.within('date'), 'user_id'),
        }[measure]
        ids = people.ids if person in ('technician_id', 'employee_id') else users
        return model, [('company_id', '=', span.company.id), (person, 'in', ids), *domain], person

    @api.model
    def _group(self, measure, people, span, aggregates, more=()):
        """:return: dict of employee: the aggregates of his records, in one query"""
        model, domain, person = self._get_source(measure, people, span)
        rows = self.env[model].sudo()._read_group([*domain, *more], [person], aggregates)  # sudo: figures, not the records
        owner = {employee: employee for employee in people} | {one.user_id: one for one in people if one.user_id}
        return {owner[key]: values for key, *values in rows if key in owner}

    @api.model
    def _share(self, part, whole, count=None):
        return Figure(100.0 * part / whole, whole if count is None else count, f'{part:g} / {whole:g} × 100')

    # === TECHNICIANS ===#

    @api.model
    def _measure_sold(self, people, span):
        return self._measure_hours('sold', people, span, [])

    @api.model
    def _measure_efficiency(self, people, span):
        return self._measure_hours('efficiency', people, span, [('job_id', '!=', False)])

    @api.model
    def _measure_hours(self, measure, people, span, domain):
        sold = self._group(measure, people, span, ['flat_rate_hours:sum', '__count'])
        hours = self.env['aftersales.time.entry'].sudo()._read_group([  # sudo: figures, not the records
            ('company_id', '=', span.company.id), ('employee_id', 'in', people.ids), *span.within('start'), *domain,
        ], ['employee_id'], ['hours:sum'])
        return {
            person: self._share(round(sold.get(person, (0.0, 0))[0], 2), round(spent, 2), sold.get(person, (0.0, 0))[1])
            for person, spent in hours if spent}

    @api.model
    def _measure_comebacks(self, people, span):
        jobs = self._group('comebacks', people, span, ['__count'])
        back = self._group('comebacks', people, span, ['__count'], [('comeback_count', '>', 0)])
        return {person: self._share(back.get(person, [0])[0], count) for person, (count,) in jobs.items()}

    @api.model
    def _measure_rework(self, people, span):
        return {
            person: self._share(reworks, count)
            for person, (reworks, count) in self._group(
                'rework', people, span, ['rework_count:sum', '__count']).items()}

    @api.model
    def _measure_marks(self, people, span):
        return self._measure_mean('marks', people, span, 'percent:avg', 'answers:sum')

    @api.model
    def _measure_training(self, people, span):
        all_of = self._group('training', people, span, ['__count'])
        came = self._group('training', people, span, ['__count'], [('attendance', '=', 'present')])
        return {person: self._share(came.get(person, [0])[0], count) for person, (count,) in all_of.items()}

    # === WHO SPEAKS WITH CUSTOMERS ===#

    @api.model
    def _measure_throughput(self, people, span):
        return {
            person: Figure(count, count, str(count))
            for person, (count,) in self._group('throughput', people, span, ['__count']).items()}

    @api.model
    def _measure_revenue(self, people, span):
        """In the company's money, by the rate that each order was reckoned with."""
        model, domain, __ = self._get_source('revenue', people, span)
        sums, owner = {}, {one.user_id: one for one in people if one.user_id}
        for user, rate, amount, count in self.env[model].sudo()._read_group(  # sudo: figures, not the records
                domain, ['user_id', 'currency_rate'], ['amount_untaxed:sum', '__count']):
            before = sums.get(owner[user], (0.0, 0))
            sums[owner[user]] = (before[0] + amount / (rate or 1.0), before[1] + count)
        currency = span.company.currency_id
        return {
            person: Figure(currency.round(total / count), count, f'{format_amount(self.env, total, currency)} / {count}')
            for person, (total, count) in sums.items()}

    @api.model
    def _measure_as_promised(self, people, span):
        model, domain, __ = self._get_source('as_promised', people, span)
        owner, kept = {one.user_id: one for one in people if one.user_id}, {}
        orders = self.env[model].sudo().with_context(active_test=False).search_fetch(  # sudo: figures, not the records
            domain, ['user_id', 'promise_first_date', 'ready_date'])
        for order in orders:
            kept.setdefault(owner[order.user_id], []).append(order.ready_date <= order.promise_first_date)
        return {person: self._share(sum(all_of), len(all_of)) for person, all_of in kept.items()}

    @api.model
    def _measure_csi(self, people, span):
        return self._measure_mean('csi', people, span, 'csi:avg', 'answers:sum')

    @api.model
    def _measure_complaints(self, people, span):
        """Of a hundred visits that he delivered; who delivered none is not measured."""
        visits = self._group('throughput', people, span, ['__count'])
        model, domain, __ = self._get_source('complaints', people, span)
        counts, owner = {}, {one.user_id: one for one in people if one.user_id}
        for order, count in self.env[model].sudo()._read_group(domain, ['order_id'], ['__count']):  # sudo: as above
            person = owner[order.user_id]
            counts[person] = counts.get(person, 0) + count
        return {person: self._share(counts.get(person, 0), count) for person, (count,) in visits.items()}

    @api.model
    def _measure_booked(self, people, span):
        return {
            person: self._share(booked, visits)
            for person, (booked, visits) in self._group(
                'booked', people, span, ['appointed:sum', 'visits:sum']).items() if visits}

    @api.model
    def _measure_calls(self, people, span):
        planned = self._group('calls', people, span, ['__count'])
        done = self._group('calls', people, span, ['__count'], [('state', '=', 'done')])
        return {person: self._share(done.get(person, [0])[0], count) for person, (count,) in planned.items()}

    @api.model
    def _measure_first_pass(self, people, span):
        return self._measure_mean('first_pass', people, span, 'first_pass:avg', 'first_pass:count')

    @api.model
    def _measure_mean(self, measure, people, span, mean, count):
        """What an analysis of the house tells as a mean, with the number of what it rests on."""
        return {
            person: Figure(value, number or 0, self.env._("Mean %(mean)s of %(count)s", mean=f'{value:.1f}', count=number or 0))
            for person, (value, number) in self._group(measure, people, span, [mean, count]).items() if value is not None}

    @api.model
    def _get_source_action(self, measure, person, company, month, name):
        """The records behind a figure, as whoever looks may see them."""
        model, domain, __ = self._get_source(measure, person, company._get_month_span(month))
        readable = [
            (field, operator, fields.Datetime.to_string(value) if isinstance(value, datetime)
             else fields.Date.to_string(value) if hasattr(value, 'year') else value)
            for field, operator, value in domain]
        return {
            'type': 'ir.actions.act_window', 'name': name, 'res_model': model, 'view_mode': 'list,form',
            'views': [(False, 'list'), (False, 'form')], 'domain': readable, 'context': {'create': False}}
