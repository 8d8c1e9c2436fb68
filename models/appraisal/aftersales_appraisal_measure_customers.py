from collections import defaultdict

from odoo import api, models
from odoo.tools import format_amount

from .aftersales_appraisal_measure import Figure, Source


class AftersalesAppraisalIndicator(models.Model):
    """What those who speak with customers and makers are measured by."""
    _inherit = 'aftersales.appraisal.indicator'

    @api.model
    def _get_sources(self, span):
        order = (
            'aftersales.order', [('state', '!=', 'cancelled'), *span.within('delivered_date')], 'user_id', 'workshop_id')
        call = [('channel', '=', 'call'), ('state', 'not in', ('superseded', 'cancelled')), *span.within('due_date', True)]
        done = [('state', '=', 'done')]
        contact = ('aftersales.followup.contact', [
            ('medium', '=', 'call'), ('direction', '=', 'out'), *span.within('contact_day', True)], 'user_id', 'workshop_id')
        sent = ('user_id', 'workshop_id')
        decided = [('claim_id.decided_date', '!=', False), *span.within('date')]
        return {
            **super()._get_sources(span),
            'throughput': Source(*order), 'revenue': Source(*order),
            'csi': Source('aftersales.survey.report', [
                ('row_kind', '=', 'mark'), *span.within('date')], 'advisor_id', 'workshop_id'),
            'complaints': Source(*order, 'complained'),
            'complained': Source('aftersales.complaint', [
                ('kind', '=', 'complaint'), ('state', 'not in', ('cancelled', 'unfounded')), *span.within('registered_date'),
            ], 'order_id.user_id', 'workshop_id'),
            'booked': Source('aftersales.booking.report', [
                ('kind', '=', 'visit'), *span.within('date')], 'user_id', 'workshop_id', [('appointed', '>', 0)]),
            'calls': Source('aftersales.followup', call, 'user_id', 'workshop_id', done),
            'declined': Source('aftersales.followup', [
                ('anchor', '=', 'declined'), *call[1:]], 'user_id', 'workshop_id', done),
            'reach': Source(*contact, [('is_reached', '>', 0)]),
            'call_bookings': Source(contact[0], [*contact[1], ('result', '=', 'booked')], *contact[2:]),
            'files': Source('aftersales.file.report', span.within('opened_date'), 'agent_id', '', [('in_time', '>', 0)], True),
            'call_marks': Source('aftersales.survey.report', [
                ('row_kind', '=', 'mark'), ('role', '=', 'booking'), *span.within('date')], '', 'workshop_id'),
            'first_pass': Source('aftersales.claim.report', decided, *sent, [('first_pass', '>', 0)]),
            'accepted': Source('aftersales.claim.report', decided, *sent),
            'sent_after': Source('aftersales.claim', [
                ('state', '!=', 'withdrawn'), ('repair_end', '!=', False), *span.within('submitted_date')], *sent),
            'of_record': Source('aftersales.claim.line', [
                ('outcome', '!=', False), *span.within('claim_id.decided_date'),
            ], 'job_id.technician_id', 'claim_id.workshop_id', [
                ('outcome', '!=', 'accepted'), ('reason_id.is_of_record', '=', True)]),
            'result': Source('aftersales.order.cost', span.within('date', True), 'user_id', 'workshop_id'),
        }

    @api.model
    def _measure_throughput(self, crowd, span):
        return self._measure_count('throughput', crowd, span)

    @api.model
    def _measure_revenue(self, crowd, span):
        """In the company's money, by the rate that each order was reckoned with."""
        source, domain, field, owners = self._get_domain('revenue', crowd, span)
        sums = defaultdict(lambda: (0.0, 0))
        for owner, rate, amount, count in self._read_source(source, span)._read_group(
                domain, [field, 'currency_rate'], ['amount_untaxed:sum', '__count']):
            for person in owners[owner]:
                before = sums[person]
                sums[person] = (before[0] + amount / (rate or 1.0), before[1] + count)
        currency = span.company.currency_id
        return {
            person: Figure(currency.round(total / count), count, f'{format_amount(self.env, total, currency)} / {count}')
            for person, (total, count) in sums.items()}

    @api.model
    def _measure_csi(self, crowd, span):
        return self._measure_mean('csi', crowd, span, 'csi:avg', 'answers:sum')

    @api.model
    def _measure_complaints(self, crowd, span):
        """Of a hundred visits that he delivered; who delivered none is not measured."""
        return self._measure_part('complaints', crowd, span)

    @api.model
    def _measure_booked(self, crowd, span):
        return {
            person: self._share(booked, visits)
            for person, (booked, visits) in self._group(
                'booked', crowd, span, ['appointed:sum', 'visits:sum']).items() if visits}

    @api.model
    def _measure_calls(self, crowd, span):
        return self._measure_part('calls', crowd, span)

    @api.model
    def _measure_declined(self, crowd, span):
        return self._measure_part('declined', crowd, span)

    @api.model
    def _measure_reach(self, crowd, span):
        return self._measure_part('reach', crowd, span)

    @api.model
    def _measure_call_bookings(self, crowd, span):
        return self._measure_count('call_bookings', crowd, span)

    @api.model
    def _measure_files(self, crowd, span):
        return self._measure_part('files', crowd, span)

    @api.model
    def _measure_first_pass(self, crowd, span):
        return self._measure_part('first_pass', crowd, span)

    @api.model
    def _measure_accepted(self, crowd, span):
        return self._measure_mean('accepted', crowd, span, 'acceptance_rate:avg', '__count')

    @api.model
    def _measure_sent_after(self, crowd, span):
        """Days from the end of the repair until the claim was sent, on average."""
        source, domain, field, owners = self._get_domain('sent_after', crowd, span)
        days = defaultdict(list)
        for claim in self._read_source(source, span).search_fetch(domain, [field, 'repair_end', 'submitted_date']):
            for person in owners[claim[field]]:
                days[person].append(max((claim.submitted_date - claim.repair_end).total_seconds(), 0.0) / 86400)
        return {
            person: Figure(sum(all_of) / len(all_of), len(all_of), f'{sum(all_of):.1f} / {len(all_of)}')
            for person, all_of in days.items()}

    @api.model
    def _measure_call_marks(self, crowd, span):
        return self._measure_mean('call_marks', crowd, span, 'percent:avg', 'answers:sum')

    @api.model
    def _measure_of_record(self, crowd, span):
        return self._measure_number('of_record', crowd, span)

    @api.model
    def _measure_result(self, crowd, span):
        """What orders brought in less what they cost, in the company's money, as their costs are reckoned."""
        currency = span.company.currency_id
        return {
            person: Figure(
                currency.round(margin), count,
                f'{format_amount(self.env, revenue, currency)} − {format_amount(self.env, cost, currency)}')
            for person, (margin, revenue, cost, count) in self._group(
                'result', crowd, span, ['margin:sum', 'revenue:sum', 'cost_total:sum', '__count']).items()}
