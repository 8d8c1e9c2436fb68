from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.health import PIXEL, HealthCommon


@tagged('post_install', '-at_install')
class TestHealthCheck(HealthCommon):
    """Filling a check: colours, completeness, lock and rights."""

    def test_items_come_from_the_template(self):
        check = self._check()
        self.assertEqual(check.template_id, self.template)
        self.assertEqual(check.line_ids.mapped('name'), ["Pads front left", "Brake light", "Brake fluid", "Drive belt"])
        self.assertEqual(self._line(check, self.pads).operation_id, self.pads_operation)
        self.pads.limit_urgent = 1
        self.assertEqual(self._line(check, self.pads).limit_urgent, 2.5, "A check keeps the limits it was made with.")

    def test_names_in_all_languages(self):
        self.env['res.lang']._activate_lang('zh_CN')
        self.lamp.with_context(lang='zh_CN').name = "制动灯"
        check = self._check(user=self.user_technician)
        self.assertEqual(self._line(check, self.lamp).with_context(lang='zh_CN').name, "制动灯")
        self.assertEqual(self._line(check, self.lamp).name, "Brake light")

    def test_value_sets_the_colour(self):
        check = self._check()
        pads, fluid = self._line(check, self.pads), self._line(check, self.fluid)
        for line, value, expected in (
            (pads, 8.0, 'ok'), (pads, 4.0, 'soon'), (pads, 2.5, 'urgent'), (pads, 0.0, 'urgent'),
            (fluid, 0.0, 'ok'), (fluid, 2.0, 'soon'), (fluid, 3.5, 'urgent'),
        ):
            with self.subTest(item=line.name, value=value):
                line.value = value
                self.assertEqual(line.result, expected)
        with self.assertRaisesRegex(UserError, "enter the value"):
            pads.result = 'ok'
        pads.write({'value': 1.0, 'result': 'ok'})
        self.assertEqual(pads.result, 'urgent', "A value and a colour at once: the value decides.")
        pads.result = 'not_checked'
        self.assertEqual(pads.value, 0.0)
        self.assertEqual(pads._get_value_text(), "")

    def test_phrase_sets_the_colour_of_a_judged_item(self):
        line = self._line(self._check(), self.lamp)
        line.phrase_id = self.lamp.phrase_ids[0]
        self.assertEqual(line.result, 'urgent')
        line.write({'phrase_id': self.lamp.phrase_ids[1].id, 'result': 'urgent'})
        self.assertEqual(line.result, 'urgent', "Who says both means both.")
        with self.assertRaisesRegex(UserError, "not one of"):
            self._line(line.check_id, self.belt).phrase_id = self.lamp.phrase_ids[0]

    def test_all_other_items_ok_leaves_what_must_be_measured(self):
        checks = self._check() + self._check(self._receive_order())
        self._line(checks[0], self.lamp).result = 'soon'
        checks.action_all_ok()
        self.assertEqual(checks[0].line_ids.mapped('result'), [False, 'soon', False, 'ok'])
        self.assertEqual(checks[1].line_ids.mapped('result'), [False, 'ok', False, 'ok'])

    def test_done_needs_every_answer(self):
        check = self._check()
        check.action_all_ok()
        with self.assertRaisesRegex(UserError, "2 items are not answered, the first is “Pads front left”"):
            check.action_done()
        self._line(check, self.pads).result = 'not_checked'
        self._line(check, self.fluid).value = 1
        with freeze_time('2030-05-06 07:08:09'):
            check.action_done()
        self.assertEqual(check.state, 'done')
        self.assertEqual(check.user_id, self.user_technician)
        self.assertEqual(check.employee_id, self.technician)
        self.assertEqual(check.done_date, Datetime.to_datetime('2030-05-06 07:08:09'))
        self.assertEqual((check.line_count, check.ok_count, check.open_count, check.progress), (4, 3, 0, 100))

    def test_done_check_is_locked(self):
        check = self._check()
        photo = self.env['aftersales.health.photo'].with_user(self.user_technician).create({
            'line_id': check.line_ids[0].id, 'image': PIXEL})
        self._finish_check(check)
        line = check.line_ids[0]
        for attempt in (
            lambda: check.write({'note': "Later"}), check.action_all_ok, check.action_done,
            check.with_user(self.user_manager).unlink,
            lambda: line.write({'value': 9}), lambda: line.answer({'note': "Later"}), line.unlink,
            lambda: check.add_finding(self.area.id, "Later"),
            lambda: photo.create({'line_id': line.id, 'image': PIXEL}), photo.unlink,
            lambda: line.remove_photo(photo.id), lambda: line.create({
                'check_id': check.id, 'area_id': self.area.id, 'name': "Later"}),
            lambda: photo._get_attachments().with_user(self.user_technician).write({'raw': b'forged'}),
            lambda: self.env['aftersales.health.photo'].with_user(self.user_technician).create({
                'line_id': self._check().line_ids[0].id, 'image': PIXEL}).write({'line_id': line.id}),
        ):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                attempt()

    def test_stamps_and_limits_are_the_systems(self):
        check = self._check()
        line = check.line_ids[0]
        for attempt in (
            lambda: check.write({'state': 'done'}), lambda: check.write({'user_id': self.user_advisor.id}),
            lambda: line.write({'limit_urgent': 0}), lambda: line.write({'job_id': self.order.job_ids.id}),
            lambda: line.write({'is_mandatory': True}), lambda: line.create({
                'check_id': check.id, 'area_id': self.area.id, 'name': "Mine", 'item_id': self.belt.id}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_delivered_order_is_locked(self):
        check = self._check()
        self._close(self.order)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            check.line_ids[1].result = 'ok'
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self._check()

    def test_photos_are_made_small_and_kept_apart(self):
        line = self._check().line_ids[1]
        shown = line.add_photo(PIXEL.decode(), "lamp.jpg")
        self.assertEqual(shown['photos'], line.photo_ids.ids)
        attachment = line.photo_ids._get_attachments()
        self.assertEqual(len(attachment), 1)
        self.assertTrue(attachment.store_fname, "The image stands in the file store, not in the table.")
        self.assertEqual(line.remove_photo(line.photo_ids.id)['photos'], [])

    def test_who_may_fill_it(self):
        """Technicians, inspectors, advisors and dispatchers; the others read."""
        check = self._check()
        line = self._line(check, self.belt)
        for role in ('technician', 'inspector', 'advisor', 'dispatcher', 'manager'):
            line.with_user(getattr(self, f'user_{role}')).result = 'ok'
        for role in ('parts', 'claims', 'care', 'trainer', 'accountant'):
            user = getattr(self, f'user_{role}')
            self.assertEqual(check.with_user(user).line_ids[:1].name, "Pads front left", role)
            for attempt in (
                lambda user=user: line.with_user(user).write({'result': 'urgent'}),
                lambda user=user: line.with_user(user).answer({'result': 'urgent'}),
                lambda user=user: check.with_user(user).action_all_ok(),
                lambda user=user: check.with_user(user).action_done(),
                lambda user=user: self._check(user=user),
            ):
                with self.assertRaises(AccessError, msg=role):
                    attempt()
                self.env.invalidate_all()
        self.assertEqual((check.state, line.result), ('draft', 'ok'))

    def test_other_company(self):
        check = self._check()
        stranger = new_test_user(
            self.env, login='stranger', groups='base.group_user,aftersales.group_technician',
            context={'no_reset_password': True}, company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)])
        self.assertFalse(check.with_user(stranger).search([]))
        self.assertFalse(check.line_ids.with_user(stranger).search([('check_id', '=', check.id)]))
        for attempt in (
            lambda: check.with_user(stranger).get_sheet(), lambda: check.with_user(stranger).action_all_ok(),
            lambda: check.line_ids[0].with_user(stranger).answer({'value': 1}),
            lambda: self._check(user=stranger),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_sheet(self):
        check = self._check()
        sheet = check.get_sheet()
        self.assertTrue(sheet['is_editable'])
        lines = sheet['areas'][0]['lines']
        self.assertEqual([line['name'] for line in lines], check.line_ids.mapped('name'))
        self.assertEqual(lines[0]['limits'], "soon from 4 mm down, urgent from 2.5 mm down")
        self.assertIsNone(lines[0]['value'])
        answered = self._line(check, self.pads).answer({'value': 0})
        self.assertEqual((answered['result'], answered['value']), ('urgent', 0))
        with self.assertRaisesRegex(UserError, "cannot write"):
            check.line_ids[0].answer({'check_id': 1})
        sheet = check.add_finding(self.area.id, "  Roof box loose ")
        self.assertEqual(sheet['areas'][0]['lines'][-1]['name'], "Roof box loose")
        with self.assertRaisesRegex(UserError, "Say what you found"):
            check.add_finding(self.area.id, " ")
        self.assertFalse(check.with_user(self.user_parts).get_sheet()['is_editable'])

    def test_items_of_the_template_keep_their_place(self):
        check = self._check()
        with self.assertRaisesRegex(UserError, "keeps its name"):
            check.line_ids[0].name = "Something else"
        with self.assertRaisesRegex(UserError, "Mark it as not checked"):
            check.line_ids[0].unlink()
        other = self._check(self._receive_order())
        with self.assertRaisesRegex(UserError, "stays with its health check"):
            check.line_ids[0].check_id = other
        with self.assertRaisesRegex(UserError, "Make a new check"):
            check.order_id = other.order_id

    def test_order_tells_whether_it_was_inspected(self):
        orders = self.order + self._receive_order() + self._receive_order()
        orders = orders.with_user(self.user_advisor)
        self._check(orders[1])
        self._finish_check(self._check(orders[2]))
        self.env.invalidate_all()
        self.assertEqual(orders.mapped('health_state'), ['none', 'draft', 'done'])
        ids = [('id', 'in', orders.ids)]
        self.assertEqual(orders.search([*ids, ('health_state', '!=', 'done')]), orders[1] + orders[0])
        self.assertEqual(orders.search([*ids, ('health_state', '=', 'done')]), orders[2])
        self.assertEqual(orders.search([*ids, ('health_state', '=', 'none')]), orders[0])
        self.assertEqual(orders[2].vehicle_id.health_check_count, 2)

    def test_button_opens_what_is_there(self):
        job = self.order.job_ids.with_user(self.user_technician)
        action = job.action_health_check()
        self.assertEqual(action['res_model'], 'aftersales.health.check')
        check = self.env['aftersales.health.check'].browse(action['res_id'])
        self.assertEqual(check.order_id, self.order)
        self.assertEqual(self.order.action_health_check()['res_id'], check.id)
        self._finish_check(check.with_user(self.user_technician))
        self.assertEqual(job.action_health_check()['res_id'], check.id)
