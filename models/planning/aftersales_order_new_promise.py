from datetime import timedelta

from odoo import fields, models

from odoo.addons.aftersales.models.outlet.timetable import HORIZON, make_spans


class AftersalesOrder(models.Model):
    """More work, or parts that come later: asking the customer proposes the promise that can be kept (F6)."""
    _inherit = 'aftersales.order'

    def _prepare_request_vals(self):
        return {**super()._prepare_request_vals(), 'new_promise_date': self._propose_promise()}

    def _suggest_promises(self, start):
        """Work that waits for what comes on a known day is laid from there."""
        suggested = super()._suggest_promises(start)
        starts = self.job_ids.filtered(lambda job: job._is_live())._get_earliest_starts()
        later = {}
        for job, moment in starts.items():
            if moment and moment > start:
                later[job.order_id] = max(later.get(job.order_id, start), moment)
        for order, moment in later.items():
            suggested |= super(AftersalesOrder, order)._suggest_promises(moment)
        return suggested

    def action_change_promise(self):
        action = super().action_change_promise()
        proposed = self._propose_promise()
        return {**action, 'context': {**action['context'], 'default_promise_date': proposed}} if proposed else action

    def _propose_promise(self):
        """When the car can be promised for with all that is asked, in full quarters of an hour.

        :return: naive UTC moment within the opening hours; False where the promise is kept as it is, or nobody knows
        """
        self.ensure_one()
        now, expected = fields.Datetime.now(), self.expected_ready_date
        if not expected or not self.promise_date or not (self.is_at_risk or self.is_late):
            return False
        workshop = self.workshop_id
        first = workshop._get_local_day(now)
        table = workshop._get_timetables(first, first + HORIZON, self.env['hr.employee'])[workshop]
        opening = table.open & make_spans([(now, now + HORIZON)])
        slack = timedelta(minutes=self.company_id.aftersales_promise_warning_minutes)
        place = table.lay(opening, expected, slack / timedelta(hours=1)) if slack else None
        return self.job_ids._get_plan_grid(place[1] if place else expected + slack)

    def _agree_promise(self, promise, is_needed=False):
        """The customer has said yes to what was asked together with a new promise: it holds, if it is needed.

        It is not when what makes the car late was declined.

        :param is_needed: the advisor has agreed on this very time, whatever was proposed
        """
        self.ensure_one()
        self.invalidate_recordset(['is_at_risk', 'expected_ready_date'])  # they depend on the answers
        if not promise or promise < fields.Datetime.now() or not self.promise_first_date or promise == self.promise_date:
            return
        if not is_needed and not ((self.is_at_risk or self.is_late) and promise > self.promise_date):
            return
        # sudo: whoever answers, a customer without a login included
        self.env['aftersales.promise.change'].sudo().create({
            'order_id': self.id,
            'new_date': promise,
            'reason': self.with_context(lang=self.user_id.lang).env._("The customer approved more work and the time it takes"),
            'user_id': (self.env.user if self.env.user._is_internal() else self.user_id or self.env.ref('base.user_root')).id,
            'is_customer_told': True,
        })
