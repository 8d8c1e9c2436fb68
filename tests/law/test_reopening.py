from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.law import LawCommon


@tagged('post_install', '-at_install')
class TestReopening(LawCommon):
    """I6: a refused case hears of a repair that comes after it and is taken up again, for a reason that stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._repair_often(5)
        cls.case = cls._get_case(cls.vehicle)
        cls._refuse(cls.case)

    @classmethod
    def _get_case(cls, vehicle):
        return cls.env['aftersales.statute.case'].search([('vehicle_id', '=', vehicle.id)])

    @classmethod
    def _refuse(cls, case):
        with freeze_time('2026-09-01 02:00:00'):
            case.with_user(cls.user_claims).request_date = '2026-09-01'
            case.with_user(cls.user_claims).action_request()
            case.with_user(cls.user_manager).reason = "The fault was removed."
            case.with_user(cls.user_manager).action_refuse()

    def _ask(self, case, **values):
        wizard = self.env['aftersales.statute.reopen.wizard'].with_user(self.user_claims).with_context(
            **case.with_user(self.user_claims).action_reopen()['context'])
        return wizard.create({'reason': "The fault is back", **values})

    def test_repair_after_the_refusal_is_told_once(self):
        """I6: the responsible has a task and the case names the order; the night and a closed case add nothing."""
        before = len(self.case.activity_ids)
        order = self._repair('2026-09-14 01:00:00', odometer=6000)
        self.assertEqual((self.case.state, self.case.new_repairs), ('refused', order.name))
        self.assertEqual(len(self.case.activity_ids), before + 1)
        self.assertEqual(self.case.activity_ids.sorted('id')[-1].user_id, self.user_manager)
        self.assertIn(order.name, self.case.message_ids[0].body)
        with freeze_time('2026-09-15 02:00:00'):
            self.vehicle.sudo()._watch_statutes()
        self.assertEqual(len(self.case.activity_ids), before + 1)
        self.assertEqual(self._get_case(self.vehicle), self.case, "no second case")

    def test_reopened_with_a_reason(self):
        """I6: reason and day are asked; the deadlines run anew, the log tells, what counts now is sealed."""
        order = self._repair('2026-09-14 01:00:00', odometer=6000)
        with freeze_time('2026-09-15 02:00:00'):
            with self.assertRaisesRegex(UserError, "no reason"):
                self._ask(self.case, reason="  ")
            with self.assertRaisesRegex(UserError, "still to come"):
                self._ask(self.case, request_date='2026-09-16').action_apply()
            sealed = self.case.evidence_ids
            self._ask(self.case, request_date='2026-09-15').action_apply()
        self.assertEqual((self.case.state, self.case.reopen_reason), ('requested', "The fault is back"))
        self.assertFalse(self.case.new_repairs or self.case.reason or self.case.reply_date)
        self.assertEqual(str(self.case.request_date), '2026-09-15')
        self.assertGreater(str(self.case.reply_due), '2026-09-25')
        self.assertIn("Reopened: The fault is back", self.case.message_ids[0].body)
        self.assertEqual(self.case.message_ids[0].author_id, self.user_claims.partner_id)
        letter, __ = self.env['ir.actions.report'].with_user(self.user_claims)._render_qweb_html(
            'aftersales.report_statute_case', self.case.ids)
        self.assertNotIn("The fault was removed.", letter.decode(), "an open request tells nothing of the old refusal")
        evidence = self.case.evidence_ids - sealed
        self.assertEqual(evidence.kind, 'met')
        self.assertIn(order.name, evidence.content)
        self.assertIn("The fault was removed.", sealed.sorted('id')[-1].content, "what was told stays sealed")

    def test_not_without_a_reason(self):
        """I6: neither button nor call leads from a refusal back to a request; each reopening has its own reason."""
        claims = self.case.with_user(self.user_claims)
        for move in (claims.action_request, lambda: claims.write({'state': 'requested'})):
            with self.assertRaisesRegex(UserError, "write why"), self.cr.savepoint():
                move()
        with self.assertRaises(AccessError):
            claims.write({'reopen_reason': "Because"})
        with freeze_time('2026-09-15 02:00:00'):
            self._ask(self.case).action_apply()
            self.case.with_user(self.user_manager).reason = "Still removed."
            self.case.with_user(self.user_manager).action_refuse()
        with self.assertRaisesRegex(UserError, "write why"):
            claims.action_request()

    def test_who_and_what(self):
        """I6: the advisor reopens nothing, a case that was not refused is not reopened, of two each by itself."""
        for user in (self.user_advisor, self.user_technician):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.case.with_user(user).action_reopen()
        self._repair_often(5, vehicle=self.vehicle_2)
        other = self._get_case(self.vehicle_2)
        with self.assertRaisesRegex(UserError, "was not refused"):
            other.with_user(self.user_claims).action_reopen()
        self._refuse(other)
        with freeze_time('2026-09-15 02:00:00'):
            self._ask(other).action_apply()
        self.assertEqual((other.state, self.case.state), ('requested', 'refused'))

    # === THE HOUSE'S OWN RULE ===#

    def test_second_problem_is_proposed_too(self):
        """I9: each fault that comes for the third time is proposed, also a second one of the same car; once each."""
        def get_tasks():
            return self.vehicle.problem_ids.activity_ids.filtered(lambda task: "propose an exchange" in (task.summary or ''))

        first = self.case.vehicle_id.problem_ids
        self.assertEqual((len(get_tasks()), first.is_exchange_proposed), (1, True))
        for month in (9, 10, 11):
            self._repair(
                f'2026-{month:02d}-16 01:00:00', odometer=5000 + 500 * month, operation_id=False, name="Noise",
                concern="空调不制冷")
        second = self.vehicle.problem_ids - first
        self.assertEqual((len(get_tasks()), second.is_exchange_proposed), (2, True))
        self.assertTrue(any("空调不制冷" in task.note for task in get_tasks()))
        with freeze_time('2026-11-20 02:00:00'):
            self.vehicle.sudo()._watch_statutes()
        self.assertEqual(len(get_tasks()), 2)
        # A job put elsewhere by a person, and back: it is below the limit and above it again.
        job = second.job_ids.sorted('id')[-1]
        with freeze_time('2026-11-20 03:00:00'):
            job.with_user(self.user_claims).problem_id = first
            self.assertFalse(second.is_exchange_proposed)
            job.with_user(self.user_claims).problem_id = second
        self.assertEqual(len(get_tasks()), 3)

    # === PRINT ===#

    def test_standing_print_is_flat(self):
        """faults P7: the paper of many cars asks the database no more than that of one."""
        self._repair_often(5, vehicle=self.vehicle_2)
        with freeze_time('2026-11-20 02:00:00'):
            report = self.env['ir.actions.report'].with_user(self.user_claims)
            self.assertFlat(
                lambda cars: report._render_qweb_html('aftersales.report_statute', cars.ids), self.vehicle, self.vehicles,
                warm_up=self.vehicles)

    # === RECORDS ===#

    def test_work_records_are_kept_for_years(self):
        """I6, M11: nothing of a repair is deleted, neither soon after nor in six years, by nobody."""
        order = self._bring('2026-09-14 01:00:00', odometer=6000)
        with freeze_time('2026-09-14 02:00:00'):
            order.relief_ids = [(0, 0, {'kind': 'money', 'amount': 100})]
            hold = self.env['aftersales.hold'].create({'order_id': order.id, 'kind': 'parts', 'start': Datetime.now()})
            hold.stop = '2026-09-14 04:00:00'
        self._finish(order, '2026-09-15 02:00:00')
        records = [
            order, order.job_ids, order.line_ids, order.relief_ids, hold, order.job_ids.problem_id,
            self.env['fleet.vehicle.odometer'].search([('aftersales_order_id', '=', order.id)]),
            order.authorisation_ids, self.env['aftersales.time.entry'].search([('job_id', 'in', order.job_ids.ids)]),
        ]
        for now in ('2026-09-16 02:00:00', '2032-09-14 02:00:00'):
            for user in (self.user_manager, self.user_claims, self.user_advisor):
                for kept in filter(None, records):
                    with freeze_time(now), self.subTest(kept=kept, user=user.login, now=now), \
                            self.assertRaises(UserError), self.cr.savepoint():
                        kept.with_user(user).unlink()
