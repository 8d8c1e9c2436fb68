from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at

DIALOGS = (
    'aftersales.allowance.wizard', 'aftersales.archive.wizard', 'aftersales.cancel.wizard', 'aftersales.dismiss.wizard',
    'aftersales.leave.wizard', 'aftersales.odometer.wizard', 'aftersales.promise.wizard', 'aftersales.reopen.wizard',
)


@tagged('post_install', '-at_install')
class TestReasons(BookingCommon):
    """faults U14: what somebody relies on is not ended without a reason, whatever way it is ended."""

    def _create_documents(self):
        """Two of each kind on which somebody relies, and the user whose they are."""
        with freeze_time(MONDAY):
            appointments = self.env['aftersales.appointment'].with_user(self.user_advisor).create([
                self._prepare_appointment_vals(at(hour)) for hour in (9, 11)])
        enquiries = self.env['aftersales.enquiry'].with_user(self.user_advisor).create([{
            'partner_id': self.customer.id, 'workshop_id': self.workshop.id, 'question': question,
        } for question in ("Winter tyres?", "Brakes?")])
        orders = self.env['aftersales.order'].with_user(self.user_advisor).create([{
            'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id, 'odometer_in': 12000} for __ in range(2)])
        orders.action_receive()
        return appointments, enquiries, orders

    def test_every_door(self):
        """faults U14: button, call of the method, write, import: refused or asked for; the dialog ends them both."""
        for documents in self._create_documents():
            with self.subTest(documents._name):
                before = documents.mapped('state')
                action = documents.action_cancel()
                self.assertEqual(action['res_model'], 'aftersales.cancel.wizard')
                for user in (self.user_advisor, self.user_manager, self.env.user):
                    with self.assertRaisesRegex(UserError, "without a reason"):
                        documents.with_user(user).write({'state': 'cancelled'})
                with self.assertRaisesRegex(UserError, "without a reason"):
                    documents[1].with_context(cancel_reason="x", tracking_disable=True).state = 'cancelled'
                for blank in ("", "  ", "\n", "\u200b", False):
                    with self.assertRaises(UserError):
                        documents._cancel(blank)
                imported = documents.load(['.id', 'state'], [[str(documents[0].id), 'Cancelled']])
                self.assertFalse(imported['ids'])
                self.assertEqual(documents.mapped('state'), before)
                with self.assertRaises(AccessError):
                    documents.with_user(self.user_technician).action_cancel()
                self.cancel(documents, "Moves abroad")
                self.assertEqual(documents.mapped('state'), ['cancelled'] * 2)
                self.assertEqual(documents.mapped('cancel_reason'), ["Moves abroad"] * 2)

    def test_old_reason_does_not_count(self):
        """faults U14: what was taken up again and ends a second time wants a second reason."""
        with freeze_time(MONDAY):
            for documents, again in zip(self._create_documents(), ('action_book', 'action_reopen', 'action_draft')):
                self.cancel(documents)
                if getattr(documents, again)():
                    self.reopen(documents)
                self.assertEqual(documents.mapped('cancel_reason'), [False, False])
                if documents._name == 'aftersales.order':
                    documents.action_receive()
                self.assertTrue(documents.action_cancel())
                self.assertNotIn('cancelled', documents.mapped('state'))

    def test_one_job_of_many(self):
        """faults U14: a job of a received order ends, and goes on, for a reason only, by whatever way."""
        orders = self._create_documents()[2]
        orders.write({'job_ids': [(0, 0, {'operation_id': self.operation.id}), (0, 0, {'name': "Wash"})]})
        jobs = orders.mapped('job_ids')
        washing = jobs.filtered(lambda job: job.name == "Wash")
        for act, wizard, target, words in (
                ('action_cancel', 'aftersales.cancel.wizard', 'cancelled', "not cancelled without a reason"),
                ('action_reopen', 'aftersales.reopen.wizard', 'todo', "not reopened without a reason")):
            before = set(washing.mapped('state'))
            action = getattr(washing, act)()
            self.assertEqual((action['res_model'], action['context']['default_res_ids']), (wizard, washing.ids))
            for user in (self.user_advisor, self.user_manager, self.env.user):
                with self.assertRaisesRegex(UserError, words):
                    washing.with_user(user).write({'state': target})
            with self.assertRaisesRegex(UserError, words):
                washing[1].with_context(cancel_reason="x", reopen_reason="x", tracking_disable=True).state = target
            label = dict(washing._fields['state']._description_selection(self.env))[target]
            self.assertFalse(washing.load(['.id', 'state'], [[str(washing[0].id), label]])['ids'])
            for blank in ("", "  ", "\u200b", False):
                with self.assertRaises(UserError):
                    (washing._cancel if target == 'cancelled' else washing._reopen)(blank)
            with self.assertRaises(AccessError):
                getattr(washing.with_user(self.user_technician), act)()
            with self.assertRaises(AccessError):
                washing.write({'cancel_reason': "By RPC", 'reopen_reason': "By RPC"})
            self.assertEqual(set(washing.mapped('state')), before)
            dialog = self.env[wizard].with_user(self.user_advisor).with_context(**action['context'])
            dialog.create({'reason': "He washes it himself"}).action_apply()
            self.assertEqual(set(washing.mapped('state')), {target})
            self.assertEqual(washing.mapped('cancel_reason' if target == 'cancelled' else 'reopen_reason'),
                             ["He washes it himself"] * 2)
        self.assertEqual(washing.mapped('cancel_reason'), [False] * 2)
        self.assertEqual(set((jobs - washing).mapped('state')), {'todo'})
        self.env.flush_all()
        self.env.cr.precommit.run()
        told = washing.message_ids.sudo().tracking_value_ids.filtered(
            lambda value: value.field_id.name in ('cancel_reason', 'reopen_reason'))
        self.assertGreaterEqual(len(told), 4, "the logs tell both")

    def test_order_taken_up_again(self):
        """faults U14: so is a received order; its jobs go on with it, but for those that had ended before."""
        orders = self._create_documents()[2]
        orders.write({'job_ids': [(0, 0, {'operation_id': self.operation.id}), (0, 0, {'name': "Wash"})]})
        washing = orders.mapped('job_ids').filtered(lambda job: job.name == "Wash")
        self.cancel(washing, "He washes it himself")
        self.cancel(orders)
        self.assertEqual(set(orders.mapped('job_ids.state')), {'cancelled'})
        self.assertEqual(orders.action_draft()['res_model'], 'aftersales.reopen.wizard')
        for user in (self.user_advisor, self.user_manager, self.env.user):
            with self.assertRaisesRegex(UserError, "not reopened without a reason"):
                orders.with_user(user).write({'state': 'draft'})
        with self.assertRaises(AccessError):
            orders.with_user(self.user_technician).action_draft()
        self.reopen(orders, "The part came")
        self.assertEqual(orders.mapped('state'), ['draft'] * 2)
        self.assertEqual(orders.mapped('reopen_reason'), ["The part came"] * 2)
        self.assertEqual(set(washing.mapped('state')), {'cancelled'})
        self.assertEqual(set((orders.job_ids - washing).mapped('state')), {'todo'})

    def test_nobody_relies_on_it(self):
        """An estimate that nobody has signed ends by a click."""
        order = self.env['aftersales.order'].with_user(self.user_advisor).create({
            'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id,
            'job_ids': [(0, 0, {'name': "Wash"}), (0, 0, {'name': "Wax"})]})
        self.assertIsNone(order.job_ids[0].action_cancel())
        self.assertIsNone(order.job_ids[0].action_reopen())
        self.assertIsNone(order.action_cancel())
        self.assertEqual(order.state, 'cancelled')
        self.assertIsNone(order.action_draft())
        self.assertEqual(order.job_ids.mapped('state'), ['todo'] * 2)

    def test_blanks_are_no_reason(self):
        """faults U14: declining, dropping, archiving, leaving, promising anew: whoever asks why takes no blanks."""
        order = self._create_documents()[2][0]
        values = {
            'aftersales.allowance.wizard': {'job_id': self.env['aftersales.job'].create({
                'order_id': order.id, 'name': "Wash"}).id},
            'aftersales.archive.wizard': {'order_ids': order.ids},
            'aftersales.cancel.wizard': {'res_model': order._name, 'res_ids': order.ids},
            'aftersales.reopen.wizard': {'res_model': order._name, 'res_ids': order.ids},
            'aftersales.dismiss.wizard': {},
            'aftersales.promise.wizard': {'order_id': order.id, 'promise_date': '2031-01-01 10:00:00'},
        }
        asking = {
            name for name in self.env.registry
            if name.startswith('aftersales.') and self.env[name]._transient and self.env[name]._fields.get('reason')
            and self.env[name]._fields['reason'].required and self.env[name]._fields['reason'].type == 'char'}
        self.assertLessEqual(set(DIALOGS), asking)
        for name in asking:  # of whatever room
            self.assertIsInstance(self.env[name], self.env.registry['aftersales.reason.mixin'], name)
            with self.subTest(name, new=True), self.assertRaisesRegex(UserError, "Write why"):
                self.env[name].new({'reason': " \u200b"})._check_reason()
        for name in DIALOGS:
            with self.subTest(name), self.assertRaisesRegex(UserError, "Write why"):
                self.env[name].with_user(self.user_manager).create({
                    'order_id': order.id, **values.get(name, {}), 'reason': " \u200b"}
                    if 'order_id' in self.env[name]._fields else {**values[name], 'reason': " \u200b"})

    def test_why_the_customer_declines(self):
        """faults U14: who takes down a no asks why."""
        order = self._create_documents()[2][0]
        order.job_ids = [(0, 0, {'operation_id': self.operation.id})]
        dialog = self.env['aftersales.authorise.wizard'].with_user(self.user_advisor).create({
            'job_ids': order.job_ids.ids, 'decision': 'declined', 'channel': 'phone', 'reason': " "})
        with self.assertRaisesRegex(UserError, "Write why the customer declines"):
            dialog.action_apply()
        dialog.reason = "Too dear"
        dialog.action_apply()
        self.assertEqual(order.job_ids.approval, 'declined')
