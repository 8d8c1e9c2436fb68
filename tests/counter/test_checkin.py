import json

from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.counter import PNG, CheckinCommon


@tagged('post_install', '-at_install')
class TestCheckin(CheckinCommon):
    """The check-in sheet: filled by the advisor, frozen by the customer's signature (D2, D6)."""

    def _fill(self, checkin, key_tag='17'):
        checkin.write({
            'fuel_level': 25,
            'key_tag': key_tag,
            'warning_light_ids': [Command.link(self.env.ref('aftersales.warning_light_oil').id)],
            'document_ids': [Command.link(self.env.ref('aftersales.checkin_document_registration').id)],
            'belonging_ids': [Command.create({'name': "Child seat"})],
            'damage_ids': [Command.create({'view': 'left', 'x': 0.25, 'y': 0.5, 'kind': 'dent', 'photo': PNG})],
        })
        checkin.signature = PNG

    # === ONE PER ORDER ===#

    def test_opened_from_the_order_once(self):
        order = self._create_orders()
        action = order.action_check_in()
        self.assertEqual(order.checkin_id.id, action['res_id'])
        self.assertEqual(order.action_check_in()['res_id'], action['res_id'])
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            order.checkin_id.create({'order_id': order.id})

    def test_stays_with_its_order(self):
        checkin = self._create_checkins()
        with self.assertRaisesRegex(UserError, "stays with its repair order"):
            checkin.order_id = self._create_orders()

    def test_what_the_order_says_is_written_from_the_sheet(self):
        checkin = self._create_checkins()
        checkin.write({'concern': "Brakes squeal", 'odometer_in': 13000, 'old_parts_wish': 'return'})
        order = checkin.order_id
        self.assertEqual((order.concern, order.odometer_in, order.old_parts_wish), ("Brakes squeal", 13000, 'return'))

    def test_one_job_a_line_of_the_customers_words(self):
        checkin = self._create_checkins()
        checkin.concern = "- Brakes squeal\n\n  Smell of fuel \nBrakes squeal"
        checkin.action_make_jobs()
        checkin.action_make_jobs()
        self.assertEqual(checkin.order_id.job_ids.filtered('concern').mapped('concern'), ["Brakes squeal", "Smell of fuel"])

    def test_one_line_beside_a_booked_operation(self):
        """faults U12: what was booked is for the one thing the customer says: no second, empty job is made for it."""
        for checkin in self._create_checkins(2):
            checkin.concern = "Brakes squeal"
            checkin.action_make_jobs()
            checkin.action_make_jobs()
            job = checkin.order_id.job_ids
            self.assertEqual((len(job), job.concern, job.operation_id), (1, "Brakes squeal", self.operation))
            self.assertFalse(checkin.empty_job_names)

    def test_levels_by_what_drives_the_car(self):
        checkin = self._create_checkins()
        for fuel, has_fuel, has_battery in (
            ('gasoline', True, False), ('electric', False, True), ('plug_in_hybrid_gasoline', True, True), (False, True, False),
        ):
            self.vehicle.fuel_type = fuel
            self.assertEqual((checkin.has_fuel, checkin.has_battery), (has_fuel, has_battery), fuel)
        self.assertEqual(checkin._get_levels(), [], "Not noted")
        checkin.fuel_level = 0
        self.assertEqual(checkin._get_levels(), [("Fuel", 0)])
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            checkin.fuel_level = 101
            checkin.flush_recordset()

    def test_marks_lie_on_the_sketch(self):
        checkin = self._create_checkins()
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            checkin.damage_ids = [Command.create({'view': 'top', 'x': 1.2, 'y': 0.5})]
            checkin.flush_recordset()

    def test_earlier_damage_is_in_grey(self):
        """D2: the sketch shows what was marked on signed sheets of earlier visits, inside the car too, not what is drafted."""
        orders = self._create_orders(3)
        sheets = self.env['aftersales.checkin'].with_user(self.user_advisor)
        orders.sudo().vehicle_id = orders[0].vehicle_id
        first, __, last = (
            sheets.create({'order_id': order.id, 'signature': PNG, 'damage_ids': [
                Command.create({'view': 'dashboard', 'x': 0.2, 'y': 0.3, 'kind': kind, 'note': "Left"})]})
            for order, kind in zip(orders, ('stain', 'tear', 'burn'), strict=True))
        first.action_sign()
        (mark,) = last.earlier_damage
        self.assertEqual(mark, mark | {'view': 'dashboard', 'x': 0.2, 'y': 0.3, 'kind': 'stain', 'note': "Left"})
        self.assertRegex(mark['label'], r"^Seen on .*: Stain · Dashboard · Left$")
        self.assertFalse(first.earlier_damage, "What is on its own sheet is no earlier damage")

    def test_queries_of_earlier_damage(self):
        sheets = self._create_checkins(6)
        self.assertFlat(lambda records: records.mapped('earlier_damage'), sheets[:1], sheets)

    def test_box_of_what_is_kept(self):
        """D2: what the reception keeps has the number of its storage box, which the customer signs; nothing else has."""
        checkin = self._create_checkins()
        checkin.belonging_ids = [Command.create({'name': "Laptop", 'whereabouts': 'handed_over', 'box': 'B 7'})]
        checkin.signature = PNG
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            checkin.belonging_ids.whereabouts = 'in_car'
            checkin.belonging_ids.flush_recordset()
        checkin.invalidate_recordset()
        checkin.action_sign()
        self.assertEqual(json.loads(checkin.sudo().content)['belongings'][0]['box'], 'B 7')

    # === SIGNATURE ===#

    def test_two_signed_at_once_receive_their_orders(self):
        checkins = self._create_checkins(2)
        checkins.action_sign()
        self.assertEqual(checkins.mapped('state'), ['signed', 'signed'])
        self.assertEqual(checkins.order_id.mapped('state'), ['received', 'received'])
        self.assertEqual(checkins.signed_user_id, self.user_advisor)
        jobs = checkins.order_id.job_ids
        self.assertEqual(jobs.mapped('approval'), ['approved', 'approved'])
        self.assertEqual(set(jobs.authorisation_ids.mapped('channel')), {'signature'})
        self.assertEqual(jobs.authorisation_ids.mapped('signatory'), ["Chen Jing", "Chen Jing"])
        self.assertTrue(jobs.authorisation_ids[0].promise_date, "The promise made at reception is what was shown")

    def test_signed_without_ordering_the_work(self):
        checkin = self._create_checkins(approves_jobs=False)
        checkin.action_sign()
        self.assertEqual(checkin.order_id.state, 'received')
        self.assertEqual(checkin.order_id.job_ids.approval, 'pending')

    def test_signed_after_the_car_was_received(self):
        checkin = self._create_checkins()
        checkin.order_id.action_receive()
        received = checkin.order_id.received_date
        checkin.action_sign()
        self.assertEqual(checkin.order_id.received_date, received)
        self.assertEqual(checkin.state, 'signed')

    def test_nothing_is_half_done(self):
        checkin = self._create_checkins()
        checkin.signature = False
        with self.assertRaisesRegex(UserError, "Let the customer sign"):
            checkin.action_sign()
        checkin.write({'signature': PNG, 'odometer_in': 0})
        with self.assertRaisesRegex(UserError, "odometer"):
            checkin.action_sign()
        self.vehicle.with_user(self.user_advisor)._record_odometer(20000, 'manual')
        checkin.odometer_in = 12000
        checkin.signature = PNG
        with self.assertRaises(UserError), self.env.cr.savepoint():
            checkin.action_sign()
        self.env.invalidate_all()
        self.assertEqual((checkin.state, checkin.order_id.state), ('open', 'draft'))

    def test_signed_twice(self):
        checkin = self._create_checkins()
        checkin.action_sign()
        with self.assertRaisesRegex(UserError, "is signed by Chen Jing"):
            checkin.action_sign()

    def test_signed_sheet_cannot_change(self):
        checkin = self._create_checkins()
        self._fill(checkin)
        photo = self.env['ir.attachment'].with_user(self.user_advisor).create({
            'name': 'front.png', 'datas': PNG, 'res_model': checkin._name, 'res_id': checkin.id})
        checkin.write({'photo_ids': [Command.link(photo.id)], 'signature': PNG})
        checkin.action_sign()
        changes = [
            lambda: checkin.write({'key_tag': '18'}),
            lambda: checkin.write({'concern': "Something else"}),
            lambda: checkin.write({'photo_ids': [Command.clear()]}),
            lambda: checkin.damage_ids.write({'kind': 'scratch'}),
            checkin.damage_ids.unlink,
            lambda: checkin.damage_ids.create({'checkin_id': checkin.id, 'view': 'top', 'x': 0, 'y': 0}),
            lambda: checkin.belonging_ids.write({'name': "Nothing"}),
            checkin.belonging_ids.unlink,
            lambda: checkin.belonging_ids.create({'checkin_id': checkin.id, 'name': "Laptop"}),
            lambda: photo.write({'datas': False}),
            photo.unlink,
            lambda: self._get_files(checkin.damage_ids, 'photo').write({'datas': PNG}),
            lambda: self._get_files(checkin, 'signature').unlink(),
            checkin.unlink,
        ]
        for number, change in enumerate(changes):
            with self.subTest(number), self.assertRaisesRegex(UserError, "is signed by Chen Jing"):
                change()
        checkin.message_post(body=Markup("A second key was found."))

    def _get_files(self, record, field):
        """What a field keeps, as an attachment that RPC may reach."""
        return self.env['ir.attachment'].with_user(self.user_advisor).search([
            ('res_model', '=', record._name), ('res_id', 'in', record.ids), ('res_field', '=', field)])

    def test_no_photo_from_elsewhere(self):
        checkin, other = self._create_checkins(2)
        files = self.env['ir.attachment'].create([
            {'name': 'contract.png', 'datas': PNG, 'res_model': 'res.partner', 'res_id': self.customer.id},
            {'name': 'other.png', 'datas': PNG, 'res_model': other._name, 'res_id': other.id},
        ])
        for file in files:
            with self.assertRaisesRegex(ValidationError, "does not belong to Check-in"):
                checkin.photo_ids = [Command.link(file.id)]

    def test_state_and_seal_are_kept_by_the_system(self):
        checkin = self._create_checkins()
        for vals in ({'state': 'signed'}, {'content_hash': 'x'}, {'signed_date': Datetime.now()}):
            with self.assertRaises(AccessError):
                checkin.write(vals)

    def test_content_and_seal(self):
        checkin = self._create_checkins()
        self._fill(checkin)
        checkin.action_sign()
        content = json.loads(checkin.content)
        self.assertEqual(content['levels'], {'Fuel': 25})
        self.assertEqual(content['warning_lights'], ["Oil pressure"])
        self.assertEqual(content['documents'], ["Registration certificate"])
        self.assertEqual(content['damage'][0]['kind'], 'dent')
        self.assertTrue(content['damage'][0]['photo'], "The photo's checksum is sealed too")
        self.assertEqual(content['odometer'], '12000 kilometers')
        self.assertEqual(content['work'][0]['approval'], 'approved')
        self.assertTrue(checkin.is_intact)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_checkin SET content = replace(content, '25', '75') WHERE id = %s", [checkin.id])
        checkin.invalidate_recordset()
        self.assertFalse(checkin.is_intact)

    # === ACCESS ===#

    def test_roles(self):
        checkin = self._create_checkins()
        self._fill(checkin)
        for user in (self.user_technician, self.user_care, self.user_inspector, self.user_parts):
            with self.subTest(user.login):
                self.assertEqual(checkin.with_user(user).damage_ids.kind, 'dent')
                for records, vals in (
                    (checkin, {'key_tag': '9'}), (checkin.damage_ids, {'kind': 'rust'}), (checkin.belonging_ids, {'name': 'x'}),
                ):
                    with self.assertRaises(AccessError):
                        records.with_user(user).write(vals)
                with self.assertRaises(AccessError):
                    checkin.with_user(user).action_sign()
        checkin.with_user(self.user_dispatcher).action_sign()
        self.assertEqual(checkin.signed_user_id, self.user_dispatcher)

    def test_other_company(self):
        checkin = self._create_checkins()
        self._fill(checkin)
        stranger = new_test_user(
            self.env, login='as_stranger', groups='base.group_user,aftersales.group_advisor',
            company_id=self.other_company.id, company_ids=[Command.set(self.other_company.ids)],
        )
        for records in (checkin, checkin.damage_ids, checkin.belonging_ids):
            self.assertFalse(records.with_user(stranger).search([('id', 'in', records.ids)]))
            with self.assertRaises(AccessError):
                records.with_user(stranger).read(['display_name'])

    def test_set_up_lists(self):
        light = self.env.ref('aftersales.warning_light_oil')
        with self.assertRaises(AccessError):
            light.with_user(self.user_advisor).name = "Oil"
        light.with_user(self.user_manager).name = "Oil"
        checkin = self._create_checkins()
        self._fill(checkin)
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            light.with_user(self.user_manager).unlink()

    def test_values(self):
        checkin = self._create_checkins()
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            checkin.belonging_ids = [Command.create({'name': "Umbrella", 'quantity': 0})]
            checkin.flush_recordset()

    # === SPEED ===#

    def test_lists_and_orders_do_not_grow_with_sheets(self):
        checkins = self._create_checkins(51)
        for number, checkin in enumerate(checkins):
            self._fill(checkin, key_tag=str(number))
        self.env.flush_all()
        names = ['display_name', 'damage_count', 'photo_count', 'waiting_job_count', 'has_fuel', 'partner_id']
        self.assertFlat(lambda records: records.read(names), checkins[0], checkins[1:], slack=2)
        orders = checkins.order_id
        names = ['checkin_state', 'missing_details', 'handover_employee_id']
        self.assertFlat(lambda records: records.read(names), orders[0], orders[1:], slack=2)

    def test_photos_are_not_read_with_the_order(self):
        checkin = self._create_checkins()
        checkin.photo_ids = [Command.create({
            'name': f'{number}.png', 'datas': PNG, 'res_model': checkin._name, 'res_id': checkin.id,
        }) for number in range(30)]
        self.env.invalidate_all()
        self.assertEqual(checkin.photo_count, 30)
        self.env.invalidate_all()
        checkin.order_id.read(['checkin_id', 'checkin_state', 'alert_html'])
        attachments = self.env['ir.attachment'].browse(checkin.photo_ids.ids)
        self.assertFalse(self.env.cache.contains(attachments[0], self.env['ir.attachment']._fields['raw']))
