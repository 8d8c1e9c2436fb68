import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestAllocation(BoardCommon):
    """One pair of hands and one lift are promised to one car at a time (C2, E5)."""

    def test_taken_is_refused_by_name(self):
        self._plan(self.job, 8, 10, technician_id=self.technician.id, bay_id=self.bay.id)
        with self.assertRaisesRegex(ValidationError, f"Wang Wei is taken by {self.order.name} · 沪A·T0000"):
            self._plan(self.job_2, 9, 11, technician_id=self.technician.id)
        with self.assertRaisesRegex(ValidationError, f"Lift 1 is taken by {self.order.name}"):
            self._plan(self.job_2, 9, 11, technician_id=self.technician_2.id, bay_id=self.bay.id)
        self._plan(self.job_2, 10, 11, technician_id=self.technician.id, bay_id=self.bay.id)
        self.assertEqual(len((self.order | self.order_2).allocation_ids), 4)

    def test_dates_both_and_in_order(self):
        for start, stop in ((8, 8), (9, 8)):
            with self.assertRaisesRegex(ValidationError, "enter a planned start and a planned end after it"):
                self._plan(self.job, start, stop)
        with self.assertRaisesRegex(ValidationError, "or neither"):
            self.job.with_user(self.user_dispatcher).planned_start = self._at(8)

    def test_finished_work_gives_back(self):
        for end in (
            lambda: self._pass(self.order),
            lambda: self.cancel(self.order_2.job_ids.with_user(self.user_advisor)),
            lambda: self.cancel(self._receive_jobs(1)),
        ):
            end()
        job, other = self._receive_approved(2).job_ids
        self._plan(job, 8, 10, technician_id=self.technician.id)
        order = job.order_id
        self.cancel(order.with_user(self.user_advisor))
        self.assertFalse(order.allocation_ids)
        self._plan(other, 8, 10, technician_id=self.technician.id)
        other.with_user(self.user_technician).action_start()
        self.assertTrue(other.order_id.allocation_ids, "Work takes who does it as long as it lasts.")
        other.with_user(self.user_technician).action_done()
        self.assertFalse(other.order_id.allocation_ids)

    def test_declined_work_gives_back(self):
        order = self._create_orders()
        order.action_receive()
        self._plan(order.job_ids, 8, 10, technician_id=self.technician.id)
        order.job_ids._decline('phone')
        self.assertFalse(order.allocation_ids)
        self._plan(self.job, 8, 10, technician_id=self.technician.id)
        order.job_ids._approve('phone')
        self.assertFalse(order.job_ids.planned_start, "The approval counts, the old plan has been given away.")
        self.assertIn("plan of this job was cleared", order.job_ids.message_ids[:1].body)

    def test_a_car_shares_a_bay_with_itself_only(self):
        order = self._receive_jobs(1, jobs=3)
        first, second, third = order.job_ids
        self._plan(first, 8, 10, bay_id=self.bay.id, technician_id=self.technician.id)
        self._plan(second, 9, 11, bay_id=self.bay.id, technician_id=self.technician_2.id)
        self._plan(third, 15, 16, bay_id=self.bay.id)
        rows = order.allocation_ids.filtered('bay_id').sorted('start')
        self.assertEqual(rows.mapped('start'), [self._at(8), self._at(15)])
        self.assertEqual(rows.mapped('stop'), [self._at(11), self._at(16)])
        self._plan(self.job, 13, 15, bay_id=self.bay.id)  # the car is off the lift in between
        with self.assertRaisesRegex(ValidationError, "Lift 1 is taken"):
            self._plan(self.job_2, 10, 12, bay_id=self.bay.id)

    def test_two_jobs_swap(self):
        self._plan(self.job, 8, 10, technician_id=self.technician.id, bay_id=self.bay.id)
        self._plan(self.job_2, 9, 11, technician_id=self.technician_2.id, bay_id=self.bay_2.id)
        self.job.with_user(self.user_dispatcher)._swap_plans(self.job_2.with_user(self.user_dispatcher))
        self.assertEqual((self.job.technician_id, self.job.bay_id), (self.technician_2, self.bay_2))
        self.assertEqual((self.job_2.planned_start, self.job_2.planned_stop), (self._at(8), self._at(10)))
        self.assertEqual(self.order_2.allocation_ids.employee_id, self.technician)

    def test_other_company(self):
        foreign_workshop = self.env['aftersales.workshop'].create({
            'name': 'Foreign', 'code': 'FRGN', 'company_id': self.other_company.id,
            'bay_ids': [Command.create({'name': 'Foreign lift'})]})
        foreigner = self.env['hr.employee'].create({'name': 'Foreigner', 'company_id': self.other_company.id})
        for values in ({'bay_id': foreign_workshop.bay_ids.id}, {'technician_id': foreigner.id}):
            with self.assertRaises(UserError):
                self.job.sudo().write(values)

    def test_only_plans_take(self):
        vals = {'workshop_id': self.workshop.id, 'bay_id': self.bay.id, 'start': self._at(8), 'stop': self._at(9)}
        with self.assertRaises(UserError):
            self.env['aftersales.allocation'].with_user(self.user_manager).create(vals)

    def test_work_is_never_refused_by_a_plan(self):
        """Who starts a free job takes it; a plan in the way of that gives way."""
        self._plan(self.job, 8, 10, technician_id=self.technician.id)
        self._plan(self.job_2, 9, 11)
        self.job_2.with_user(self.user_technician).action_clock_start()
        self.assertEqual((self.job_2.state, self.job_2.technician_id), ('doing', self.technician))
        self.assertFalse(self.job_2.planned_start)
        self.assertIn("Wang Wei is taken by", self.job_2.message_ids[:1].body)
        self.assertEqual(self.job.planned_start, self._at(8))

    def test_receiving_is_never_refused_by_a_plan(self):
        drafts = self._create_orders(2)
        for draft in drafts:
            self._plan(draft.job_ids, 8, 10, technician_id=self.technician.id)
        self.assertFalse(drafts.allocation_ids, "An estimate takes nobody.")
        drafts.action_receive()
        self.assertEqual(drafts.mapped('state'), ['received'] * 2)
        self.assertEqual(len(drafts.allocation_ids), 1)
        self.assertEqual(len(drafts.job_ids.filtered('planned_start')), 1)

    def test_rework_is_planned_anew(self):
        self._plan(self.job, 8, 10, technician_id=self.technician.id)
        self.job.with_user(self.user_technician).action_start()
        self.job.with_user(self.user_technician).action_done()
        self._plan(self.job_2, 8, 10, technician_id=self.technician.id)
        self.job.with_user(self.user_inspector)._transition('todo')
        self.assertFalse(self.job.planned_start)

    @mute_logger('odoo.sql_db')
    def test_two_sessions_at_once(self):
        """The database refuses the second of two plans made at once; on two real connections."""
        database = db_connect(self.env.cr.dbname)
        with database.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            workshop = env['aftersales.workshop'].create({
                'name': 'Two plans', 'code': 'TWOPLANS', 'bay_ids': [Command.create({'name': 'Only lift'})]})
            vals = {
                'workshop_id': workshop.id, 'bay_id': workshop.bay_ids.id, 'start': self._at(8), 'stop': self._at(9)}
            workshop_id = workshop.id
        try:
            with database.cursor() as first_cr, database.cursor() as second_cr:
                first, second = (
                    api.Environment(cr, SUPERUSER_ID, {})['aftersales.allocation'] for cr in (first_cr, second_cr))
                first.create(vals)
                first.flush_model()
                second_cr.execute(SQL("SET LOCAL lock_timeout = '40ms'"))
                with self.assertRaises(psycopg2.errors.LockNotAvailable), second_cr.savepoint(flush=False):
                    second.create(vals)
                first_cr.commit()
                with self.assertRaises(psycopg2.errors.ExclusionViolation), second_cr.savepoint(flush=False):
                    second.create(vals)  # it does not see the other's row, but the database does
                second_cr.rollback()
        finally:
            with database.cursor() as cr:
                api.Environment(cr, SUPERUSER_ID, {})['aftersales.workshop'].browse(workshop_id).unlink()
