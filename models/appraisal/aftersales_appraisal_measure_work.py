from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from .aftersales_appraisal_measure import Source

# By the technician; the inspector may have passed it since.
FINISHED = ('done', 'passed')


class AftersalesAppraisalIndicator(models.Model):
    """What the workshop, its inspectors and the store are measured by."""
    _inherit = 'aftersales.appraisal.indicator'

    @api.model
    def _get_sources(self, span):
        job = ('aftersales.job', [('state', 'in', FINISHED), *span.within('done_date')], 'technician_id', 'workshop_id')
        parts = ('aftersales.part.service', span.within('date'), '', 'workshop_id')
        return {
            **super()._get_sources(span),
            'jobs': Source(*job),
            'sold': Source('aftersales.time.entry', self._get_hours(span, True), 'employee_id', 'workshop_id', 'jobs'),
            'efficiency': Source('aftersales.time.entry', self._get_hours(span), 'employee_id', 'workshop_id', 'jobs'),
            'idle': Source('aftersales.time.entry', list(self._get_idle(span)), 'employee_id', 'workshop_id'),
            'comebacks': Source(*job, [('comeback_count', '>', 0)]),
            'rework': Source(*job, [('rework_count', '>', 0)]),
            'marks': Source('aftersales.survey.technician.report', [('month', '=', span.first)], 'employee_id', 'workshop_id'),
            'training': Source('aftersales.training.participant', [
                ('session_id.state', '=', 'held'), ('attendance', '!=', 'excused'), *span.within('training_day', True),
            ], 'employee_id', '', [('attendance', '=', 'present')]),
            'site': Source('aftersales.site.check', [
                ('state', '=', 'closed'), ('possible', '>', 0), *span.within('date', True)], '', 'workshop_id'),
            'passed': Source('aftersales.inspection', [
                ('state', '=', 'pass'), *span.within('date')], 'user_id', 'workshop_id', [('job_id.comeback_count', '>', 0)]),
            'here': Source(*parts, [('here_rate', '>', 50)]),
            'in_time': Source(*parts, [('time_rate', '>', 50)]),
            'right': Source(*parts, [('right_rate', '>', 50)]),
            'counted': Source('aftersales.spot.check', [
                ('state', '=', 'closed'), *span.within('date', True)], 'keeper_id', '', [('wrong_count', '=', 0)]),
            'records': Source('aftersales.inspection', [
                ('state', '=', 'pass'), *span.within('date')], 'user_id', 'workshop_id', [
                    ('job_id.cause', '!=', False), ('job_id.correction', '!=', False)]),
            'loading': Source('aftersales.time.entry', [
                ('stop', '!=', False), ('pause_reason', '!=', 'break'), *span.within('start'),
            ], 'employee_id', 'workshop_id', [('job_id', '!=', False)]),
            'holds': Source('aftersales.hold', [
                ('stop', '!=', False), *span.within('stop')], 'advisor_id', 'workshop_id', [('hours', '>', 24)]),
            'old_parts': Source(
                'aftersales.old.part', list(self._get_old_parts(span, span.since)), '', 'workshop_id',
                list(self._get_old_parts(span, span.until))),
        }

    @api.model
    def _get_hours(self, span, attended=False):
        """Clock of the jobs finished in the month, whenever it ran; attended is also what ran in the month for no job.

        So every hour counts once, and in the month that sells it.
        """
        finished = Domain('job_id.state', 'in', FINISHED) & Domain(
            [(f'job_id.{field}', operator, value) for field, operator, value in span.within('done_date')])
        return list(finished | self._get_idle(span) if attended else finished)

    @api.model
    def _get_idle(self, span):
        """Clock that ran in the month for no job."""
        return Domain('job_id', '=', False) & Domain(span.within('start'))

    @api.model
    def _get_old_parts(self, span, moment):
        """What had to go its way by a day of the month or before, and had not until ``moment``; for claims: be handed in."""
        return Domain('deadline', '<', span.last) & (
            Domain('duty', '=', 'claim') & (Domain('handed_in_date', '=', False) | Domain('handed_in_date', '>=', moment))
            | Domain('duty', '!=', 'claim')) & (Domain('ended_date', '=', False) | Domain('ended_date', '>=', moment))

    @api.model
    def _measure_sold(self, crowd, span):
        """Two questions, as one that is true for either would have all clocks read that ever ran."""
        return self._measure_hours(('efficiency', 'idle'), crowd, span)

    @api.model
    def _measure_efficiency(self, crowd, span):
        return self._measure_hours(('efficiency',), crowd, span)

    @api.model
    def _measure_hours(self, names, crowd, span):
        """:param names: sources of the clock that the hours sold are divided by"""
        sold, spent = self._group('jobs', crowd, span, ['flat_rate_hours:sum', '__count']), defaultdict(float)
        for name in names:
            for person, (hours,) in self._group(name, crowd, span, ['hours:sum']).items():
                spent[person] += hours or 0.0
        nothing = (0.0, 0)
        return {
            person: self._share(round(sold.get(person, nothing)[0], 2), round(hours, 2), sold.get(person, nothing)[1])
            for person, hours in spent.items() if hours}

    @api.model
    def _measure_comebacks(self, crowd, span):
        return self._measure_part('comebacks', crowd, span)

    @api.model
    def _measure_rework(self, crowd, span):
        return {
            person: self._share(reworks, count)
            for person, (reworks, count) in self._group('rework', crowd, span, ['rework_count:sum', '__count']).items()}

    @api.model
    def _measure_marks(self, crowd, span):
        return self._measure_mean('marks', crowd, span, 'percent:avg', 'answers:sum')

    @api.model
    def _measure_training(self, crowd, span):
        return self._measure_part('training', crowd, span)

    @api.model
    def _measure_site(self, crowd, span):
        return self._measure_mean('site', crowd, span, 'score:avg', '__count')

    @api.model
    def _measure_passed(self, crowd, span):
        return self._measure_part('passed', crowd, span)

    @api.model
    def _measure_here(self, crowd, span):
        return self._measure_part('here', crowd, span)

    @api.model
    def _measure_in_time(self, crowd, span):
        return self._measure_part('in_time', crowd, span)

    @api.model
    def _measure_right(self, crowd, span):
        return self._measure_part('right', crowd, span)

    @api.model
    def _measure_counted(self, crowd, span):
        return {
            person: self._share(right, right + wrong)
            for person, (right, wrong) in self._group(
                'counted', crowd, span, ['right_count:sum', 'wrong_count:sum']).items() if right + wrong}

    @api.model
    def _measure_records(self, crowd, span):
        return self._measure_part('records', crowd, span)

    @api.model
    def _measure_loading(self, crowd, span):
        worked = self._group('loading', crowd, span, ['hours:sum'], self._get_sources(span)['loading'].part)
        return {
            person: self._share(round(worked.get(person, [0.0])[0], 2), round(hours, 2), count)
            for person, (hours, count) in self._group('loading', crowd, span, ['hours:sum', '__count']).items() if hours}

    @api.model
    def _measure_holds(self, crowd, span):
        return self._measure_number('holds', crowd, span)

    @api.model
    def _measure_old_parts(self, crowd, span):
        return self._measure_number('old_parts', crowd, span)
