import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.equipment import EquipmentOf
from odoo.addons.aftersales.tests.dealership.planning import BoardCommon

OVERDUE = '2025-10-01'  # a year and more before the Wednesday of these tests


@tagged('post_install', '-at_install')
class TestEquipment(EquipmentOf, BoardCommon):
    """Equipment and tools (quality sheet 5): calibration shuts the bay, care, faults, loans, hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lift = cls._create_equipment(name="Two-post lift", bay_id=cls.bay.id)
        cls.tool = cls._create_equipment(
            name="Timing tools", category_id=cls.env.ref('aftersales.equipment_kind_special_tool').id)
        cls._calibrate(cls.lift, '2026-06-01')

    def _fault(self, user=None, **values):
        return self.env['maintenance.request'].with_user(user or self.user_technician).create({
            'name': "Does not lock", 'equipment_id': self.lift.id, 'down_from': self._at(7), 'shuts_bay': True, **values})

    # === WORK THAT NEEDS IT ===#

    def test_work_class_asks_for_equipment(self):
        """quality §3: work begins where what its class asks for is there, calibrated and free; a warning, or a refusal."""
        kind = self.lift.category_id.sudo().copy({'name': "Aligner", 'check_months': 12})
        work_class = self.env['aftersales.work.class'].create({
            'name': "Alignment", 'code': "ALN", 'equipment_kind_ids': [Command.link(kind.id)], 'equipment_lack': 'refuse'})
        job = self._receive_approved().job_ids
        job.work_class_id = work_class
        mine = job.with_user(self.user_technician)
        with self.assertRaisesRegex(UserError, "there is none"):
            mine.action_clock_start()
        aligner = self._create_equipment(name="Aligner 1", category_id=kind.id, effective_date=self._at(7).date())
        self._calibrate(aligner, OVERDUE)
        with self.assertRaisesRegex(UserError, "Calibration of .*Aligner 1.* is overdue"):
            mine.action_clock_start()
        self._calibrate(aligner, '2026-06-01')
        colleague = self.env['hr.employee'].create({'name': "Other Hand", 'company_id': self.company.id})
        loan = self.env['aftersales.tool.loan'].sudo().create({'equipment_id': aligner.id, 'employee_id': colleague.id})
        with self.assertRaisesRegex(UserError, "is lent to Other Hand"):
            mine.action_clock_start()
        work_class.equipment_lack = 'warn'
        self.assertIn("is lent to Other Hand", mine.action_clock_start()['params']['message'])
        self.assertEqual(job.state, 'doing')
        loan.sudo().stop = self._at(8)
        other = self._receive_approved().job_ids
        other.work_class_id = work_class
        self.assertFalse(other.with_user(self.user_technician).action_clock_start())

    # === CALIBRATION ===#

    def test_next_date_follows_the_check(self):
        self.assertEqual(str(self.lift.check_due_date), '2027-06-01')
        self._calibrate(self.lift, '2026-07-01', valid_until='2026-12-24')
        self.assertEqual(str(self.lift.check_due_date), '2026-12-24')
        self.assertEqual(str(self.lift.check_notice_date), '2026-11-24')
        self._calibrate(self.lift, '2026-11-18', result='failed')
        self.assertTrue(self.lift.is_check_overdue)
        self.assertFalse(self.tool.check_due_date, "Special tools are not calibrated.")
        new = self._create_equipment(bay_id=self.bay_2.id)
        self.assertEqual(str(new.check_due_date), '2020-01-01', "What was never checked is due from its first day.")
        overdue = self.env['maintenance.equipment'].with_user(self.user_technician).search([
            ('is_check_overdue', '=', True), ('workshop_id', '=', self.workshop.id)])
        self.assertEqual(overdue, self.lift | new)
        with self.assertRaisesRegex(ValidationError, "once it has been made"):
            self._calibrate(self.lift, '2026-12-01')
        with self.assertRaisesRegex(ValidationError, "cannot end before"):
            self._calibrate(self.lift, '2026-11-18', valid_until='2026-11-01')

    def test_who_calibrates(self):
        for user in (self.user_technician, self.user_advisor, self.user_parts):
            with self.assertRaises(AccessError):
                self.env['aftersales.equipment.check'].with_user(user).create({
                    'equipment_id': self.lift.id, 'done_by': "Me"})
            with self.assertRaises(AccessError):
                self.lift.with_user(user).write({'name': "Mine"})
            self.assertTrue(self.lift.with_user(user).check_due_date)
        with self.assertRaises(AccessError):
            self.lift.with_user(self.user_manager).write({'check_due_date': '2030-01-01'})
        with self.assertRaises(UserError):
            self.lift.check_ids.with_user(self.user_manager).unlink()
        with self.assertRaises(AccessError):
            self.lift.with_user(self.user_other_advisor).read(['name'])
        with self.assertRaises(AccessError):
            self.lift.check_ids.with_user(self.user_other_advisor).read(['date'])

    def test_overdue_shuts_the_bay(self):
        """E5: a bay whose lift is not calibrated is not planned, until it is or a manager says so."""
        check = self.lift.check_ids
        check.with_user(self.user_dispatcher).date = OVERDUE
        self.assertIn("overdue since", self.bay.shut_text)
        with self.assertRaisesRegex(ValidationError, "Lift 1 is shut. Calibration of Two-post lift is overdue"):
            self._plan(self.job, 8, 10, bay_id=self.bay.id)
        with self.assertRaisesRegex(ValidationError, "is shut"):
            self._drop(self.job, start=self._at(8), bay=self.bay.id)
        self._plan(self.job, 8, 10, bay_id=self.bay_2.id)
        rows = self.workshop.with_user(self.user_dispatcher)._get_board_rows(self._at(8).date(), 1, [])['bays']
        self.assertEqual([row['name'] for row in rows], ["Lift 1 (shut)", "Lift 2"])
        self._calibrate(self.lift, '2026-11-18')
        self._plan(self.job_2, 8, 10, bay_id=self.bay.id)

    def test_manager_lets_it_be_used(self):
        self.lift.check_ids.with_user(self.user_dispatcher).date = OVERDUE
        Lift = self.env['aftersales.equipment.lift']
        values = {'equipment_id': self.lift.id, 'allowed_until': '2026-11-19', 'reason': "Inspector comes on Friday"}
        with self.assertRaises(AccessError):
            Lift.with_user(self.user_dispatcher).create(values)
        for wrong in ({'reason': '  '}, {'allowed_until': '2026-11-17'}, {'allowed_until': '2027-11-17'}):
            with self.assertRaises(UserError):
                Lift.with_user(self.user_manager).create({**values, **wrong})
        lift = Lift.with_user(self.user_manager).create(values)
        self.assertEqual((lift.user_id, lift.due_date), (self.user_manager, self.lift.check_due_date))
        self._plan(self.job, 8, 10, bay_id=self.bay.id)
        self.job.with_user(self.user_dispatcher).write({'planned_start': False, 'planned_stop': False})
        with self.assertRaisesRegex(ValidationError, "is shut"):
            self.job.with_user(self.user_dispatcher).write({
                'planned_start': self._at(8, day=20), 'planned_stop': self._at(9, day=20), 'bay_id': self.bay.id})
        for attempt in (lambda: lift.write({'reason': "Other"}), lift.unlink):
            with self.assertRaises(UserError):
                attempt()
        self._calibrate(self.lift, '2026-11-18')
        with self.assertRaisesRegex(UserError, "nothing to allow"):
            Lift.with_user(self.user_manager).create(values)

    def test_no_slot_in_a_shut_bay(self):
        """C2: the slot finder offers no bay that is shut."""
        self.workshop.sudo().bay_ids.is_bookable = True
        day = self._at(8).date()

        def get_bays():
            finder = self.workshop.with_user(self.user_advisor)._get_slot_finder(day)
            return [finder.occupied[bay.id].is_free(self._at(8), self._at(9)) for bay in (self.bay, self.bay_2)]
        self.assertEqual(get_bays(), [True, True])
        self.lift.check_ids.with_user(self.user_dispatcher).date = OVERDUE
        self.assertEqual(get_bays(), [False, True])

    def test_received_car_is_not_refused(self):
        """Where its bay was shut meanwhile, the plan gives way; the car is received and the work goes on."""
        order = self._create_orders(user=self.user_manager, user_id=self.user_advisor.id, job_ids=[
            Command.create({'operation_id': self.operation.id, 'pay_type_id': self.internal.id})])
        job = order.job_ids
        self._plan(job, 8, 10, bay_id=self.bay.id)
        self.lift.check_ids.with_user(self.user_dispatcher).date = OVERDUE
        self.receive(order.with_user(self.user_advisor))
        self.assertTrue(order.is_in_house)
        self.assertFalse(job.planned_start)
        self.assertIn("plan of this job was cleared", ' '.join(job.message_ids.mapped('body')))

    def test_keeper_is_told_once(self):
        self._calibrate(self.lift, '2026-07-01', valid_until='2026-11-30')
        self.env.flush_all()
        for __ in range(2):
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_tell_due_checks').method_direct_trigger()
            self.env.invalidate_all()
        task = self.lift.sudo().activity_ids
        self.assertEqual(task.user_id, self.user_technician)
        self.assertEqual(str(task.date_deadline), '2026-11-30')
        self._calibrate(self.lift, '2026-11-18')
        self.assertFalse(self.lift.sudo().activity_ids)
        self.assertFalse(self.lift.is_check_told)

    # === FAULTS ===#

    def test_fault_shuts_the_bay_while_it_lasts(self):
        fault = self._fault()
        self.assertEqual((fault.workshop_id, fault.reported_id), (self.workshop, self.user_technician))
        with self.assertRaisesRegex(ValidationError, "Two-post lift is out of order since .*Does not lock"):
            self._plan(self.job, 8, 10, bay_id=self.bay.id)
        with self.assertRaises(AccessError):
            fault.with_user(self.user_technician_2).write({'fault_cost': 5})
        fault.with_user(self.user_dispatcher).write({'down_until': self._at(9), 'fault_cause': "Pin", 'fault_cost': 80})
        self.assertEqual(fault.downtime_hours, 2)
        with self.assertRaisesRegex(ValidationError, "out of order from"):
            self._plan(self.job, 8, 10, bay_id=self.bay.id)
        self._plan(self.job, 9, 10, bay_id=self.bay.id)
        with self.assertRaises(UserError):
            fault.with_user(self.user_dispatcher).unlink()
        with self.assertRaisesRegex(ValidationError, "an end after it"):
            fault.with_user(self.user_dispatcher).down_until = self._at(6)

    def test_what_is_repaired_works(self):
        fault = self._fault() | self._fault(shuts_bay=False)
        fault[0].with_user(self.user_dispatcher).stage_id = self.env.ref('maintenance.stage_3')
        self.assertTrue(fault[0].down_until)
        self.assertFalse(fault[0].is_down)
        fault[1].with_user(self.user_dispatcher).action_works_again()
        self.assertTrue(fault[1].down_until)
        self.assertFalse(self.bay.shut_text)

    def test_fault_in_the_other_company(self):
        workshop = self.env['aftersales.workshop'].create({
            'name': "Foreign", 'code': 'FRGN', 'company_id': self.other_company.id})
        piece = self.env['maintenance.equipment'].create({
            'name': "Foreign lift", 'workshop_id': workshop.id, 'company_id': self.other_company.id})
        fault = self.env['maintenance.request'].with_user(self.user_other_advisor).create({
            'name': "Leaks", 'equipment_id': piece.id})
        self.assertEqual(fault.company_id, self.other_company)
        with self.assertRaises(AccessError):
            fault.with_user(self.user_manager).read(['name'])

    # === CARE ===#

    def test_care_is_signed_off(self):
        Care = self.env['aftersales.equipment.care']
        care = Care.with_user(self.user_dispatcher).create([
            {'equipment_id': self.lift.id, 'point': "Locks", 'interval': '1'},
            {'equipment_id': self.lift.id, 'point': "Chain", 'interval': '7', 'lubricant': "Oil", 'quantity': "10 ml",
             'user_id': self.user_technician_2.id}])
        mine = [('is_mine', '=', True), ('is_due', '=', True), ('equipment_id', '=', self.lift.id)]
        self.assertEqual(Care.with_user(self.user_technician).search(mine), care[0])
        with self.assertRaises(AccessError):
            care.with_user(self.user_advisor).action_done()
        with self.assertRaises(AccessError):
            care.with_user(self.user_technician).write({'interval': '365'})
        for __ in range(2):
            care.with_user(self.user_technician).action_done()
        self.assertEqual([str(row.due_date) for row in care], ['2026-11-19', '2026-11-25'])
        self.assertEqual(len(care.done_ids), 2)
        self.assertEqual(care.done_ids.user_id, self.user_technician)
        self.assertEqual(care[1].done_ids.point, "Chain · Oil · 10 ml")
        self.assertFalse(Care.with_user(self.user_technician).search(mine))
        with self.assertRaises(UserError):
            care.done_ids.with_user(self.user_manager).unlink()

    # === LOANS ===#

    def test_one_holder_at_a_time(self):
        self.tool.with_user(self.user_technician).action_borrow()
        loan = self.tool.loan_ids
        self.assertEqual((self.tool.holder_id, loan.employee_id), (self.technician, self.technician))
        with self.assertRaisesRegex(UserError, "Timing tools is with"):
            self.env['aftersales.tool.loan'].with_user(self.user_dispatcher).create({
                'equipment_id': self.tool.id, 'employee_id': self.technician_2.id})
        with mute_logger('odoo.sql_db'), self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
            self.env.cr.execute(
                "INSERT INTO aftersales_tool_loan (equipment_id, employee_id, start) VALUES (%s, %s, now())",
                [self.tool.id, self.technician_2.id])
        with self.assertRaises(AccessError):
            self.tool.with_user(self.user_advisor).action_borrow()
        with self.assertRaises(AccessError):
            loan.with_user(self.user_inspector).action_return()
        for __ in range(2):
            loan.with_user(self.user_technician).action_return()
        self.assertEqual(loan.returned_id, self.user_technician)
        self.assertFalse(self.tool.holder_id)

    def test_hand_over_at_the_end_of_the_shift(self):
        other = self._create_equipment(name="Puller", category_id=self.tool.category_id.id)
        (self.tool | other).with_user(self.user_technician).action_borrow()
        Wizard = self.env['aftersales.tool.handover.wizard']
        with self.assertRaisesRegex(AccessError, "your own tools"):
            Wizard.with_user(self.user_inspector).create({
                'employee_id': self.technician.id, 'to_employee_id': self.technician_2.id}).action_apply()
        Wizard.with_user(self.user_technician).create({
            'employee_id': self.technician.id, 'to_employee_id': self.technician_2.id}).action_apply()
        self.assertEqual(self.tool.holder_id | other.holder_id, self.technician_2)
        self.assertEqual(self.tool.loan_ids.sorted('id')[-1].from_id, self.tool.loan_ids.sorted('id')[0])
        with self.assertRaisesRegex(UserError, "has no tools"):
            Wizard.with_user(self.user_technician).create({
                'employee_id': self.technician.id, 'to_employee_id': self.technician_2.id}).action_apply()

    def test_due_back(self):
        loan = self.env['aftersales.tool.loan'].with_user(self.user_dispatcher).create({
            'equipment_id': self.tool.id, 'employee_id': self.technician.id, 'due_date': self._at(6)})
        self.assertTrue(loan.is_overdue)
        self.assertIn(loan, self.env['aftersales.tool.loan'].search([('is_overdue', '=', True)]))
        tallies = {tally.key: tally for tally in self.workshop.with_user(self.user_manager)._get_tallies('a', 'b')}
        for key, count in (('tools_overdue', 1), ('check_overdue', 0), ('equipment_down', 0)):
            tally = tallies[key]
            model = self.env.ref(tally.action).res_model
            self.assertEqual(self.env[model].with_user(self.user_manager).search_count(tally.domain), count, key)

    def test_keeper_is_told_of_tools_that_are_not_back(self):
        self.tool.keeper_id = self.user_dispatcher
        loan = self.env['aftersales.tool.loan'].with_user(self.user_dispatcher).create({
            'equipment_id': self.tool.id, 'employee_id': self.technician.id, 'due_date': self._at(6)})
        self.env.flush_all()
        for __ in range(2):
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_tell_due_tools').method_direct_trigger()
            self.env.invalidate_all()
        task = self.tool.sudo().activity_ids
        self.assertEqual(task.user_id, self.user_dispatcher)
        self.assertIn(f"{self.technician.name} was to bring it back", task.summary)
        loan.due_date = self._at(20)
        self.assertFalse(self.tool.sudo().activity_ids)
        self.assertFalse(loan.is_told)
        loan.sudo().is_told = True
        loan.with_user(self.user_technician).action_return()
        self.assertFalse(loan.is_told)

    # === HOURS AND THE END ===#

    def test_hours_of_a_fault(self):
        fault, other = self._fault(), self._fault(name="Leaks oil")
        fault.with_user(self.user_technician).action_clock_repair()
        entry = fault.sudo().time_ids
        self.assertEqual((entry.equipment_id, entry.service_class), (self.lift, 'd'))
        with self.assertRaisesRegex(UserError, "runs on Two-post lift already"):
            fault.with_user(self.user_technician).action_clock_repair()
        with self.assertRaises(AccessError):
            fault.with_user(self.user_advisor).action_clock_repair()
        with self.assertRaisesRegex(UserError, "Choose one fault"):
            fault.browse().with_user(self.user_technician).action_clock_repair()
        entry.sudo().write({'start': self._at(5), 'stop': self._at(7)})
        self.env.invalidate_all()
        self.assertEqual((fault.work_hours, other.work_hours, self.lift.work_hours), (2, 0, 2))

    def test_hours_of_upkeep_are_class_d(self):
        """A6: care and repair of equipment are internal work."""
        self.lift.with_user(self.user_technician).action_clock_upkeep()
        entry = self.lift.sudo().time_ids
        self.assertEqual((entry.service_class, entry.employee_id), ('d', self.technician))
        with self.assertRaisesRegex(UserError, "runs on Two-post lift already"):
            self.lift.with_user(self.user_technician).action_clock_upkeep()
        with self.assertRaises(AccessError):
            self.lift.with_user(self.user_advisor).action_clock_upkeep()
        entry.sudo().write({'start': self._at(5), 'stop': self._at(7)})
        self.assertEqual(self.lift.work_hours, 2)
        self.assertIn("Two-post lift", entry.display_name)

    def test_disposal(self):
        tool = self.tool.with_user(self.user_dispatcher)
        with self.assertRaisesRegex(UserError, "Write why"):
            tool.action_dispose()
        tool.disposal_note = "Worn out"
        self.tool.with_user(self.user_technician).action_borrow()
        with self.assertRaisesRegex(UserError, "is lent to"):
            tool.action_dispose()
        tool.action_give_back()
        tool.action_dispose()
        self.assertFalse(tool.active)
        self.assertTrue(tool.scrap_date)

    def test_prints(self):
        self._fault()
        told = {'card': ("Two-post lift", "Institute", "Does not lock"), 'register': ("Two-post lift", "Timing")}
        for name, words in told.items():
            html = self.env['ir.actions.report'].with_user(self.user_dispatcher)._render_qweb_html(
                f'aftersales.report_equipment_{name}', (self.lift | self.tool).ids)[0].decode()
            for word in words:
                self.assertIn(word, html)
