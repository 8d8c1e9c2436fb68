from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.sheet import SheetCommon


@tagged('post_install', '-at_install')
class TestSheetEdit(SheetCommon):
    """faults U9: the sheet is written cell by cell, by the models' own rules."""

    # === CELLS ===#

    def test_a_cell_is_written_and_the_answer_is_the_form(self):
        """faults U9: one call writes, and brings what all of the form shows then."""
        answer = self.order.with_user(self.user_advisor).sheet_write(
            'row', self.part_line.id, {'quantity': 3}, {'quantity': 2}, {'order_sheet': {}, 'amount_total': {}})
        self.assertFalse(answer['refused'])
        self.assertEqual(self.part_line.quantity, 3)
        self.assertEqual(answer['values']['amount_total'], self.order.amount_total)
        self.assertEqual(answer['values']['order_sheet']['jobs'][0]['rows'][1]['quantity'], 3)

    def test_who_writes_what(self):
        """faults U9: technicians tell what they found and did; lines are the office's."""
        self._write(self.job, self.user_technician, cause="Pads worn", correction="Replaced")
        self.assertEqual((self.job.cause, self.job.correction), ("Pads worn", "Replaced"))
        for role in ('technician', 'inspector', 'parts', 'care', 'accountant'):
            user = getattr(self, f'user_{role}')
            with self.assertRaises(AccessError, msg=role):
                self._write(self.part_line, user, quantity=9)
            with self.assertRaises(AccessError, msg=role):
                self._write(self.job, user, technician_id=self.technician.id)
        self._write(self.job, self.user_claims, technician_id=self.technician.id)
        self.assertEqual(self.job.technician_id, self.technician)

    def test_the_models_guards_hold(self):
        """faults U9: no way round a limit, a lock or a constraint."""
        with self.assertRaisesRegex(UserError, "limit|discount|give"):
            self._write(self.part_line, discount=100)
        self.order.action_receive()
        self.cancel(self.order)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self._write(self.part_line, quantity=1)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self._write(self.job, cause="Late")

    # === TWO WRITERS ===#

    def test_the_second_writer_is_told_not_overwritten(self):
        """faults U9: two people, one cell."""
        self._write(self.part_line, self.user_dispatcher, quantity=5)
        answer = self._write(self.part_line, self.user_advisor, seen={'quantity': 2}, quantity=3)
        self.assertIn("Test Dispatcher has changed Quantity to “5.0”", answer['refused'])
        self.assertEqual(self.part_line.quantity, 5)
        self.assertEqual(answer['values']['order_sheet']['jobs'][0]['rows'][1]['quantity'], 5, "he sees what is there")
        # Now that he knows, he may.
        self.assertFalse(self._write(self.part_line, self.user_advisor, seen={'quantity': 5}, quantity=3)['refused'])
        self.assertEqual(self.part_line.quantity, 3)

    def test_texts_and_people_are_compared_too(self):
        self._write(self.job, self.user_dispatcher, cause="Disc bent", technician_id=self.technician.id)
        answer = self._write(self.job, seen={'cause': ''}, cause="Pads worn")
        self.assertIn("has changed Cause to “Disc bent”", answer['refused'])
        answer = self._write(self.job, seen={'technician_id': False}, technician_id=self.technician_2.id)
        self.assertIn("has changed Technician to “Wang Wei”", answer['refused'])
        self.assertEqual((self.job.cause, self.job.technician_id), ("Disc bent", self.technician))

    def test_other_cells_are_no_conflict(self):
        self._write(self.part_line, self.user_dispatcher, quantity=5)
        self.assertFalse(self._write(self.part_line, seen={'name': self.part_line.name}, name="Pads, front axle")['refused'])

    def test_a_line_that_is_gone(self):
        order, line_id = self.order, self.part_line.id
        order.with_user(self.user_dispatcher).sheet_remove('row', line_id)
        with self.assertRaisesRegex(UserError, "not on .* any more"):
            order.with_user(self.user_advisor).sheet_write('row', line_id, {'quantity': 3}, {'quantity': 2})

    # === WHAT A CLIENT MAY SEND ===#

    def test_hostile_input(self):
        """faults U9: only the sheet's fields of this order's records, with values of their kind."""
        other = self._create_orders(vehicle_id=self.vehicle_2.id)
        write = self.order.with_user(self.user_advisor).sheet_write
        for kind, record_id, values, seen in (
            ('row', other.line_ids[0].id, {'quantity': 1}, {'quantity': 1}),
            ('card', other.job_ids.id, {'cause': 'x'}, {'cause': ''}),
            ('card', self.part_line.id + 10**6, {'cause': 'x'}, {'cause': ''}),
            ('row', True, {'quantity': 1}, {'quantity': 1}),
            ('row', [self.part_line.id], {'quantity': 1}, {'quantity': 1}),
            ('row', '1 OR 1=1', {'quantity': 1}, {'quantity': 1}),
            ('order', self.order.id, {'state': 'delivered'}, {'state': 'draft'}),
            (['row'], self.part_line.id, {'quantity': 1}, {'quantity': 2}),
            ('row', self.part_line.id, {'job_id': self.job.id}, {'job_id': self.job.id}),
            ('row', self.part_line.id, {'technical_price_unit': 0}, {'technical_price_unit': 0}),
            ('row', self.part_line.id, {'tax_ids': [Command.clear()]}, {}),
            ('card', self.job.id, {'state': 'passed'}, {'state': 'todo'}),
            ('card', self.job.id, {'approval': 'approved'}, {'approval': 'pending'}),
            ('card', self.job.id, {'share': 0}, {'share': 100}),
            ('row', self.part_line.id, {'quantity': float('nan')}, {'quantity': 2}),
            ('row', self.part_line.id, {'quantity': float('inf')}, {'quantity': 2}),
            ('row', self.part_line.id, {'quantity': 1e30}, {'quantity': 2}),
            ('row', self.part_line.id, {'quantity': '3'}, {'quantity': 2}),
            ('row', self.part_line.id, {'quantity': True}, {'quantity': 2}),
            ('row', self.part_line.id, {'name': 5}, {'name': self.part_line.name}),
            ('row', self.part_line.id, {'name': ['x']}, {'name': self.part_line.name}),
            ('card', self.job.id, {'technician_id': 'Wang Wei'}, {'technician_id': False}),
            ('card', self.job.id, {'technician_id': 10**8}, {'technician_id': False}),
            ('card', self.job.id, {'technician_id': True}, {'technician_id': False}),
            ('row', self.part_line.id, {}, {}),
            ('row', self.part_line.id, 'quantity', {}),
            ('row', self.part_line.id, ['quantity'], {}),
        ):
            with self.assertRaises(UserError, msg=f'{kind} {record_id} {values}'), self.cr.savepoint():
                write(kind, record_id, values, seen)
        self.assertEqual((self.part_line.quantity, self.job.state), (2, 'todo'))

    def test_without_what_was_seen_nothing_is_written(self):
        for seen in (None, {}, [], 'x', {'quantity': None}, {'quantity': float('nan')}):
            answer = self.order.with_user(self.user_advisor).sheet_write('row', self.part_line.id, {'quantity': 7}, seen)
            self.assertTrue(answer['refused'], seen)
        self.assertEqual(self.part_line.quantity, 2)

    def test_another_companys_order(self):
        """faults U9: every public method asks the user's rights first."""
        order = self.order.with_user(self.user_other_advisor)
        for call in (
            lambda: order.sheet_write('row', self.part_line.id, {'quantity': 3}, {'quantity': 2}),
            lambda: order.sheet_sort('row', [self.part_line.id]),
            lambda: order.sheet_move(self.part_line.id, self.job.id, []),
            lambda: order.sheet_remove('row', self.part_line.id),
            lambda: order.sheet_find("brake"),
            lambda: order.sheet_choices('technician_id', ''),
            lambda: order.sheet_add({'kind': 'operation', 'id': self.operation.id}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_choices(self):
        """faults U9: a cell offers what may be chosen there."""
        order = self.order.with_user(self.user_advisor)
        self.assertEqual({name for __, name in order.sheet_choices('technician_id')}, {"Wang Wei", "Li Na"})
        self.assertEqual([name for __, name in order.sheet_choices('technician_id', "wang")], ["Wang Wei"])
        self.assertIn("Lift 1", [name for __, name in order.sheet_choices('bay_id')])
        for name in ('order_id', 'company_id', 'nothing', 'cause', ['bay_id'], None):
            with self.assertRaises(UserError):
                order.sheet_choices(name)

    # === PLACES ===#

    def test_jobs_and_lines_are_sorted(self):
        order = self._create_many(3)
        jobs = order.job_ids
        order.sheet_sort('card', [jobs[2].id, jobs[0].id, jobs[1].id])
        self.env.invalidate_all()
        self.assertEqual(order.job_ids.ids, [jobs[2].id, jobs[0].id, jobs[1].id])
        lines = jobs[0].line_ids
        order.sheet_sort('row', lines[::-1].ids)
        self.env.invalidate_all()
        self.assertEqual(jobs[0].line_ids.ids, lines[::-1].ids)
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).sheet_sort('card', jobs.ids)
        with self.assertRaisesRegex(UserError, "within their job"):
            order.sheet_sort('row', (jobs[0].line_ids | jobs[1].line_ids).ids)

    def test_a_line_goes_to_another_job(self):
        """faults U9: dragged, it is entered in the other job and leaves the first."""
        order = self._create_many(2)
        first, second = order.job_ids
        line = first.line_ids[1]
        line.discount = 5
        answer = order.sheet_move(line.id, second.id, [second.line_ids[0].id, line.id, second.line_ids[1].id])
        self.assertFalse(line.exists())
        self.assertEqual(len(first.line_ids), 1)
        moved = second.line_ids.filtered(lambda each: each.id == answer['line'])
        self.env.invalidate_all()
        self.assertEqual(second.line_ids[1], moved)
        self.assertEqual((moved.product_id, moved.quantity, moved.discount), (self.part, 2, 5))
        self.assertEqual(moved.approval, 'pending')

    def test_a_typed_price_goes_along(self):
        order = self._create_many(2)
        first, second = order.job_ids
        first.line_ids[1].price_unit = 90
        order.sheet_move(first.line_ids[1].id, second.id, [])
        self.assertIn(90, second.line_ids.mapped('price_unit'))

    def test_what_cannot_be_moved(self):
        order = self._create_many(2)
        first, second = order.job_ids
        other = self._create_orders()
        with self.assertRaises(UserError):
            order.sheet_move(first.line_ids[0].id, other.job_ids.id, [])
        with self.assertRaisesRegex(UserError, "already"):
            order.sheet_move(first.line_ids[0].id, first.id, [])
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).sheet_move(first.line_ids[0].id, second.id, [])
        second.action_cancel()
        with self.assertRaisesRegex(UserError, "cancelled"):
            order.sheet_move(first.line_ids[0].id, second.id, [])

    def test_remove(self):
        """faults U9: what nothing was done of yet goes; what was answered stays."""
        order = self._create_many(2)
        first, second = order.job_ids
        order.sheet_remove('row', first.line_ids[0].id)
        self.assertEqual(len(first.line_ids), 1)
        order.sheet_remove('card', first.id)
        self.assertEqual(order.job_ids, second)
        self.approve(self.receive(order))
        with self.assertRaisesRegex(UserError, "answered by the customer"):
            order.sheet_remove('card', second.id)
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).sheet_remove('card', second.id)
