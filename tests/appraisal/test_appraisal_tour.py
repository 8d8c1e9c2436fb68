from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.people import PeopleOf
from odoo.addons.aftersales.tests.dealership.planning import BoardCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestAppraisalTour(PeopleOf, BoardCommon, OneBrowserCase):
    """M4: a sheet shown, objected to, answered and agreed, clicked by whoever appraises and by the person."""
    _now = None
    _days = range(7)

    def test_from_shown_to_agreed(self):
        person = self.user_technician.employee_id
        self.job.flush_recordset()
        self.env.cr.execute(
            "UPDATE aftersales_job SET state = 'done', technician_id = %s, done_date = '2026-01-15 04:00:00', "
            "flat_rate_hours = 4.5, rework_count = 0 WHERE id = %s", [person.id, self.job.id])
        self.env.invalidate_all()
        self.env['aftersales.time.entry'].create({
            'employee_id': person.id, 'job_id': self.job.id, 'start': '2026-01-15 00:00:00', 'stop': '2026-01-15 10:00:00',
            'pause_reason': 'finished'})
        sheet = self.env['aftersales.appraisal.sheet'].with_user(self.user_manager).create({
            'employee_id': person.id, 'company_id': self.company.id, 'month': '2026-01-01',
            'template_id': self.env.ref('aftersales.appraisal_template_technician').id})
        page = f'/odoo/performance-sheets/{sheet.id}'
        for tour, user in (
                ('shown', self.user_manager), ('objected', self.user_technician), ('answered', self.user_manager),
                ('agreed', self.user_technician)):
            self.start_tour(page, f'aftersales_sheet_{tour}', login=user.login)
        self.env.invalidate_all()
        self.assertEqual((sheet.state, sheet.answered_id), ('agreed', self.user_technician))
        self.assertIn("lift", sheet.objection)
