from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 15:00:00')
class TestPrintDaily(PrintsCommon):
    """Daily reports by service class (A6, E6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.user_technician, cls.user_dispatcher):
            user.tz = 'UTC'
        order = cls._create_order(
            cls._prepare_job(),
            cls._prepare_job(name='Pre-delivery wash', pay_type_id=cls.env.ref('aftersales.pay_type_internal').id),
        )
        order.action_receive()
        order.job_ids[0]._approve('phone')
        cls.colleague = cls.env['hr.employee'].create({'name': 'Li Na', 'company_id': cls.company.id})
        cls.workshop.employee_ids += cls.colleague
        cls.env['aftersales.time.entry'].create([
            {'employee_id': cls.technician.id, 'job_id': order.job_ids[0].id, 'pause_reason': 'break',
             'start': '2026-03-10 08:00:00', 'stop': '2026-03-10 10:00:00'},
            {'employee_id': cls.technician.id, 'job_id': order.job_ids[1].id, 'pause_reason': 'finished',
             'start': '2026-03-10 10:00:00', 'stop': '2026-03-10 10:30:00'},
            {'employee_id': cls.technician.id, 'pause_reason': 'training',
             'start': '2026-03-10 10:30:00', 'stop': '2026-03-10 11:00:00'},
            {'employee_id': cls.colleague.id, 'job_id': order.job_ids[0].id, 'pause_reason': 'finished',
             'start': '2026-03-09 08:00:00', 'stop': '2026-03-09 09:00:00'},
        ])

    def _create_report(self, user, **values):
        return self.env['aftersales.daily.report'].with_user(user).create(values)

    def test_technician_prints_the_own_day(self):
        report = self._create_report(self.user_technician)
        text, = self._render_text('report_daily', report, self.user_technician)
        self.assertIn("Technician's Daily Report Wang Wei 03/10/2026", text)
        for fact in ('Front brakes A Break 02:00', 'Pre-delivery wash D Finished 00:30', 'D Training or meeting 00:30',
                     '02:00 00:00 00:00 01:00 03:00 00:00'):
            self.assertIn(fact, text, fact)

    def test_supervisor_prints_the_team_and_who_clocked(self):
        report = self._create_report(self.user_dispatcher, workshop_ids=[(6, 0, self.workshop.ids)])
        pages = self._render_text('report_daily', report, self.user_dispatcher)
        team, technician = pages
        self.assertIn("Supervisor's Daily Report Test Dispatcher", team)
        self.assertIn('Wang Wei', team)
        self.assertIn('Li Na', team)
        self.assertIn("Technician's Daily Report Wang Wei", technician)

    def test_several_days_and_several_reports(self):
        report = self._create_report(
            self.user_dispatcher, workshop_ids=[(6, 0, self.workshop.ids)], date_from='2026-03-09')
        pages = self._render_text('report_daily', report, self.user_dispatcher)
        self.assertEqual(len(pages), 3)
        self.assertIn('03/09/2026 – 03/10/2026', pages[0])
        reports = report + self._create_report(self.user_dispatcher, workshop_ids=[(6, 0, self.workshop.ids)])
        self.assertEqual(len(self._render('report_daily', reports, self.user_dispatcher)), 5)
