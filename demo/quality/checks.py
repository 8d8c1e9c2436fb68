from datetime import timedelta

from odoo import models


class AftersalesDemo(models.AbstractModel):
    """What the inspector says, and a car that came back."""

    _inherit = 'aftersales.demo'

    def _live_visits(self, company, rows, findings):
        super()._live_visits(company, rows, findings)
        back = self.env['aftersales.order'].search([
            ('company_id', '=', company.id), ('state', '=', 'received'), ('concern', 'ilike', 'again'),
        ])
        self._as(back.job_ids, 'advisor', company).filtered('suggested_comeback_id').action_make_comeback()

    def _pass_jobs(self, company, orders, visits):
        """The inspector answers the checklists; some jobs come back once before they pass."""
        failed = self.env['aftersales.job']
        for order, row in visits:
            for job, words in self._get_specs(order, row):
                if 'failed' in words and job.state == 'done':
                    failed |= job
        inspections = self._as(failed, 'inspector', company).inspection_ids
        for inspection in inspections:
            inspection.line_ids[:1].write({'result': 'fail', 'note': self.env._("Not as it should be, see the note.")})
            inspection.note = self.env._("Trace of oil after the test drive.")
            inspection.todo = self.env._("Clean, tighten and check again.")
        inspections.action_fail()
        again = self._as(failed, 'manager', company)
        again._transition('doing')
        again._transition('done')
        done = orders.job_ids.filtered(lambda job: job.state == 'done')
        inspections = self._as(done, 'inspector', company).inspection_ids.filtered(lambda i: i.state == 'draft')
        inspections.action_all_ok()
        self._test_on_the_road(inspections)
        inspections.action_pass()

    def _test_on_the_road(self, inspections):
        for inspection in inspections.filtered('needs_road_test'):
            odometer = inspection.order_id.odometer_in
            inspection.write({
                'road_test_odometer_out': odometer,
                'road_test_odometer_in': odometer + 6,
                'road_test_note': self.env._("City and ring road: no noise, no vibration, no leak."),
            })
            inspection.action_road_test_ok()

    def _set_dates_of_traces(self, visits):
        super()._set_dates_of_traces(visits)
        checked = {}
        for order, row in visits:
            for job in order.job_ids:
                moment = (job.done_date or self._get_arrival(row)) + timedelta(minutes=15)
                checked.update(dict.fromkeys(job.inspection_ids.filtered('date'), moment))
        self._backdate(self.env['aftersales.inspection'].union(*checked), checked, 'date')
