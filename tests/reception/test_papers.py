from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon


@tagged('post_install', '-at_install')
class TestPapers(PrintsCommon):
    """D2, F4: papers of the car are seen, kept or not brought; what has expired is told, what we keep comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()
        cls.registration = cls.env.ref('aftersales.checkin_document_registration')
        cls.insurance = cls.env.ref('aftersales.checkin_document_insurance')

    def _create_checkin(self, order=None, **values):
        order = order or self._create_order()
        return self.env['aftersales.checkin'].with_user(self.user_advisor).create({'order_id': order.id, **values})

    def _keep(self, order):
        checkin = self._create_checkin(order, document_ids=[Command.link(self.registration.id)])
        checkin.paper_ids.possession = 'kept'
        return checkin

    # === TICKS AND LINES ===#

    def test_a_tick_is_a_line(self):
        checkin = self._create_checkin(document_ids=[Command.link(self.registration.id)])
        self.assertEqual((checkin.paper_ids.document_id, checkin.paper_ids.possession), (self.registration, 'seen'))
        checkin.document_ids = [Command.set(self.insurance.ids)]
        self.assertEqual(checkin.paper_ids.document_id, self.insurance)
        checkin.document_ids = [Command.clear()]
        self.assertFalse(checkin.paper_ids)

    def test_a_line_is_a_tick(self):
        checkin = self._create_checkin()
        paper = self.env['aftersales.checkin.paper'].with_user(self.user_advisor).create({
            'checkin_id': checkin.id, 'document_id': self.insurance.id, 'possession': 'kept', 'remark': "In the safe"})
        self.assertEqual(checkin.document_ids, self.insurance)
        paper.possession = 'missing'
        self.assertFalse(checkin.document_ids)
        self.assertEqual(paper.exists().remark, "In the safe")
        checkin.document_ids = [Command.link(self.insurance.id)]
        self.assertEqual((checkin.paper_ids, paper.possession), (paper, 'seen'))
        paper.document_id = self.registration
        self.assertEqual(checkin.document_ids, self.registration)
        checkin.paper_ids = [Command.delete(paper.id)]
        self.assertFalse(checkin.document_ids)

    def test_in_the_form(self):
        checkin = self._create_checkin()
        with Form(checkin) as form:
            form.document_ids.add(self.registration)
        with Form(checkin) as form:
            form.document_ids.add(self.insurance)
            with form.paper_ids.edit(0) as paper:
                paper.possession = 'kept'
                paper.valid_until = '2020-01-01'
        self.assertEqual(checkin.paper_ids.document_id, self.registration + self.insurance)
        self.assertEqual(checkin.paper_ids.mapped('possession'), ['kept', 'seen'])
        licence = self.env.ref('aftersales.checkin_document_licence')
        with Form(checkin) as form, form.paper_ids.new() as paper:
            paper.document_id = licence
            paper.possession = 'missing'
        self.assertEqual(checkin.document_ids, self.registration + self.insurance)
        with Form(checkin) as form:
            form.document_ids.remove(self.insurance.id)
        self.assertEqual(checkin.paper_ids.document_id, self.registration + licence)

    # === SIGNED ===#

    def test_ticks_alone_are_signed_as_before(self):
        checkin = self._create_checkin(document_ids=[Command.link(self.registration.id)])
        self.assertNotIn('papers', checkin._get_shown())
        checkin.signature = PNG
        checkin.paper_ids.remark = "Page 3 is torn"
        self.assertFalse(checkin.signature, "he signed for something else")
        checkin.signature = PNG
        checkin.action_sign()
        self.assertTrue(checkin.is_intact)
        self.assertEqual(checkin._get_content()['papers'][0]['remark'], "Page 3 is torn")
        for values in ({'possession': 'missing'}, {'valid_until': '2030-01-01'}):
            with self.assertRaises(UserError):
                checkin.paper_ids.write(values)
        with self.assertRaises(UserError):
            checkin.paper_ids.unlink()

    def test_print_in_both_languages(self):
        checkin = self._keep(self._create_order())
        chinese = self._keep(self._create_order(vehicle=self.vehicle_cn))
        text, = self._render_text('report_checkin', chinese, self.user_advisor)
        self.assertIn(self.registration.with_context(lang='zh_CN').name, text)
        checkin.paper_ids.write({'valid_until': '2031-05-06', 'is_complete': False, 'condition': 'worn', 'remark': "P. 3"})
        text, = self._render_text('report_checkin', checkin, self.user_advisor)
        for word in ("Registration certificate", "Kept by Us", "valid until", "not complete", "Worn", "P. 3"):
            self.assertIn(word, text)

    def test_expired_is_told(self):
        order = self._create_order()
        checkin = self._create_checkin(order, document_ids=[Command.link(self.registration.id)])
        checkin.paper_ids.valid_until = '2026-05-04'
        with freeze_time('2026-05-04 04:00:00'):
            self.assertNotIn("Expired", checkin.alert_html or '')
        self.env.invalidate_all()
        with freeze_time('2026-05-06 04:00:00'):
            self.assertIn("Expired: Registration certificate", checkin.alert_html)
            self.assertTrue(checkin.paper_ids.is_expired)
            checkin.paper_ids.possession = 'missing'
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertNotIn("Expired", checkin.alert_html or '')

    # === BACK TO THE CUSTOMER ===#

    def _get_ready(self):
        order = self._receive_approved()
        self._keep(order)
        self._finish(order)
        order.odometer_out = order.odometer_in + 5
        return order

    def _open(self, order):
        action = order.with_user(self.user_advisor).action_open_delivery()
        return Form(self.env[action['res_model']].with_user(self.user_advisor).browse(action['res_id']))

    def test_kept_comes_back(self):
        order = self._get_ready()
        text, = self._render_text('report_delivery', order, self.user_advisor)
        self.assertIn("Handed back: Registration certificate", text)
        with self.assertRaisesRegex(UserError, "is kept by us"):
            order.with_user(self.user_dispatcher).action_deliver()
        form = self._open(order)
        form.signature = PNG
        for number in range(len(form.line_ids) - 1):
            with form.line_ids.edit(number) as line:
                line.is_done = True
        form.signature = PNG
        with self.assertRaisesRegex(UserError, "Handed back: Registration certificate"):
            form.save().action_deliver()
        form = self._open(order)
        form.all_explained = True
        form.signature = PNG
        form.save().action_deliver()
        self.assertEqual(order.state, 'delivered')
        point = order.delivery_id.line_ids[-1]
        self.assertEqual((point.name, point.is_done), ("Handed back: Registration certificate", True))
        text, = self._render_text('report_delivery', order, self.user_advisor)
        self.assertIn("Handed back: Registration certificate", text)

    def test_no_way_around_the_point(self):
        order = self._get_ready()
        form = self._open(order)
        form.all_explained = True
        form.signature = PNG
        wizard = form.save()
        wizard.line_ids[-1:].unlink()
        wizard.signature = PNG
        with self.assertRaisesRegex(UserError, "not among the points"):
            wizard.action_deliver()

    def test_roles_and_companies(self):
        checkin = self._keep(self._create_order())
        paper = checkin.paper_ids
        with self.assertRaises(AccessError):
            paper.with_user(self.user_technician).write({'possession': 'seen'})
        self.assertEqual(paper.with_user(self.user_technician).possession, 'kept')
        found = self.env['aftersales.checkin'].search([
            ('paper_ids.possession', '=', 'kept'), ('order_id', '=', checkin.order_id.id)])
        self.assertEqual(found, checkin.sudo())
