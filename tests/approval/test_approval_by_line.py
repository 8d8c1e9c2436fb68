from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestApprovalByLine(OrderCommon):
    """E3: exactly what is new or dearer is asked; what was approved goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.operation.product_id + cls.part).taxes_id = [Command.clear()]
        cls.order = cls._receive_approved()
        cls.job = cls.order.job_ids
        cls.labour, cls.pads = cls.order.line_ids
        cls.disc = cls.env['product.product'].create({
            'name': 'Brake disc', 'type': 'consu', 'list_price': 150.0, 'taxes_id': [],
        })

    def _add_line(self, **values):
        return self.env['aftersales.order.line'].with_user(self.user_advisor).create({
            'job_id': self.job.id, 'product_id': self.disc.id, 'sequence': 99, **values})

    def _get_approvals(self):
        return self.order.line_ids.mapped('approval')

    def test_new_line_waits_alone(self):
        line = self._add_line()
        self.assertEqual(self._get_approvals(), ['approved', 'approved', 'pending'])
        self.assertEqual((self.job.approval, self.job.is_waiting_answer), ('approved', True))
        self.assertEqual(self.job.waiting_amount, 150)
        self.assertEqual(self.order.pending_job_count, 1)
        self.job.with_user(self.user_technician).action_start()
        answer = self.job._approve('phone')
        self.assertEqual((answer.old_total, answer.amount_total, answer.difference), (280, 430, 150))
        self.assertEqual([shown['id'] for shown in answer._get_content()['lines']], line.ids)
        self.assertEqual(answer.line_ids.line_id, line)
        self.assertEqual(self._get_approvals(), ['approved'] * 3)
        self.assertFalse(self.job.is_waiting_answer)

    def test_raised_line_shows_old_and_new(self):
        self.pads.price_unit = 100
        self.assertEqual(self._get_approvals(), ['approved', 'pending'])
        self.assertEqual((self.pads.approved_total, self.job.waiting_amount), (160, 40))
        answer = self.job._approve('phone')
        shown = answer._get_content()['lines']
        self.assertEqual([(line['old_total'], line['total']) for line in shown], [(160, 200)])
        self.assertEqual((answer.old_total, answer.amount_total), (280, 320))

    def test_lower_price_needs_no_answer(self):
        self.pads.quantity = 1
        self.labour.discount = 10
        self.assertEqual(self._get_approvals(), ['approved', 'approved'])
        self.assertFalse(self.job.is_waiting_answer)
        self.pads.quantity = 2
        self.assertEqual(self.pads.approval, 'approved', "back at what was approved")

    def test_other_part_is_asked(self):
        self.pads.product_id = self.disc
        self.pads.with_user(self.user_manager).price_unit = 10
        self.assertEqual(self.pads.approval, 'pending', "cheaper, but not what the customer said yes to")

    def test_content_is_part_of_what_was_approved(self):
        """faults M12: another name or product of an approved line is asked again, whatever it costs."""
        line = self.pads.with_user(self.user_advisor)
        for vals in (
            {'name': "Four new tyres"}, {'name': "Four new tyres", 'quantity': 1}, {'product_id': self.disc.id},
            {'product_id': self.disc.id, 'name': self.pads.name, 'quantity': 0},
        ):
            before = self.pads.read(['name', 'product_id', 'quantity', 'product_uom_id'], load=None)[0]
            with self.subTest(vals):
                line.write(vals)
                self.assertEqual((self.pads.approval, self.job.is_waiting_answer), ('pending', True))
                before.pop('id')
                line.write(before)
                self.assertEqual(self._get_approvals(), ['approved', 'approved'], "back at what was approved")
        line.name += " "
        self.assertEqual(self.pads.approval, 'approved')

    def test_declined_rename_goes_back(self):
        """faults M12: who says no to the new content keeps the old one."""
        name = self.pads.name
        self.pads.with_user(self.user_advisor).name = "Four new tyres"
        self.job.with_user(self.user_advisor)._decline('phone')
        self.assertEqual((self.pads.name, self.pads.approval), (name, 'approved'))
        self.pads.with_user(self.user_advisor).name = "Four new tyres"
        self.job.with_user(self.user_advisor)._approve('phone')
        self.assertEqual((self.pads.name, self.pads.approval), ("Four new tyres", 'approved'))

    def test_job_without_lines_is_not_approved(self):
        """faults U12: a name without work and price is nothing to say yes to; it is asked once it has some."""
        self.order.with_user(self.user_advisor).write({'job_ids': [Command.create({'name': "Look for a noise"})]})
        job = self.order.job_ids[-1].with_user(self.user_advisor)
        self.assertEqual((job.approval, job.is_waiting_answer), ('pending', False))
        with self.assertRaisesRegex(UserError, "no work and no price yet"):
            job._approve('phone')
        with self.assertRaisesRegex(UserError, "no approval"):
            job.with_user(self.user_technician).action_start()
        job.line_ids = [Command.create({'product_id': self.labour.product_id.id, 'quantity': 0})]
        self.assertFalse(job.is_waiting_answer, "A line of nothing is no work")
        job.line_ids.quantity = 1
        self.assertTrue(job.is_waiting_answer)
        job._approve('phone')
        self.assertEqual(job.approval, 'approved')

    def test_free_line_comes_along(self):
        line = self._add_line(is_included=False, part_origin='customer')
        self.assertEqual((line.approval, self.job.is_waiting_answer), ('approved', False))
        line.price_unit = 1
        self.assertEqual(line.approval, 'pending')

    def test_declined_addition_is_not_sold(self):
        line = self._add_line()
        self.assertEqual(self.order.amount_total, 430)
        self.job.with_user(self.user_technician).action_start()
        answer = self.job._decline('phone', reason="Too dear")
        self.assertEqual(self._get_approvals(), ['approved', 'approved', 'declined'])
        self.assertEqual((self.job.approval, self.job.state), ('approved', 'doing'))
        self.assertEqual((self.job.amount_total, self.order.amount_total), (280, 280))
        self.assertEqual(line.decline_reason, "Too dear", "it stays visible with its reason")
        self.assertEqual(self.job._get_declined_lines(), line)
        self.assertEqual(self.order._get_print_declined_names(), ['Brake disc'])
        self.assertEqual((answer.decision, answer.difference), ('declined', 150))
        with self.assertRaisesRegex(UserError, "recorded already"):
            self.job._approve('phone')

    def test_declined_raise_goes_back(self):
        self.pads.write({'quantity': 5, 'discount': 5})
        self.job._decline('phone', reason="Two are enough")
        self.assertEqual((self.pads.quantity, self.pads.discount, self.pads.price_total), (2, 0, 160))
        self.assertEqual(self._get_approvals(), ['approved', 'approved'])
        self.pads.quantity = 3
        self.assertEqual(self.pads.approval, 'pending', "a new question")

    def test_call_back_on_an_addition(self):
        line = self._add_line()
        self.job._call_back('phone', reason="Ask my wife")
        self.assertEqual((line.approval, self.job.approval, self.job.is_waiting_answer), ('callback', 'approved', True))
        self.job._approve('phone')
        self.assertEqual(line.approval, 'approved')
        with self.assertRaisesRegex(UserError, "recorded already"):
            self.job._call_back('phone')

    def test_whole_job_withdrawn(self):
        self._add_line()
        self.job._decline('phone', whole=True)
        self.assertEqual(self._get_approvals(), ['declined'] * 3)
        self.assertEqual((self.job.approval, self.order.amount_total, self.job.amount_total), ('declined', 0, 430))
        self.job._approve('phone')
        self.assertEqual((self.job.approval, self.order.amount_total), ('approved', 430))

    def test_other_terms_ask_for_all(self):
        """Who pays, and how much of it, is not a matter of single lines."""
        self.job.write({'pay_type_id': self.env.ref('aftersales.pay_type_insurance').id, 'payer_id': self.insurer.id,
                        'deductible': 100})
        self.assertEqual(self._get_approvals(), ['approved', 'approved'], "the customer pays less")
        self.order.partner_id = self.env['res.partner'].create({'name': 'New owner'})
        self.job.co_payer_id = self.order.partner_id
        self.assertEqual(self._get_approvals(), ['pending', 'pending'], "another customer pays")
        self.assertEqual(self.job.approval, 'pending')
        self.job._decline('phone')
        self.assertEqual(self.job.approval, 'declined')

    def test_deductible_and_additions(self):
        """Insured work: an addition costs the customer nothing more, and is asked all the same."""
        self.job.write({'pay_type_id': self.env.ref('aftersales.pay_type_insurance').id, 'payer_id': self.insurer.id,
                        'deductible': 100})
        line = self._add_line()
        self.assertEqual(line.approval, 'pending')
        answer = self.job._approve('phone')
        self.assertEqual((answer.customer_amount, answer.amount_total), (100, self.order.amount_total))
        self.job.deductible = 200
        self.assertEqual(self.job.approval, 'pending', "now he would pay more than he was told")

    def test_delivery_waits_for_the_answer(self):
        self._pass(self.order)
        self._add_line(product_id=self.operation.product_id.id)
        with self.assertRaisesRegex(UserError, "has not answered"):
            self.order._check_delivered()

    def test_approval_has_no_other_door(self):
        Line = self.env['aftersales.order.line'].with_user(self.user_advisor)
        values = {'job_id': self.job.id, 'product_id': self.disc.id}
        with self.assertRaises(AccessError):
            Line.create({**values, 'approval': 'approved'})
        line = Line.with_context(default_approval='approved', default_authorisation_ids=[]).create(values)
        self.assertEqual(line.approval, 'pending')
        with self.assertRaises(AccessError):
            line.write({'approval': 'approved'})
        for user in (self.user_manager, self.user_technician, self.user_parts):
            with self.assertRaises(AccessError):
                line.with_user(user).approval = 'approved'
        result = Line.load(
            ['job_id/.id', 'product_id/.id', 'quantity', 'approval'],
            [[str(self.job.id), str(self.disc.id), '1', 'approved']])
        self.assertTrue(result['messages'], "an import sets no approval either")
        ids = Line.load(['job_id/.id', 'product_id/.id', 'quantity'], [[str(self.job.id), str(self.disc.id), '1']])['ids']
        self.assertEqual(Line.browse(ids).approval, 'pending')
        answer = self.order.authorisation_ids
        with self.assertRaises(UserError):
            answer.line_ids.with_user(self.user_manager).create({'authorisation_id': answer.id, 'line_id': line.id})
        with self.assertRaises(UserError):
            answer.line_ids.sudo().write({'price_total': 1000})
        with self.assertRaises(UserError):
            answer.line_ids[0].sudo().unlink()

    def test_forged_record_is_seen(self):
        """Whoever changes the answer or a line in the database cannot keep the fingerprint right."""
        answer = self.order.authorisation_ids
        self.assertTrue(answer.is_intact)
        for query in (
            "UPDATE aftersales_authorisation SET decision = 'declined' WHERE id = %s",
            "UPDATE aftersales_authorisation SET signatory = 'Somebody' WHERE id = %s",
            "UPDATE aftersales_authorisation_line SET price_total = 9999 WHERE authorisation_id = %s",
            "UPDATE aftersales_authorisation SET content = '{}' WHERE id = %s",
            "UPDATE aftersales_authorisation SET content = 'no json' WHERE id = %s",
        ):
            with self.subTest(query=query), self.cr.savepoint() as savepoint:
                self.cr.execute(query, [answer.id])
                self.env.invalidate_all()
                self.assertFalse(answer.is_intact)
                self.assertIsNotNone(answer.content_html)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertTrue(answer.is_intact)

    def test_deleted_line_stays_in_the_record(self):
        answer = self.order.authorisation_ids
        number = self.pads.id
        self.pads.unlink()
        self.assertEqual(answer.line_ids[1].line_ref, number)
        self.assertFalse(answer.line_ids[1].line_id)
        self.assertTrue(answer.is_intact)
        self.assertEqual(self.job.approval, 'approved')

    def test_dialog_shows_what_is_asked(self):
        line = self._add_line()
        action = self.order.action_authorise()
        wizard = Form(self.env[action['res_model']].with_user(self.user_advisor).with_context(**action['context']))
        self.assertEqual((wizard.old_total, wizard.amount_total, wizard.difference), (280, 430, 150))
        wizard.channel = 'phone'
        dialog = wizard.save()
        self.assertEqual(dialog.line_ids, line)
        line.price_unit = 160
        with self.assertRaisesRegex(UserError, "has changed since this dialog was opened"):
            dialog.action_apply()
        self.assertEqual(line.approval, 'pending')

    def test_second_decline_takes_nothing_more(self):
        """Two people record the same no: the second one does not take the job with it."""
        self._add_line()
        action = self.order.action_authorise()
        dialogs = [
            self.env[action['res_model']].with_user(self.user_advisor).with_context(**action['context']).create({
                'decision': 'declined', 'channel': 'phone', 'signatory': 'Chen Jing', 'reason': "Too dear"})
            for __ in range(2)
        ]
        dialogs[0].action_apply()
        with self.assertRaisesRegex(UserError, "answered meanwhile"):
            dialogs[1].action_apply()
        self.assertEqual(self.job.approval, 'approved')

    def test_technician_records_no_answer(self):
        for user in (self.user_technician, self.user_parts, self.user_accountant):
            with self.assertRaises(AccessError):
                self.job.with_user(user)._approve('phone')

    def test_two_orders_at_once(self):
        orders = self._create_orders(2)
        orders.job_ids._approve('phone')
        self.assertEqual(orders.line_ids.mapped('approval'), ['approved'] * 4)

    def test_queries_do_not_grow(self):
        def ask(orders):
            for job in orders.job_ids:
                job._get_line_approvals()
                job._get_approval()
            orders.line_ids.mapped('approved_total')
            orders.job_ids.mapped('waiting_amount')

        self.assertFlat(ask, self._receive_approved(1).sudo(), self._receive_approved(50).sudo())

    def test_same_number_in_another_currency_is_asked(self):
        """Who approved 160 did not approve 160 of a dearer currency."""
        dollar = self.env.ref('base.USD') if self.order.currency_id.name != 'USD' else self.env.ref('base.EUR')
        dollar.active = True
        total = self.pads.price_total
        self.order.with_user(self.user_advisor).pricelist_id = self.env['product.pricelist'].create(
            {'name': "Abroad", 'currency_id': dollar.id})
        self.pads.with_user(self.user_manager).price_unit = total / self.pads.quantity
        self.assertEqual((self.pads.price_total, self.pads.currency_id), (total, dollar))
        self.assertEqual(set(self._get_approvals()), {'pending'})

    def test_defaults_of_a_call_price_nothing_made_by_the_system(self):
        """A job the system makes for a technician neither is free nor needs no approval because he says so."""
        job = self.env['aftersales.job'].with_user(self.user_technician).sudo().with_context(
            default_pay_type_id=self.env.ref('aftersales.pay_type_warranty').id, default_discount=100.0,
        ).create({'order_id': self.order.id, 'operation_id': self.operation.id})
        self.assertEqual((job.pay_type_id, job.approval), (self.env.ref('aftersales.pay_type_customer'), 'pending'))
        self.assertEqual(set(job.line_ids.mapped('discount')), {0.0})
