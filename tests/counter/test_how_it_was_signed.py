from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.counter.test_print_checkin import sign
from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon

DRAWN, TYPED = "Drawn on the screen", "Typed, not drawn"


@tagged('post_install', '-at_install')
class TestHowItWasSigned(PrintsCommon):
    """faults M5: what is kept says whether the signature was drawn or the name typed, and so does the paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()
        cls.reading = 45000

    @classmethod
    def _create_order(cls, *jobs, **values):
        cls.reading += 20
        return super()._create_order(*jobs, odometer_in=cls.reading, **values)

    def _sign_checkin(self, **values):
        order = self._create_order()
        checkin = self.env['aftersales.checkin'].with_user(self.user_advisor).create({'order_id': order.id})
        checkin.write({'signature': sign(), **values})
        checkin.action_sign()
        return checkin

    def _sign_delivery(self, **values):
        order = self._receive_approved()
        self._finish(order)
        action = order.action_open_delivery()
        form = Form(self.env[action['res_model']].with_user(self.user_advisor).browse(action['res_id']))
        form.odometer_out = self.reading + 10
        form.all_explained = True
        wizard = form.save()
        wizard.write({'signature': sign(), **values})
        wizard.action_deliver()
        return order.delivery_id

    def _sign_answer(self, **values):
        order = self.receive(self._create_order())
        self.env['aftersales.authorise.wizard'].with_user(self.user_advisor).create({
            'job_ids': order.job_ids.ids, 'channel': 'signature', 'signature': sign(), **values}).action_apply()
        return order.job_ids.authorisation_ids

    def _sign_leaving(self, **values):
        order = self.receive(self._create_order())
        self.env['aftersales.leave.wizard'].with_user(self.user_advisor).create({
            'order_id': order.id, 'reason': "Too expensive", 'signature': sign(), 'price_unit': 150,
            'product_id': self.env.ref('aftersales.product_diagnosis').id, **values}).action_apply()
        return order.job_ids.filtered('is_fee').authorisation_ids

    def _sign_receipt(self, signature_kind='drawn'):
        order = self._receive_approved()
        picking = order.sudo().picking_ids.with_user(self.user_parts)
        picking.action_aftersales_sign(sign(), signature_kind)
        return picking

    def _get_papers(self, **values):
        """:return: (field of the kind, signed record, report, what it prints) for each place that signs"""
        delivery = self._sign_delivery(**values)
        return [
            ('signature_kind', self._sign_checkin(**values), 'report_checkin', None),
            ('signature_kind', delivery, 'report_delivery', delivery.order_id),
            ('signature_kind', self._sign_answer(**values), 'report_authorisation', None),
            ('signature_kind', self._sign_leaving(**values), 'report_authorisation', None),
            ('aftersales_signature_kind', self._sign_receipt(**values), 'report_issue_slip', None),
        ]

    def test_typed_or_drawn(self):
        """faults M5: check-in, delivery, answer, leaving without repair and parts receipt."""
        for kind, said, unsaid in (('typed', TYPED, DRAWN), ('drawn', DRAWN, TYPED)):
            for name, record, report, printed in self._get_papers(signature_kind=kind):
                with self.subTest(report, kind=kind):
                    self.assertEqual(record[name], kind)
                    text, *__ = self._render_text(report, printed or record, self.user_advisor)
                    self.assertIn(said, text)
                    self.assertNotIn(unsaid, text)

    def test_who_says_nothing_drew(self):
        checkin = self._sign_checkin()
        self.assertEqual((checkin.signature_kind, checkin.is_intact), ('drawn', True))
        answer = self.approve(self.receive(self._create_order()), signature=sign()).job_ids.authorisation_ids
        self.assertEqual((answer.signature_kind, answer.is_intact), ('drawn', True))
        self.assertFalse(self._receive_approved().job_ids.authorisation_ids.signature_kind)

    def test_kind_belongs_to_its_signature(self):
        """It comes with the signature and is part of what is sealed; alone it is neither set nor changed."""
        checkin = self.env['aftersales.checkin'].with_user(self.user_advisor).create({'order_id': self._create_order().id})
        checkin.signature_kind = 'typed'
        self.assertFalse(checkin.signature_kind)
        checkin.write({'signature': sign(), 'signature_kind': 'typed'})
        checkin.signature_kind = 'drawn'
        self.assertEqual(checkin.signature_kind, 'typed')
        checkin.signature = False
        self.assertFalse(checkin.signature_kind)
        checkin.write({'signature': sign(), 'signature_kind': 'typed'})
        checkin.action_sign()
        for record in (checkin, self._sign_delivery(signature_kind='typed'), self._sign_answer(signature_kind='typed')):
            with self.assertRaises(UserError):
                record.signature_kind = 'drawn'
            self.env.flush_all()
            self.env.cr.execute(f"UPDATE {record._table} SET signature_kind = 'drawn' WHERE id = %s", [record.id])
            self.env.invalidate_all()
            self.assertFalse(record.is_intact, record._name)

    # === PARTS RECEIPT ===#

    def test_receipt_by_its_button_alone(self):
        """faults M5: core's box, which opens on a name already written, signs for no parts of ours."""
        first, second = (self._receive_approved().sudo().picking_ids.with_user(self.user_parts) for __ in range(2))
        for values in ({'signature': sign()}, {'aftersales_signature_kind': 'typed'}):
            with self.assertRaises(UserError):
                first.write(values)
        with self.assertRaisesRegex(UserError, "Let the receiver"):
            first.action_aftersales_sign(False)
        (first | second).action_aftersales_sign(sign(), 'typed')
        self.assertEqual((first | second).mapped('aftersales_signature_kind'), ['typed', 'typed'])
        for attempt in (lambda: first.action_aftersales_sign(sign()), lambda: first.write({'signature': False})):
            with self.assertRaisesRegex(UserError, "is signed"):
                attempt()
        with self.assertRaises(AccessError):
            second.with_user(self.user_technician).action_aftersales_sign(sign())
        third = self._receive_approved().sudo().picking_ids
        third.action_cancel()
        with self.assertRaisesRegex(UserError, "nothing to sign for"):
            third.with_user(self.user_parts).action_aftersales_sign(sign())

    def test_other_parts_than_signed_for(self):
        """faults M4: a signature for two is none for one."""
        signed = self._sign_receipt()
        signed.move_ids.filtered(lambda move: move.quantity == 2).quantity = 1
        signed.move_ids.picked = True
        signed.with_context(skip_backorder=True).button_validate()
        self.assertEqual(signed.state, 'done')
        self.assertFalse(signed.is_signed or signed.aftersales_signature_kind)
        self.assertIn("Let him sign again", signed.sudo().message_ids[:1].body)
        signed.action_aftersales_sign(sign())
        self.assertTrue(signed.is_signed)
        self.assertTrue(self.env['aftersales.kept.print'].search([
            ('res_model', '=', signed._name), ('res_id', '=', signed.id)]))

    def test_no_box_of_the_transfer_writes_a_name(self):
        """faults M5: on our transfers the boxes of core are gone."""
        picking = self._receive_approved().sudo().picking_ids.with_user(self.user_parts)
        self.user_parts.group_ids |= self.env.ref('stock.group_stock_sign_delivery')
        arch = picking.get_view(self.env.ref('stock.view_picking_form').id, 'form')['arch']
        boxes = [box for box in arch.split('<widget')[1:] if 'name="signature"' in box.split('>')[0]]
        self.assertEqual(len(boxes), 2)
        for box in boxes:
            self.assertIn('or (aftersales_order_id)', box.split('>')[0])
        self.assertIn('name="aftersales_sign"', arch)
