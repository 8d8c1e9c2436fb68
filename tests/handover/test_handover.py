from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.handover import SIGNATURE, HandoverCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 04:00:00')
class TestHandover(HandoverCommon):
    """P1: a sold car is inspected by two, gone through with the buyer, signed by four, and is his from then on."""

    def test_handed_over(self):
        """P1: from the inspection to the sealed sheet; nothing of it changes afterwards, for anybody."""
        self.make_ready(self.handover)
        with self.assertRaisesRegex(UserError, "enter the finding"):
            self.handover.action_hand_over()
        self.sign(self.handover)
        self.handover.action_hand_over()
        self.assertEqual((self.handover.state, self.handover.is_intact), ('handed', True))
        self.assertEqual((self.car.owner_id, self.car.contact_id), (self.buyer, self.env['res.partner']))
        self.assertEqual(str(self.car.delivery_date), '2026-03-02')
        self.assertEqual(self.car.last_odometer, 8)
        for user in (self.user_advisor, self.user_technician, self.user_manager):
            for record, vals in ((self.handover, {'odometer': 9}), (self.handover.line_ids[0], {'result': 'none'})):
                with self.subTest(user=user.name, model=record._name), self.assertRaisesRegex(UserError, "stays as it is"):
                    record.with_user(user).write(vals)

    def test_points_in_the_readers_language(self):
        """P1: points of the house's list are read by each in his language; what was typed is as it was typed for all."""
        self.env['res.lang']._activate_lang('zh_CN')
        point = self.env.ref('aftersales.handover_point_exterior')
        point.with_context(lang='zh_CN').write({'name': "漆面、玻璃和灯光", 'instruction': "无划痕"})
        sheet = self.create_handover(self.create_car("LANG-1")).with_context(lang='zh_CN')
        line = sheet.line_ids.filtered(lambda line: line.with_context(lang='en_US').name == point.name)
        self.assertEqual((line.name, line.instruction), ("漆面、玻璃和灯光", "无划痕"))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.with_context(lang='en_US').name, point.with_context(lang='en_US').name)
        line.with_context(lang='en_US').name = "Paint only"
        self.assertEqual(line.name, "Paint only")
        chinese = self.create_handover(self.create_car("LANG-2")).with_context(lang='en_US')
        self.assertIn(point.with_context(lang='en_US').name, chinese.line_ids.mapped('name'))

    def test_two_people_inspect(self):
        """P1: technician and inspector are two people, each of his role."""
        self.handover.action_all_in_order()
        with self.assertRaisesRegex(AccessError, "signed here by: Technician"):
            self.handover.action_sign_technician(SIGNATURE)
        with self.assertRaisesRegex(AccessError, "Inspector"):
            self.handover.with_user(self.user_technician).action_sign_inspector(SIGNATURE)
        both = self.handover.with_user(self.user_manager)
        both.action_sign_technician(SIGNATURE)
        with self.assertRaisesRegex(UserError, "two people"):
            both.action_sign_inspector(SIGNATURE)
        with self.assertRaisesRegex(UserError, "technician and inspector sign"):
            self.handover.action_ready()

    def test_technician_does_not_hand_over(self):
        """P1: who inspects cars neither signs for sales nor hands them over, nor drops the sheet."""
        self.make_ready(self.handover)
        self.sign(self.handover)
        theirs = self.handover.with_user(self.user_technician)
        for move in (theirs.action_hand_over, theirs.action_drop, lambda: theirs.action_sign_sales(SIGNATURE)):
            with self.assertRaises(AccessError):
                move()
        for user in (self.user_parts, self.user_claims, self.user_care):
            with self.assertRaises(AccessError):
                self.handover.with_user(user).read(['name'])

    def test_nothing_is_signed_for_unseen(self):
        """P1: a later finding takes the inspection's signatures away, another answer or buyer those of the hand-over."""
        self.make_ready(self.handover)
        self.sign(self.handover)
        talk = self.handover.line_ids.filtered(lambda line: line.kind == 'checklist')[0]
        talk.result = 'none'
        self.assertEqual(self.handover.state, 'ready')
        self.assertFalse(self.handover.signature or self.handover.sales_id)
        self.assertTrue(self.handover.technician_signature)
        self.sign(self.handover)
        self.handover.partner_id = self.customer
        self.assertFalse(self.handover.signature or self.handover.sales_id)
        self.handover.line_ids[0].write({'result': 'defect', 'finding_text': "Scratch"})
        self.assertEqual(self.handover.state, 'open')
        self.assertFalse(self.handover.technician_signature or self.handover.inspector_id)

    def test_another_car_is_inspected_anew(self):
        self.make_ready(self.handover)
        self.handover.vehicle_id = self.create_car('沪A·77882')
        self.assertEqual((self.handover.state, self.handover.technician_id.id), ('open', False))

    def test_sales_signs_a_ready_car(self):
        with self.assertRaisesRegex(UserError, "when the car is ready"):
            self.handover.action_sign_sales(SIGNATURE)
        self.make_ready(self.handover)
        with self.assertRaisesRegex(UserError, "while the car is being inspected"):
            self.handover.with_user(self.user_technician).action_sign_technician(SIGNATURE)
        with self.assertRaisesRegex(UserError, "enter the finding"):
            self.handover.action_check_before_signing()
        self.handover.action_all_in_order()
        with self.assertRaisesRegex(UserError, "writes his name"):
            self.handover.action_check_before_signing()

    def test_nothing_comes_with_the_status(self):
        """P1: what is written in one call with the status was shown to nobody."""
        self.make_ready(self.handover)
        self.sign(self.handover)
        with self.assertRaises(UserError):
            self.handover.write({'state': 'handed', 'signatory': "Somebody Else"})

    def test_two_at_once(self):
        """P1: two sheets are handed over together, or neither."""
        other = self.create_handover(self.create_car('沪A·77882'))
        both = self.handover | other
        for handover in both:
            self.make_ready(handover)
        self.sign(self.handover)
        with self.assertRaisesRegex(UserError, "enter the finding"), self.cr.savepoint():
            both.action_hand_over()
        self.assertEqual(both.mapped('state'), ['ready', 'ready'])
        self.sign(other)
        both.action_hand_over()
        self.assertEqual(both.mapped('state'), ['handed', 'handed'])
        self.assertEqual(both.vehicle_id.owner_id, self.buyer)

    def test_other_company(self):
        """P1: the sheets of another company are nobody's here, nor is its car."""
        other = self.env['res.company'].create({'name': "Other House"})
        workshop = self.env['aftersales.workshop'].create({'name': "Other", 'code': "OTH", 'company_id': other.id})
        theirs = self.env['aftersales.handover'].create({
            'workshop_id': workshop.id, 'partner_id': self.buyer.id,
            'vehicle_id': self.create_car('沪A·77883', company_id=other.id).id})
        mine = self.env['aftersales.handover'].with_user(self.user_advisor)
        self.assertNotIn(theirs, mine.search([]))
        for act in (lambda: theirs.with_user(self.user_advisor).action_drop(),
                    lambda: theirs.line_ids.with_user(self.user_advisor).write({'result': 'ok'})):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(UserError):
            self.create_handover(self.create_car('沪A·77884', company_id=other.id))

    def test_dropped_lets_another(self):
        """P1: one open sheet a car; a dropped one, with its reason, lets another begin."""
        with self.assertRaisesRegex(UserError, "why it is dropped"):
            self.handover.action_drop()
        self.handover.drop_reason = "Sale undone"
        self.handover.action_drop()
        other = self.create_handover(self.car)
        self.assertEqual(other.state, 'open')
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.handover.drop_reason = "Other"
        with self.assertRaises(UserError):
            other.unlink()

    def test_late(self):
        self.assertFalse(self.handover.is_late)
        self.handover.date = '2026-03-01'
        Handover = self.handover.browse()
        self.assertTrue(self.handover.is_late)
        self.assertIn(self.handover, Handover.search([('is_late', '=', True)]))
        self.assertNotIn(self.handover, Handover.search([('is_late', '=', False)]))

    def test_button_of_the_car(self):
        """P1: the car opens its sheet, or a new one with its owner."""
        action = self.car.with_user(self.user_advisor).action_view_handovers()
        self.assertEqual(action['res_id'], self.handover.id)
        action = self.vehicle.with_user(self.user_advisor).action_view_handovers()
        self.assertEqual((action['res_id'], action['context']['default_vehicle_id']), (False, self.vehicle.id))
