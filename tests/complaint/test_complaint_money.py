from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon
from odoo.addons.aftersales.tests.dealership.complaint import MONDAY, ComplaintCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintMoney(ComplaintCommon, BillingCommon):
    """K3: what was decided becomes real documents, and the cost of a case is theirs (sheet of complaints, 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({'aftersales_hour_cost': 80, 'aftersales_return_tolerance': 25})
        cls.pads = cls.env['product.product'].create({
            'name': "Pads", 'type': 'consu', 'is_storable': True, 'list_price': 100, 'standard_price': 30,
            'taxes_id': [Command.set(cls.tax.ids)]})
        cls.env['stock.quant']._update_available_quantity(cls.pads, cls.workshop.warehouse_id.lot_stock_id, 30)
        cls.order = cls._finish_work(cls.approve(cls._create_order(
            cls._job(cls._line(product=cls.pads, quantity=4, line_type='part')), done=False)))
        cls.invoice_1 = cls.invoice(cls.order)
        cls.invoice_1.with_user(cls.user_accountant).action_post()

    @classmethod
    def _finish_work(cls, order):
        cls.issue(order)
        order.sudo().job_ids._transition('done')
        return cls.inspect(order)

    def _decide(self, amount, kind, count=1, **values):
        """Complaints about the order, decided within the manager's limit."""
        complaints = self._propose(self._create_complaints(count, order_id=self.order.id, **values), amount, kind)
        complaints.with_user(self.user_manager).action_approve()
        return complaints

    def _make(self, complaint, user):
        complaint.solution_ids.with_user(user).action_make_document()
        return complaint.solution_ids.sudo()._get_document()[0]

    # === WORK ===#

    def test_rework_order_with_one_click(self):
        """K3: each case gets a rework order of its car, free of charge and linked; a second click opens it."""
        waiting = self._propose(self._create_complaints(order_id=self.order.id))
        with self.assertRaisesRegex(UserError, "before it is decided"):
            self._make(waiting, self.user_care)
        complaint, other = self._decide(100, 'redo', 2)
        with self.assertRaises(AccessError):
            self._make(complaint, self.user_inspector)
        with self.assertRaisesRegex(UserError, "is not decided"):
            waiting.solution_ids.create({'complaint_id': waiting.id, 'kind': 'redo', 'no_document_reason': "None"})
        job = self._make(complaint, self.user_care).sudo()
        self.assertEqual(self._make(complaint, self.user_advisor).sudo(), job)
        self.assertEqual(job.pay_type_id, self.env.ref('aftersales.pay_type_rework'))
        self.assertEqual(job.comeback_of_id, self.order.job_ids)
        self.assertEqual(
            (job.order_id.vehicle_id, job.order_id.workshop_id, job.order_id.user_id),
            (self.vehicle, self.workshop, self.user_advisor))
        self.assertNotEqual(self._make(other, self.user_care).order_id, job.order_id, "each its own")
        self.assertEqual(complaint.solution_ids.document_state, 'begun')

    def test_exchange_costs_hours_and_parts(self):
        """K3: the rework's hours at what an hour costs, its parts at what they cost when they were issued."""
        complaint = self._propose(self._create_complaints(
            order_id=self.order.id, product_id=self.pads.id, quantity_faulty=2), 100, 'exchange')
        complaint.with_user(self.user_manager).action_approve()
        job = self._make(complaint, self.user_care).sudo()
        self.assertEqual((job.line_ids.product_id, job.line_ids.quantity), (self.pads, 2))
        self.assertEqual(complaint.cost_net, 0)
        job.order_id.odometer_in = 1200
        job.order_id.action_receive()
        job.line_ids = [Command.create({'product_id': self.labour.id, 'quantity': 1.5})]
        self._finish_work(job.order_id)
        complaint.invalidate_recordset()
        self.assertEqual(complaint.cost_labour, 120, "nobody clocked: flat-rate hours")
        job.clocked_hours = 2.5
        self.pads.standard_price = 99
        complaint.invalidate_recordset()
        self.assertEqual((complaint.cost_labour, complaint.cost_parts, complaint.cost_net), (200, 60, 260))
        self.assertEqual(complaint.solution_ids.document_state, 'done')

    # === MONEY ===#

    def test_refund_is_a_credit_note(self):
        """K3: accounting makes it of the invoice, with its taxes in their share; the work stays invoiced."""
        complaint = self._decide(115, 'refund')
        self.assertEqual(
            complaint.sudo().activity_ids.filtered(lambda task: task.activity_type_id == self.env.ref(
                'aftersales.mail_activity_complaint_book')).user_id.has_group('account.group_account_invoice'), True)
        with self.assertRaisesRegex(AccessError, "on their list"):
            self._make(complaint, self.user_care)
        with patch.object(type(self.company), '_claim_for_update', autospec=True) as claimed:
            note = self._make(complaint, self.user_accountant)
        self.assertIn(self.company, claimed.call_args.args, "two cases about one invoice: the second sees the first")
        self.assertEqual((note.move_type, note.reversed_entry_id, note.state), ('out_refund', self.invoice_1, 'draft'))
        self.assertAlmostEqual(note.amount_total, 115, 2)
        self.assertAlmostEqual(
            note.amount_untaxed / note.amount_total, self.invoice_1.amount_untaxed / self.invoice_1.amount_total, 3)
        self.assertEqual(complaint.cost_net, 0, "a draft costs nothing")
        note.with_user(self.user_accountant).action_post()
        complaint.invalidate_recordset()
        self.assertAlmostEqual(complaint.cost_money, note.amount_untaxed, 2)
        self.assertEqual(self.order.invoice_status, 'invoiced')
        self.assertFalse(complaint.sudo().activity_ids.filtered(lambda task: task.activity_type_id == self.env.ref(
            'aftersales.mail_activity_complaint_book')))
        stranger = self._decide(5, 'refund')
        stranger.sudo().partner_id = self.env['res.partner'].create({'name': "Stranger"})
        with self.assertRaisesRegex(UserError, "choose the posted invoice"):
            self._make(stranger, self.user_accountant)
        beyond = self._decide(self.invoice_1.amount_total - 100, 'refund')
        with self.assertRaisesRegex(UserError, "compensation in money"):
            self._make(beyond, self.user_accountant)

    def test_no_more_than_was_decided_or_invoiced(self):
        """K3: neither a draft that was raised, nor one that was replaced, nor more than the invoice, whoever credits it."""
        complaint, other = self._decide(90, 'payment', 2)
        first, apart = (self._make(case, self.user_accountant).with_user(self.user_accountant) for case in (complaint, other))
        (first | apart).invoice_date = '2026-03-02'
        first.invoice_line_ids.price_unit = 90.01
        with self.assertRaisesRegex(UserError, "decided again"):
            first.action_post()
        first.button_cancel()
        second = self._make(complaint, self.user_accountant).with_user(self.user_accountant)
        self.assertNotEqual(second, first)
        second.invoice_date = '2026-03-02'
        (second | apart).action_post()
        first.button_draft()
        first.invoice_line_ids.price_unit = 1
        with self.assertRaisesRegex(UserError, "took the place"):
            first.action_post()
        refund = self._make(self._decide(115, 'refund'), self.user_accountant).with_user(self.user_accountant)
        whole = self.invoice_1.with_user(self.user_accountant)._reverse_moves()
        refund.action_post()
        with self.assertRaisesRegex(UserError, "credit the rest only"):
            whole.action_post()
        refund.button_draft()
        whole.action_post()
        with self.assertRaisesRegex(UserError, "credit the rest only"):
            refund.action_post()

    def test_payment_and_what_was_recovered(self):
        """K3, H8: a payment is a bill of the customer; what a supplier refunds is taken off the cost."""
        complaint = self._decide(90, 'payment')
        bill = self._make(complaint, self.user_accountant)
        self.assertEqual((bill.move_type, bill.partner_id, bill.amount_total), ('in_invoice', complaint.partner_id, 90))
        undone = [('complaint_id', '=', complaint.id), ('is_undone', '=', True)]
        lines = self.env['aftersales.complaint.solution'].with_user(self.user_care)
        self.assertEqual(lines.search(undone), complaint.solution_ids, "whoever may not see the bill knows that it waits")
        supplier = self.env['res.partner'].create({'name': "Brake Works"})
        refund = self.env['account.move'].with_user(self.user_accountant).create({
            'move_type': 'in_refund', 'partner_id': supplier.id, 'aftersales_complaint_id': complaint.id,
            'invoice_date': '2026-03-02', 'invoice_line_ids': [Command.create({
                'name': "Our share", 'price_unit': 40, 'tax_ids': [Command.clear()]})]})
        bill.invoice_date = '2026-03-02'
        (bill | refund).with_user(self.user_accountant).action_post()
        complaint.invalidate_recordset()
        self.assertEqual((complaint.cost_money, complaint.amount_recovered, complaint.cost_net), (90, 40, 50))
        self.assertFalse(lines.search(undone))
        row = self.env['aftersales.complaint.report'].with_user(self.user_manager).search(
            [('complaint_id', '=', complaint.id)])
        self.assertEqual((row.cost, row.recovered, row.cost_net), (90, 40, 50), "form and analysis agree")

    def test_claim_recovers(self):
        """H8: what the maker and the supplier have paid on a linked claim is taken off; what they owe is not yet."""
        complaint = self._create_complaints(order_id=self.order.id)
        terms = self.env['aftersales.claim.terms'].create({'name': "Maker", 'partner_id': self.customer.id})
        claim = self.env['aftersales.claim'].sudo().create({
            'order_id': self.order.id, 'terms_id': terms.id, 'partner_id': self.customer.id})
        claim.with_user(self.user_claims).complaint_id = complaint
        entry = self.env['aftersales.claim.entry'].sudo()
        entry._move_amount(claim, 'work', 'maker', 70, "Paid")
        entry._move_amount(claim, 'work', 'supplier', 20, "Paid")
        entry._move_amount(claim, 'work', 'due', 500, "Owed")
        complaint.invalidate_recordset()
        self.assertEqual((complaint.amount_recovered, complaint.cost_net), (90, -90))

    # === GOODS ===#

    def test_goods_taken_back(self):
        """K3: less than approved is posted as it is, without waiting for the rest; far more is decided again."""
        less, more = (self._decide(50, 'return', product_id=self.pads.id, quantity_to_return=quantity) for quantity in (3, 1))
        for complaint, quantity in ((less, 2), (more, 2)):
            picking = self._make(complaint, self.user_care).with_user(self.user_parts)
            self.assertEqual(picking.move_ids.product_uom_qty, complaint.solution_ids.quantity)
            picking.move_ids.write({'quantity': quantity, 'picked': True})
        with self.assertRaisesRegex(UserError, "decided again"):
            more.solution_ids.picking_id.with_user(self.user_parts).button_validate()
        picking = less.solution_ids.picking_id.with_user(self.user_parts)
        picking.button_validate()
        self.assertEqual((picking.state, picking.move_ids.mapped('quantity')), ('done', [2.0]))
        self.assertFalse(picking.backorder_ids)
        self.assertEqual(less.solution_ids.document_state, 'done')
        more.solution_ids.picking_id.move_ids.with_user(self.user_parts).quantity = 1.25
        more.solution_ids.picking_id.with_user(self.user_parts).button_validate()
        self.assertEqual(more.solution_ids.picking_id.state, 'done', "within the tolerance")

    def test_goods_and_money_once(self):
        """K3: parts that came back are credited by the case or by their order; what only the order took back, by the order."""
        case, later = self._decide(100, 'return', 2, product_id=self.pads.id, quantity_to_return=2)
        for complaint in (case, later):
            complaint.solution_ids.sudo().create({'complaint_id': complaint.id, 'kind': 'refund', 'amount': 200})
        goods, money = case.solution_ids
        self._take_in(goods)
        self.assertEqual(self.order.invoice_status, 'to_credit')
        note = self._make_one(money).with_user(self.user_accountant)
        self.assertEqual(self.order.invoice_status, 'invoiced')
        with self.assertRaisesRegex(UserError, "Nothing to credit"):
            self.order.with_user(self.user_accountant)._create_credit_notes()
        note.button_cancel()
        self.assertEqual(self.order.invoice_status, 'to_credit', "the case gives nothing any more")
        note = self._make_one(money)
        self._take_in(later.solution_ids[0])
        own = self.order.with_user(self.user_accountant)._create_credit_notes()
        self.assertEqual(own.invoice_line_ids.filtered('product_id').quantity, 2, "not the two whose money the case gave")
        with self.assertRaisesRegex(UserError, "credited with"):
            self._make_one(later.solution_ids[1])

    def _make_one(self, solution):
        solution.with_user(self.user_accountant).action_make_document()
        return solution.sudo().move_id

    def _take_in(self, solution):
        solution.with_user(self.user_care).action_make_document()
        picking = solution.sudo().picking_id.with_user(self.user_parts)
        picking.move_ids.write({'quantity': solution.quantity, 'picked': True})
        picking.button_validate()

    # === THE CASE ===#

    def test_limit_counts_what_a_part_costs(self):
        """K3: whatever is typed beside it, a part that is exchanged counts with what it costs the house."""
        cheap, dear = (self._propose(self._create_complaints(
            order_id=self.order.id, product_id=self.pads.id, quantity_faulty=quantity), 1, 'exchange') for quantity in (16, 17))
        self.assertEqual((cheap | dear).mapped('may_approve'), [True, False])
        with self.assertRaisesRegex(AccessError, "beyond your limit"):
            dear.action_approve()
        dear.with_user(self.user_manager).action_approve()
        cheap.action_approve()

    def test_refused_gives_up_what_was_begun(self):
        """K4: drafts of a solution that the customer refuses are cancelled and stay so; what was done stays done."""
        kinds = ('payment', 'refund', 'return', 'redo')
        begun = [self._decide(5, kind, product_id=self.pads.id, quantity_to_return=1) for kind in kinds]
        done = self._decide(5, 'payment')
        makers = dict.fromkeys(kinds[:2], self.user_accountant)
        documents = [
            self._make(case, makers.get(kind, self.user_care)).sudo() for case, kind in zip(begun, kinds, strict=True)]
        paid = self._make(done, self.user_accountant).with_user(self.user_accountant)
        paid.invoice_date = '2026-03-02'
        paid.action_post()
        for case, user in zip((*begun, done), (*[self.user_advisor] * 3, *[self.user_care] * 2), strict=True):
            self._ask(case, user, target='refused', note="No")
        self.assertEqual([document.state for document in documents], ['cancel', 'cancel', 'cancel', 'cancelled'])
        self.assertEqual((documents[-1].order_id.state, paid.state), ('cancelled', 'posted'))
        self.assertIn("therefore cancelled", str(begun[0].sudo().message_ids.mapped('body')))
        bill = documents[0].with_user(self.user_accountant)
        bill.button_draft()
        bill.invoice_date = '2026-03-02'
        with self.assertRaisesRegex(UserError, "Leave it cancelled"):
            bill.action_post()
        paid.button_draft()
        paid.action_post()

    def test_carried_out_with_its_documents(self):
        """K3: what is carried out has its documents, or says why not; made documents keep the decision."""
        done, said = self._decide(60, 'redo', 2)
        (done | said).carried_note = "New pads"
        with self.assertRaisesRegex(UserError, "no document yet"):
            (done | said).action_carry_out()
        self._make(done, self.user_care)
        with self.assertRaises(AccessError):
            said.solution_ids.with_user(self.user_inspector).no_document_reason = "None"
        with self.assertRaisesRegex(UserError, "what the customer gets"):
            said.solution_ids.note = "More"
        for name, other in (('vehicle_id', self.vehicle_2), ('partner_id', self.customer.copy()), ('order_id', False)):
            with self.subTest(name), self.assertRaisesRegex(UserError, "what the customer gets"):
                said[name] = other
        said.invoice_id = self.invoice_1
        said.write({
            'carried_note': "Wiped clean at once",
            'solution_ids': [Command.update(said.solution_ids.id, {'no_document_reason': "Done while he waited"})]})
        self.assertEqual((said.solution_ids.document_state, said.carried_note), ('excused', "Wiped clean at once"))
        with self.assertRaisesRegex(UserError, "given already"):
            self._make(said, self.user_care)
        with self.assertRaisesRegex(UserError, "cancel first"):
            done.with_user(self.user_manager).action_back()
        said.with_user(self.user_manager).action_back()
        self.assertEqual(said.state, 'investigating')
        done.action_carry_out()
        self.assertEqual(done.state, 'carried_out')

    def test_form_of_the_decided_case(self):
        """K3: the form takes the reason beside what was done, and nothing else of the decision."""
        complaint = self._decide(60, 'redo')
        with Form(complaint.with_user(self.user_care)) as form:
            form.carried_note = "New pads"
            with form.solution_ids.edit(0) as line:
                line.no_document_reason = "Done at once"
        self.assertEqual(complaint.solution_ids.no_document_reason, "Done at once")

    def test_no_voucher_without_its_app(self):
        """K3: without Odoo's app for coupons nobody is offered a voucher, and none can be entered."""
        Solution = self.env['aftersales.complaint.solution'].with_user(self.user_care)
        with patch.object(type(Solution), '_has_vouchers', lambda self: False):
            self.assertNotIn('voucher', dict(Solution.fields_get(['kind'])['kind']['selection']))
            with self.assertRaisesRegex(UserError, "Coupons"):
                Solution.create({'complaint_id': self._create_complaints().id, 'kind': 'voucher', 'amount': 5})
        self.assertIn('voucher', dict(Solution.fields_get(['kind'])['kind']['selection']))

    def test_voucher_given_and_taken_back(self):
        """K3, K4: a voucher is a card over what was decided; unused, it is taken back or goes with the refusal; what was
        used of it is given.
        """
        program = self.env['loyalty.program'].search([('program_type', '=', 'gift_card')])
        program.currency_id = self.company.currency_id
        program.company_id = self.company
        back, used, refused, gone = self._decide(50, 'voucher', 4)
        cards = [self._make(case, self.user_care).sudo() for case in (back, used, refused, gone)]
        self.assertEqual([(card.points, card.partner_id, card.history_ids.issued) for card in cards], [
            (50, self.customer, 50)] * 4)
        self.assertEqual(self._make(back, self.user_care).sudo(), cards[0], "a second click opens it")
        self.assertEqual((back.cost_vouchers, back.solution_ids.document_state), (50, 'done'))
        with self.assertRaisesRegex(UserError, "cancel first"):
            back.with_user(self.user_manager).action_back()
        with self.assertRaises(AccessError):
            back.solution_ids.with_user(self.user_advisor).action_take_back_voucher()
        back.solution_ids.with_user(self.user_care).action_take_back_voucher()
        self.assertEqual((cards[0].points, cards[0].active, cards[0].history_ids[:1].used), (0, False, 50))
        back.invalidate_recordset()
        self.assertEqual((back.cost_vouchers, back.solution_ids.document_state), (0, 'missing'))
        back.with_user(self.user_manager).action_back()
        cards[1].points = 20
        cards[3].unlink()
        for case, message in ((used, "20.00 is left"), (gone, "nobody can tell")):
            with self.assertRaisesRegex(UserError, message):
                case.solution_ids.with_user(self.user_care).action_take_back_voucher()
            with self.assertRaisesRegex(UserError, "cancel first"):
                case.with_user(self.user_manager).action_back()
        with self.assertRaisesRegex(UserError, "given already"):
            self._make(gone, self.user_care)
        for case in (used, refused):
            self._ask(case, self.user_advisor, target='refused', note="No")
        self.assertEqual([(card.points, card.active) for card in cards[1:3]], [(20, True), (0, False)])
        self.assertEqual((used.cost_vouchers, refused.cost_vouchers), (50, 0))

    # === INVOICES IN DISPUTE ===#

    def test_disputed_invoices(self):
        """K3: accounting sees which open invoices are disputed, by order or by name, until the case is over."""
        Move = self.env['account.move'].with_user(self.user_accountant)
        invoice = Move.browse(self.invoice_1.id)
        disputed = [('is_aftersales_disputed', '=', True), ('id', '=', invoice.id)]
        self.assertFalse(Move.search(disputed))
        complaint = self._create_complaints(order_id=self.order.id)
        by_name = self._create_complaints(invoice_id=self.invoice_1.id)
        self._create_complaints(order_id=self.order.id, kind='incident')
        self.env.invalidate_all()
        self.assertEqual(Move.search(disputed), invoice)
        self.assertEqual(invoice.aftersales_dispute_ids, complaint | by_name)
        for case in complaint | by_name:
            self.assertFalse(case.is_invoice_due)
            case.write({'unfounded_reason': "As agreed", 'unfounded_proof': "Signed estimate"})
            case._tell('refusal', 'letter', "Our answer", "<p>No</p>")
            case._transition('unfounded')
            self.assertTrue(case.is_invoice_due)
        self.env.invalidate_all()
        self.assertFalse(Move.search(disputed))
        self.assertFalse(invoice.is_aftersales_disputed)
        self.assertIn("stays due", str(self.invoice_1.sudo().message_ids.mapped('body')))
        self.assertFlat(lambda move: move.read(['aftersales_dispute_ids']), invoice, invoice | self._copies(3))

    def _copies(self, count):
        moves = self.invoice_1.browse()
        for __ in range(count):
            moves |= self.invoice_1.copy()
        return moves.with_user(self.user_accountant)
