from collections import defaultdict
from datetime import timedelta

from odoo import api, models

from .aftersales_appraisal_measure import Source

# A job costs as the customer was first told when it ends no further from that than this share of it.
ESTIMATE_WITHIN = 0.1
# A check is in good time until the car is promised, and always within so long of the end of the work.
CHECK_WITHIN = timedelta(hours=1)
# Work begins as the board says from so long before its planned start on until its planned end.
BOARD_BEFORE = timedelta(minutes=30)


class AftersalesAppraisalIndicator(models.Model):
    """Measures that compare two values of each record: the part is those records of which it is true, one by one."""
    _inherit = 'aftersales.appraisal.indicator'

    @api.model
    def _get_sources(self, span):
        own, outlet = 'user_id', 'workshop_id'
        delivered = [('state', '!=', 'cancelled'), *span.within('delivered_date')]
        worked = [('state', 'in', ('done', 'passed'))]
        return {
            **super()._get_sources(span),
            'as_promised': Source('aftersales.order', [
                *delivered, ('promise_first_date', '!=', False), ('ready_date', '!=', False)], own, outlet, []),
            'estimates': Source('aftersales.job', [
                *worked, *span.within('order_id.delivered_date'), ('authorisation_ids.decision', '=', 'approved'),
            ], 'order_id.user_id', outlet, []),
            'questions': Source('aftersales.followup', [
                ('question', '!=', False), *span.within('question_deadline')], own, outlet, []),
            'check_time': Source('aftersales.inspection', [
                ('state', '!=', 'draft'), ('order_id.promise_date', '!=', False), *span.within('date')], own, outlet, []),
            'board': Source('aftersales.job', [
                *worked, ('time_ids', '!=', False), *span.within('done_date')], 'technician_id', outlet, []),
        }

    # === WHAT IS COMPARED ===#

    @api.model
    def _keep_as_promised(self, orders):
        return orders.filtered(lambda order: order.ready_date <= order.promise_first_date)

    @api.model
    def _keep_estimates(self, jobs):
        """Against the first total of the job that the customer said yes to."""
        first = {}
        for answer in self.env['aftersales.authorisation'].sudo().search_fetch(  # sudo: figures, not the records
                [('job_id', 'in', jobs.ids), ('decision', '=', 'approved')], ['job_id', 'amount_total'], order='id'):
            first.setdefault(answer.job_id.id, answer.amount_total)
        return jobs.filtered(lambda job: abs(job.amount_total - first[job.id]) <= ESTIMATE_WITHIN * abs(first[job.id]))

    @api.model
    def _keep_questions(self, calls):
        return calls.filtered(lambda call: call.solved_date and call.solved_date <= call.question_deadline)

    @api.model
    def _keep_check_time(self, sheets):
        return sheets.filtered(
            lambda sheet: sheet.date <= max(sheet.order_id.promise_date, sheet.create_date + CHECK_WITHIN))

    @api.model
    def _keep_board(self, jobs):
        begun = dict(self.env['aftersales.time.entry'].sudo()._read_group(  # sudo: figures, not the records
            [('job_id', 'in', jobs.ids)], ['job_id'], ['start:min']))
        return jobs.filtered(
            lambda job: job.planned_start and job.planned_start - BOARD_BEFORE <= begun[job] <= job.planned_stop)

    # === HOW IT IS MEASURED ===#

    @api.model
    def _read_compared(self, name, crowd, span):
        """:return: all records of a measure, those that make the part, and how to find whose each is"""
        source, domain, field, owners = self._get_domain(name, crowd, span)
        records = self._read_source(source, span).search(domain)
        return records, getattr(self, f'_keep_{name}')(records), field, owners

    @api.model
    def _measure_compared(self, name, crowd, span):
        records, kept, field, owners = self._read_compared(name, crowd, span)
        whole, part = defaultdict(int), defaultdict(int)
        made = set(kept.ids)
        for record in records:
            for person in owners.get(record.mapped(field), ()):
                whole[person] += 1
                part[person] += record.id in made
        return {person: self._share(part[person], count) for person, count in whole.items()}

    @api.model
    def _get_part(self, name, crowd, span):
        """The records are named one by one."""
        if not hasattr(type(self), f'_keep_{name}'):
            return super()._get_part(name, crowd, span)
        return [('id', 'in', self._read_compared(name, crowd, span)[1].ids)]

    @api.model
    def _measure_as_promised(self, crowd, span):
        return self._measure_compared('as_promised', crowd, span)

    @api.model
    def _measure_estimates(self, crowd, span):
        return self._measure_compared('estimates', crowd, span)

    @api.model
    def _measure_questions(self, crowd, span):
        return self._measure_compared('questions', crowd, span)

    @api.model
    def _measure_check_time(self, crowd, span):
        return self._measure_compared('check_time', crowd, span)

    @api.model
    def _measure_board(self, crowd, span):
        return self._measure_compared('board', crowd, span)
