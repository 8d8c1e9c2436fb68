from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractNotice(ContractCommon):
    """G3, contracts §4: a month before the end the customer is told, once, with what is left and what follows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "owner@example.com"
        cls.customer._note_wishes({('mail', 'marketing'): 'yes'}, 'phone')
        cls.company.aftersales_notice_channel = 'mail'

    def _run(self, name):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f'aftersales.{name}').method_direct_trigger()
        self.env.invalidate_all()

    def _get_notices(self, contract):
        return self.env['aftersales.notice'].search([
            ('res_model', '=', contract._name), ('res_id', '=', contract.id),
            ('mail_template', '=', 'aftersales.mail_template_contract_end')])

    def test_told_once(self):
        """G3: by the house itself, beside its seller's task; the message says until when, what is left and the offers."""
        contract = self._sell()
        with freeze_time('2027-01-30 02:00:00'):
            self._run('cron_tell_renewals')
            self.assertFalse(self._get_notices(contract))
            with self.assertRaisesRegex(UserError, "does not end soon"):
                contract.action_tell_customer()
        with freeze_time('2027-02-01 02:00:00'):
            self._run('cron_tell_renewals')
            self._run('cron_tell_renewals')
            self.assertEqual(len(self._get_notices(contract)), 1)
            with self.assertRaisesRegex(UserError, "told already"):
                contract.action_tell_customer()
            self._run('cron_send_notices')
            self.assertEqual(self._get_notices(contract).state, 'sent')
            body = contract.message_ids.filtered(lambda message: self.customer in message.partner_ids)[:1].body
            for text in ("03/02/2027", "Service A: 3 left", "Three services, 12 months", "100.00"):
                self.assertIn(text, body)

    def test_overtaken(self):
        """G3: who renews before it is sent is not told."""
        contract = self._sell()
        with freeze_time('2027-02-01 02:00:00'):
            self._run('cron_tell_renewals')
            contract.action_renew()
            self._run('cron_send_notices')
            self.assertEqual(self._get_notices(contract).state, 'skipped')

    def test_suspended(self):
        """G3: while it stands still nobody is told a last day; running again it is told once more, with the later one."""
        contract, still = self._sell(), self._sell()
        with freeze_time('2027-01-15 02:00:00'):
            still.with_user(self.user_manager)._suspend("Abroad")
        with freeze_time('2027-02-01 02:00:00'):
            self._run('cron_tell_renewals')
            self.assertFalse(self._get_notices(still) or still.is_to_renew or still.renewal_told_date)
            self.assertEqual(len(self._get_notices(contract)), 1)
            contract.with_user(self.user_manager)._suspend("Abroad")
            self._run('cron_send_notices')
            self.assertEqual(self._get_notices(contract).state, 'skipped')
        with freeze_time('2027-04-01 02:00:00'):
            contract.with_user(self.user_manager).action_activate()
            self.assertEqual(str(contract.end_date), '2027-04-30')
            self.assertFalse(contract.end_notice_date or contract.renewal_told_date)
            self.assertFalse(contract.sudo().activity_search(['aftersales.mail_activity_contract_renewal']))
            self._run('cron_tell_renewals')
            self._run('cron_send_notices')
            self.assertEqual(self._get_notices(contract).sorted('id').mapped('state'), ['skipped', 'sent'])
            self.assertIn("04/30/2027", contract.message_ids.filtered(
                lambda message: self.customer in message.partner_ids)[:1].body)

    def test_used_up(self):
        """G3: of a contract with nothing left nobody is told that it ends soon; its seller has his task all the same."""
        contract = self._sell()
        for __ in range(3):
            self._redeem().job_ids._use_contract()
        self._run('cron_tell_renewals')
        self.assertEqual((contract.state, contract.is_to_renew, bool(contract.renewal_told_date)), ('used_up', True, True))
        self.assertFalse(self._get_notices(contract))
        with self.assertRaisesRegex(UserError, "does not end soon"):
            contract.action_tell_customer()

    def test_by_kilometres(self):
        """G3: where the kilometres end it, the message says how many are left."""
        self.kind.distance = 10000
        self.vehicle._record_odometer(5000, 'manual')
        contract = self._sell()
        with freeze_time('2026-05-02 02:00:00'):
            self.vehicle._record_odometer(13000, 'manual')
            self._run('cron_tell_renewals')
            self._run('cron_send_notices')
            self.assertEqual(self._get_notices(contract).state, 'sent')
            body = contract.message_ids.filtered(lambda message: self.customer in message.partner_ids)[:1].body
            self.assertIn("03/02/2027, or for another 2,000 km", body)

    def test_left_in_peace(self):
        """G3, K2: whoever waits for an answer to a complaint is offered nothing, neither by night nor by hand."""
        contract, late = self._sell(), self._sell()
        with freeze_time('2027-02-01 02:00:00'):
            late.action_tell_customer()
            self._complain()
            self._run('cron_tell_renewals')
            self._run('cron_send_notices')
            self.assertTrue(contract.renewal_told_date, "its seller has his task all the same")
            self.assertFalse(self._get_notices(contract) or contract.end_notice_date)
            self.assertEqual(self._get_notices(late).state, 'skipped')
            with self.assertRaisesRegex(UserError, "waits for an answer"):
                contract.action_tell_customer()

    def test_wants_no_offers(self):
        """G3, J3: until when his contract runs is told to everybody; who refuses offers reads none in it."""
        contract = self._sell()
        with freeze_time('2027-02-01 02:00:00'):
            self.customer._note_wishes({('mail', 'marketing'): 'no'}, 'phone')
            self._run('cron_tell_renewals')
            self._run('cron_send_notices')
            self.assertEqual(self._get_notices(contract).state, 'sent')
            body = contract.message_ids.filtered(lambda message: self.customer in message.partner_ids)[:1].body
            self.assertIn("03/02/2027", body)
            self.assertIn("Service A: 3 left", body)
            self.assertNotIn("we offer", body)

    def test_refuses_every_message(self):
        """G3, J3: who wants no messages at all is not written to, whatever they say."""
        contract = self._sell()
        with freeze_time('2027-02-01 02:00:00'):
            self.customer._note_wishes({('mail', 'service'): 'no'}, 'phone')
            self._run('cron_tell_renewals')
            self._run('cron_send_notices')
            self.assertNotEqual(self._get_notices(contract).state, 'sent')

    def _complain(self):
        return self.env['aftersales.complaint'].sudo().create({
            'story': "The brakes squeal again.", 'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id,
            'category_id': self.env.ref('aftersales.complaint_category_not_cured').id})

    def test_button(self):
        """G3: the button is there while it would tell the customer, and not where it is refused."""
        contract = self._sell()

        def shows():
            self.env.invalidate_all()
            button = self.env['aftersales.contract'].with_user(self.user_advisor).get_view(view_type='form')['arch']
            self.assertIn('invisible="not is_end_to_tell"', button)
            with Form(contract.with_user(self.user_advisor)) as form:
                return form.is_end_to_tell

        with freeze_time('2027-01-30 02:00:00'):
            self.assertFalse(shows())
        with freeze_time('2027-02-01 02:00:00'):
            self.assertTrue(shows())
            contract.action_tell_customer()
            self.assertFalse(shows())
        other = self._sell()
        with freeze_time('2027-03-04 02:00:00'):
            self.env.invalidate_all()
            other.action_expire()
            contract = other
            self.assertTrue(other.is_to_renew)
            self.assertFalse(shows())

    def test_by_hand(self):
        """G3: a house that does not write by itself leaves it to the seller; nobody else tells its customers."""
        self.company.aftersales_contract_notice = False
        contract = self._sell()
        with freeze_time('2027-02-01 02:00:00'):
            self._run('cron_tell_renewals')
            self.assertFalse(self._get_notices(contract))
            with self.assertRaises(AccessError):
                contract.with_user(self.user_technician).action_tell_customer()
            contract.action_tell_customer()
            self.assertEqual(len(self._get_notices(contract)), 1)
