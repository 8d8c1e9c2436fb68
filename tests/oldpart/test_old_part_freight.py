from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestOldPartFreight(WarrantyCommon):
    """H6: what sending old parts cost is signed by the handler and by another person, and stays then."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env['res.partner'].create({'name': "Core Works"})
        order = cls._create_order(cls._prepare_job((cls.disc, 1)))
        cls.parts = cls.env['aftersales.old.part'].create([
            {'job_id': order.job_ids.id, 'product_id': cls.disc.id, 'place': "O-1", 'duty': 'core',
             'supplier_id': cls.supplier.id} for __ in range(3)]).with_user(cls.user_parts)
        cls.parts.action_hand_in()

    def _send(self, parts):
        parts.action_send_back()
        action = parts.action_enter_freight()
        return self.env[action['res_model']].with_user(self.user_parts).browse(action['res_id'])

    def test_two_sign(self):
        sent, here = self.parts[:2], self.parts[2]
        with self.assertRaisesRegex(UserError, "not sent"):
            sent.action_enter_freight()
        with self.assertRaises(AccessError):
            sent.with_user(self.user_technician).action_enter_freight()
        freight = self._send(sent)
        self.assertEqual((freight.partner_id, freight.old_part_ids, freight.company_id), (self.supplier, sent, self.company))
        with self.assertRaisesRegex(UserError, "already"):
            sent[:1].action_enter_freight()
        with self.assertRaisesRegex(UserError, "Enter carrier and freight"):
            freight.action_sign_handler()
        freight.write({'carrier': "SF", 'waybill': "123", 'amount': 85})
        with self.assertRaisesRegex(UserError, "handler first"):
            freight.with_user(self.user_manager).action_sign_leader()
        freight.action_sign_handler()
        with self.assertRaisesRegex(AccessError, "manager"):
            freight.action_sign_leader()
        freight.amount = 86
        self.assertFalse(freight.handler_id, "what is changed is signed anew")
        freight.action_sign_handler()
        with self.assertRaisesRegex(UserError, "signed and stays"):
            freight.unlink()
        freight.with_user(self.user_manager).action_sign_leader()
        self.assertEqual((freight.handler_id, freight.leader_id), (self.user_parts, self.user_manager))
        for change in (lambda: freight.write({'amount': 1}), freight.action_sign_handler, freight.unlink):
            with self.assertRaises(UserError):
                change()
        self.assertEqual(sent.mapped('freight_amount'), [43, 43])
        self.assertFalse(here.freight_ids)

    def test_not_twice_the_same_person(self):
        """H6: a manager who sent them himself has another one sign."""
        freight = self._send(self.parts).with_user(self.user_manager)
        freight.write({'carrier': "SF", 'amount': 85})
        freight.action_sign_handler()
        with self.assertRaisesRegex(UserError, "Another person signs"):
            freight.action_sign_leader()
        for change in ({'handler_id': self.user_parts.id}, {'leader_id': self.user_manager.id}, {'old_part_ids': False}):
            with self.assertRaises(AccessError):
                freight.write(change)

    def test_sent_again(self):
        """H6: a part that was rejected and sent again has a freight each time."""
        part = self.parts[0]
        first = self._send(part)
        with freeze_time('2027-03-20 04:00:00'):
            part.appraisal_note = "Cracked"
            part.action_reject()
            part.action_come_back()
            second = self._send(part)
        self.assertEqual(part.freight_ids, first | second)
