from odoo import fields, models

from .. import reckoner
from ..repair_days import subtract


class AftersalesJob(models.Model):
    """What a job says to the law: what it replaced, and the fault it was about."""
    _inherit = 'aftersales.job'

    def _get_statute_parts(self):
        """Assemblies and main parts that the job fits anew, by its operations and by what it takes from the store."""
        parts = self.env['aftersales.statute.part']
        for line in self.line_ids.filtered(lambda line: line.quantity and line.approval != 'declined'):
            if line.line_type == 'part':
                parts |= line.product_id.product_tmpl_id._get_statute_part()
            else:
                parts |= line.operation_id.statute_part_id
        return parts | self.operation_id.statute_part_id

    def _prepare_fault(self, same):
        """The job as the reckoner takes it.

        :param same: problems about the fault of its problem, see ``_prepare_job_facts``
        """
        self.ensure_one()
        return reckoner.Fault(**self.problem_id._prepare_job_facts(self, same), replaced=tuple(
            reckoner.Replaced(part.assembly_id.code, '' if part.is_whole else part.code)
            for part in self._get_statute_parts()))

    def _get_repair_period(self):
        """From the moment customer and shop agreed on the repair of these jobs of one order to its completion.

        What needs no answer of the customer is agreed when the car is taken in. Complete is the repair when the car
        is ready for the customer, not when the last screw is in.

        :return: (start, stop or None while it goes on), naive UTC
        """
        order = self.order_id
        answered = [job.approval_date for job in self if job.approval == 'approved' and job.approval_date]
        start = order.received_date
        if answered and len(answered) == len(self):
            start = max(start, min(answered))
        ready = order.ready_date if not order.is_open else None
        return start, ready or order.delivered_date or None

    def _get_exempt_spans(self, stop):
        """Waits of these jobs, or of their whole order, that the law leaves out.

        While another of the jobs is not done, and does not wait like that itself, the car is in repair all the same.
        """
        now = stop or fields.Datetime.now()
        spans = {
            hold: reckoner.Span(hold.start, hold.stop or now, hold.exemption_id.code)
            for hold in self.order_id.hold_ids if hold.exemption_id and (not hold.job_id or hold.job_id in self)
            and (hold.stop or now) > hold.start}
        found = []
        for hold, span in spans.items():
            pieces = [(span.start, span.stop)]
            for other in self - hold.job_id if hold.job_id else ():
                busy = other.done_date if other.state in ('done', 'passed') and other.done_date else now
                waits = [wait for owner, wait in spans.items() if not owner.job_id or owner.job_id == other]
                pieces = [
                    piece for start, end in pieces for piece in subtract(start, end, [
                        reckoner.Span(*counted) for counted in subtract(start, min(end, busy), waits)])]
            found += (reckoner.Span(start, end, span.kind) for start, end in pieces)
        return tuple(found)
