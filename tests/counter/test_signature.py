import json

from lxml import etree
from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG, CheckinCommon


@tagged('post_install', '-at_install')
class TestSignature(CheckinCommon):
    """faults M4: a signature stands for what was on the screen when it was drawn."""

    def _change_elsewhere(self, checkin):
        """Changes of what a check-in shows, each by the way it is made: name, what is done."""
        order = checkin.order_id
        line = order.job_ids.line_ids[:1]
        return {
            'odometer': lambda: order.write({'odometer_in': 13000}),
            'concern': lambda: checkin.write({'concern': "Brakes squeal"}),
            'old parts': lambda: order.write({'old_parts_wish': 'return'}),
            'customer': lambda: order.write({'partner_id': self.env['res.partner'].create({'name': "Somebody"}).id}),
            'key tag': lambda: checkin.write({'key_tag': '99'}),
            'level': lambda: checkin.write({'fuel_level': 90}),
            'lights': lambda: checkin.write({
                'warning_light_ids': [Command.link(self.env.ref('aftersales.warning_light_oil').id)]}),
            'belonging': lambda: checkin.write({'belonging_ids': [Command.create({'name': "Laptop"})]}),
            'belonging by itself': lambda: checkin.belonging_ids.create({'checkin_id': checkin.id, 'name': "Umbrella"}),
            'damage': lambda: checkin.damage_ids.create({'checkin_id': checkin.id, 'view': 'top', 'x': 0.1, 'y': 0.1}),
            'job added': lambda: order.write({'job_ids': [Command.create({'operation_id': self.operation.id})]}),
            'job renamed': lambda: order.job_ids[:1].write({'name': "Something else"}),
            'price': lambda: line.write({'price_unit': line.price_unit + 500}),
            'hours': lambda: line.write({'quantity': line.quantity + 1}),
            'line gone': line.unlink,
            'payer': lambda: order.job_ids[:1].with_user(self.user_manager).write({
                'pay_type_id': self.env.ref('aftersales.pay_type_internal').id}),
            'answer elsewhere': lambda: order.job_ids[:1]._decline('phone', whole=True, reason="No"),
            'orders the work': lambda: checkin.write({'approves_jobs': False}),
            'who signs': lambda: checkin.write({'signatory': "Somebody else"}),
        }

    def test_any_change_takes_the_signature_away(self):
        """faults M4: work, price, odometer, belongings and all else that is shown; nothing is approved under it."""
        for name in self._change_elsewhere(self._create_checkins()):
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                checkin = self._create_checkins()
                self.assertTrue(checkin.signature)
                self._change_elsewhere(checkin)[name]()
                self.assertFalse(checkin.signature, name)
                with self.assertRaisesRegex(UserError, "Let the customer sign"):
                    checkin.action_sign()
                checkin.signature = PNG
                checkin.action_sign()
                self.assertEqual(checkin.state, 'signed')
                self.assertTrue(checkin.is_intact)
                savepoint.rollback()

    def test_what_is_not_shown_leaves_it(self):
        checkin = self._create_checkins()
        checkin.order_id.write({'user_id': self.user_dispatcher.id, 'color': 3})
        checkin.message_post(body=Markup('Hello'))
        self.assertTrue(checkin.signature)

    def test_refused_then_corrected(self):
        """faults M4: signed at one sum, refused for the odometer, corrected and dearer: signed again or not at all."""
        checkin = self._create_checkins()
        order = checkin.order_id
        order.odometer_in = 0
        checkin.signature = PNG
        with self.assertRaisesRegex(UserError, "odometer"):
            checkin.action_check_before_signing()
        with self.assertRaisesRegex(UserError, "odometer"), self.env.cr.savepoint():
            checkin.action_sign()
        self.env.invalidate_all()
        order.odometer_in = 12000
        order.job_ids = [Command.create({'operation_id': self.operation.id})]
        with self.assertRaisesRegex(UserError, "Let the customer sign"):
            checkin.action_sign()
        self.assertEqual(set(order.job_ids.mapped('approval')), {'pending'})
        self.assertEqual((checkin.state, order.state), ('open', 'draft'))

    def test_asked_before_the_box_opens(self):
        checkin = self._create_checkins(signature=False)
        self.assertTrue(checkin.action_check_before_signing())
        self.assertEqual(checkin.order_id.state, 'draft')
        self.assertFalse(checkin.vehicle_id.odometer_ids)
        self.vehicle.with_user(self.user_advisor)._record_odometer(20000, 'manual')
        with self.assertRaisesRegex(UserError, "cannot go back"):
            checkin.action_check_before_signing()
        with self.assertRaises(AccessError):
            checkin.with_user(self.user_technician).action_check_before_signing()

    def test_frozen_is_what_was_shown(self):
        checkin = self._create_checkins()
        shown = checkin._get_drawn()
        checkin.action_sign()
        content = json.loads(checkin.content)
        self.assertEqual({name: content[name] for name in shown}, shown)
        self.assertEqual(content['work'][0]['approval'], 'approved', "what the signature orders")
        self.assertTrue(content['orders_work'])
        self.assertEqual(content['received'], Datetime.to_string(checkin.order_id.received_date))

    def test_drawn_on_another_screen(self):
        """faults M4: what somebody else changed while the customer signed was not signed."""
        checkin = self._create_checkins(signature=False)
        shown = checkin.shown_hash
        checkin.order_id.job_ids.line_ids[:1].price_unit = 999
        with self.assertRaisesRegex(UserError, "changed by somebody else"), self.env.cr.savepoint():
            checkin.write({'signature': PNG, 'shown_hash': shown})
        self.env.invalidate_all()
        self.assertFalse(checkin.signature)
        checkin.write({'signature': PNG, 'shown_hash': checkin.shown_hash})
        checkin.action_sign()
        self.assertEqual(checkin.state, 'signed')

    def test_filling_the_sheet_asks_nothing(self):
        """faults P11: entries of the sheet go to the server when it is saved; only the key's tag is looked up at once."""
        checkin = self._create_checkins(signature=False).with_user(self.user_advisor)
        arch = etree.fromstring(checkin.get_view(False, 'form')['arch'])
        nodes = {node.get('name'): node for node in arch.iter('field') if not any(
            parent.tag == 'field' for parent in node.iterancestors())}
        for name in ('fuel_level', 'signatory', 'damage_ids', 'belonging_ids', 'valuables_note', 'concern'):
            self.assertIn(name, nodes)
        asking = {name for name, node in nodes.items() if node.get('on_change') and node.get('readonly') != '1'}
        self.assertLessEqual(asking, {'order_id', 'key_tag'})

    def test_the_box_gets_the_fingerprint_with_what_was_saved(self):
        """faults M4: the save before the box opens brings the fingerprint of the sheet as it is now."""
        checkin = self._create_checkins(signature=False).with_user(self.user_advisor)
        before = checkin.shown_hash
        saved = checkin.web_save({'fuel_level': 35}, {'shown_hash': {}})[0]['shown_hash']
        self.assertNotEqual(saved, before)
        checkin.write({'signature': PNG, 'shown_hash': saved})
        with self.assertRaisesRegex(UserError, "changed by somebody else"):
            checkin.write({'signature': PNG, 'shown_hash': before})

    def test_the_save_after_an_entry_tells_that_the_signature_went(self):
        """M4: the sheet was saved when it was signed; what is entered and saved then empties the box on the screen, too."""
        checkin = self._create_checkins().with_user(self.user_advisor)
        self.assertTrue(checkin.signature)
        saved = checkin.web_save({'key_count': 3}, {'signature': {}, 'key_count': {}})[0]
        self.assertEqual((saved['key_count'], saved['signature']), (3, False))
        with self.assertRaisesRegex(UserError, "Let the customer sign"):
            checkin.action_sign()

    def test_what_was_drawn_is_kept_by_the_system(self):
        checkin = self._create_checkins()
        with self.assertRaises(AccessError):
            checkin.write({'drawn': checkin._serialise_shown('en_US')})
        with self.assertRaises(AccessError):
            checkin.read(['drawn'])

    def test_changed_where_no_field_tells(self):
        """faults M4: what the fields of the sheet do not tell of is compared before it is sealed."""
        checkin = self._create_checkins()
        checkin.order_id.partner_id.sudo().phone = '+86 21 5555 9999'
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "has changed since it was signed"):
            checkin.action_sign()

    def test_two_sheets_are_cleared_each_for_itself(self):
        checkins = self._create_checkins(2)
        checkins[0].order_id.odometer_in = 12500
        self.assertEqual(checkins.mapped(lambda checkin: bool(checkin.signature)), [False, True])

    # === DIALOGS ===#

    def test_answer_at_the_counter(self):
        order = self.receive(self._create_orders())
        wizard = self.env['aftersales.authorise.wizard'].with_user(self.user_advisor).create({
            'job_ids': [Command.set(order.job_ids.ids)], 'channel': 'signature', 'signatory': "Chen Jing",
            'signature': PNG})
        wizard.signatory = "Somebody else"
        self.assertFalse(wizard.signature)
        with self.assertRaisesRegex(UserError, "Let the customer sign"):
            wizard.action_apply()
        wizard.signature = PNG
        wizard.action_apply()
        self.assertEqual(order.job_ids.authorisation_ids.signatory, "Somebody else")

    def test_leaving(self):
        order = self.receive(self._create_orders())
        self.env.ref('aftersales.product_diagnosis').list_price = 80
        wizard = self.env['aftersales.leave.wizard'].with_user(self.user_advisor).create({
            'order_id': order.id, 'reason': "Too dear", 'signature': PNG})
        wizard.price_unit = 90
        self.assertFalse(wizard.signature)
        wizard.signature = PNG
        order.job_ids = [Command.create({'operation_id': self.operation.id})]
        with self.assertRaisesRegex(UserError, "has changed since this dialog was opened"):
            wizard.action_apply()
