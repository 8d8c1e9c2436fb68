from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at

DIALOGS = (
    'aftersales.allowance.wizard', 'aftersales.archive.wizard', 'aftersales.cancel.wizard', 'aftersales.dismiss.wizard',
    'aftersales.leave.wizard', 'aftersales.odometer.wizard', 'aftersales.promise.wizard',
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
                getattr(documents, again)()
                self.assertEqual(documents.mapped('cancel_reason'), [False, False])
                if documents._name == 'aftersales.order':
                    documents.action_receive()
                self.assertTrue(documents.action_cancel())
                self.assertNotIn('cancelled', documents.mapped('state'))

    def test_nobody_relies_on_it(self):
        """An estimate that nobody has signed ends by a click."""
        order = self.env['aftersales.order'].with_user(self.user_advisor).create({
            'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id})
        self.assertIsNone(order.action_cancel())
        self.assertEqual(order.state, 'cancelled')

    def test_blanks_are_no_reason(self):
        """faults U14: declining, dropping, archiving, leaving, promising anew: whoever asks why takes no blanks."""
        order = self._create_documents()[2][0]
        values = {
            'aftersales.allowance.wizard': {'job_id': self.env['aftersales.job'].create({
                'order_id': order.id, 'name': "Wash"}).id},
            'aftersales.archive.wizard': {'order_ids': order.ids},
            'aftersales.cancel.wizard': {'res_model': order._name, 'res_ids': order.ids},
            'aftersales.dismiss.wizard': {},
            'aftersales.promise.wizard': {'order_id': order.id, 'promise_date': '2031-01-01 10:00:00'},
        }
        asking = {
            name for name in self.env.registry
            if name.startswith('aftersales.') and self.env[name]._transient and self.env[name]._fields.get('reason')
            and self.env[name]._fields['reason'].required and self.env[name]._fields['reason'].type == 'char'}
        self.assertEqual(asking, set(DIALOGS))
        for name in asking:
            self.assertIsInstance(self.env[name], self.env.registry['aftersales.reason.mixin'], name)
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
