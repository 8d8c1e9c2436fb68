from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.complaint import MONDAY, ComplaintCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintRights(ComplaintCommon):
    """K2: each writes his own blocks; what a customer is told is written for him."""

    def test_blocks(self):
        """K2: who received it, who investigates and the office write their own blocks, at their time."""
        complaint = self._create_complaints(user=self.user_advisor)
        complaint.story = "The brakes squeal when cold."
        with self.assertRaisesRegex(AccessError, "not yours"):
            complaint.findings = "Mine"
        with self.assertRaisesRegex(AccessError, "not yours"):
            complaint.with_user(self.user_inspector).story = "Other words"
        with self.assertRaisesRegex(AccessError, "not yours"):
            complaint.with_user(self.user_inspector).findings = "Before its time"
        complaint.with_user(self.user_care).action_acknowledge()
        with self.assertRaisesRegex(AccessError, "not yours"):
            complaint.story = "Too late"
        complaint.with_user(self.user_inspector).findings = "Old pads"
        for user, vals in (
            (self.user_inspector, {'user_id': self.user_inspector.id}), (self.user_dispatcher, {'late_reason': "None"}),
            (self.user_parts, {'findings': "None"}), (self.user_claims, {'severity': 'critical'}),
            (self.user_advisor, {'state': 'investigating'}), (self.user_parts, {'state': 'cancelled'}),
        ):
            with self.subTest(user=user.name, vals=vals), self.assertRaises(AccessError):
                complaint.with_user(user).write(vals)
        with self.assertRaises(AccessError):
            self.env['aftersales.complaint.party'].with_user(self.user_advisor).create({
                'complaint_id': complaint.id, 'department_id': self.department.id})
        self.env['aftersales.complaint.party'].with_user(self.user_dispatcher).create({
            'complaint_id': complaint.id, 'department_id': self.department.id})
        with self.assertRaises(UserError):
            complaint.with_user(self.user_manager).unlink()

    def test_others_read_its_number(self):
        """K2: who sees no cases reads no customer's words on whatever document a case is named: its number alone."""
        complaint, slip = self._create_complaints() | self._create_complaints(user=self.user_advisor)
        actions = self.env['aftersales.action'].with_user(self.user_care).create([
            {'name': "Lock them away", 'complaint_id': case.id, 'user_id': self.user_technician.id}
            for case in complaint | slip])
        clerk = new_test_user(
            self.env, login='stock_clerk', groups='stock.group_stock_user', company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        picking = self.env['stock.picking'].create({
            'picking_type_id': self.workshop.warehouse_id.in_type_id.id, 'aftersales_complaint_id': complaint.id})
        for user, shown in ((self.user_technician, [complaint.name, "New"]), (self.user_care, [
                f'{complaint.name} · {complaint.subject}', slip.subject])):
            rows = actions.with_user(user).web_read({'complaint_id': {'fields': {'display_name': {}}}})
            self.assertEqual([row['complaint_id']['display_name'] for row in rows], shown)
        self.assertEqual(
            picking.with_user(clerk).read(['aftersales_complaint_id'])[0]['aftersales_complaint_id'],
            (complaint.id, complaint.name))

    def test_state_moves_alone(self):
        """K2: what a step rests on is saved before the step."""
        complaint = self._create_complaints()
        with self.assertRaisesRegex(UserError, "Save what you entered first"):
            complaint.write({'state': 'acknowledged', 'category_id': False})
        self.assertEqual(complaint.state, 'received')

    def test_form_lets_type_what_is_his(self):
        """K2: the form opens to each the blocks that are his now, and to nobody what is over."""
        complaint, other = self._create_complaints(2, user=self.user_advisor)
        names = ['may_enter_matter', 'may_enter_findings', 'may_enter_rest']

        def read(user):
            return tuple(complaint.with_user(user).read(names)[0][name] for name in names)

        self.assertEqual(read(self.user_advisor), (True, False, False))
        self.assertEqual(read(self.user_inspector), (False, False, False))
        self.assertEqual(read(self.user_care), (True, True, True))
        (complaint | other).with_user(self.user_care).action_acknowledge()
        self.assertEqual(read(self.user_advisor), (False, False, False))
        self.assertEqual(read(self.user_inspector), (False, True, False))
        with Form(complaint.with_user(self.user_inspector)) as form:
            form.findings = "Old pads"
            with self.assertRaisesRegex(AssertionError, "readonly"):
                form.story = "Other words"
        self.assertEqual(complaint.findings, "Old pads")
        self.cancel(complaint.with_user(self.user_care))
        self.assertEqual(read(self.user_care), (False, False, False))
        form = Form(self.env['aftersales.complaint'].with_user(self.user_advisor))
        form.receiver_id = self.user_dispatcher
        form.story = "It squeals."
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.caller_id = self.user_care
        self.assertEqual(form.save().caller_id, self.user_manager)

    def test_new_one_has_the_receivers_words_only(self):
        """K2: whoever takes a complaint enters at its creation what he might enter afterwards."""
        for vals in (
            {'findings': "Mine"}, {'root_cause': "His"}, {'offer_text': "All free"}, {'mood': 'content'},
            {'late_reason': "So"}, {'user_id': self.user_care.id}, {'bearer': 'maker'}, {'caller_id': self.user_care.id},
            {'party_ids': [Command.create({'department_id': self.department.id})]},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError), self.cr.savepoint():
                self._create_complaints(user=self.user_advisor, **vals)
        with self.assertRaises(AccessError):
            self.env['aftersales.complaint'].with_user(self.user_advisor).with_context(default_findings="Mine").create({
                'story': "Squeals", 'workshop_id': self.workshop.id})
        mine = self._create_complaints(
            2, user=self.user_advisor, findings=False, bearer='us', caller_id=self.user_manager.id, demand='repair')
        self.assertEqual(mine.caller_id, self.user_manager)

    def test_who_sees_none(self):
        """K2: technicians, trainers and another company see no complaint; accounting reads what it books, and no more."""
        complaint = self._create_complaints()
        complaint.with_user(self.user_accountant).read(['story'])
        with self.assertRaises(AccessError):
            complaint.with_user(self.user_accountant).story = "Mine"
        for user in (self.user_technician, self.user_trainer, self.user_other_advisor):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                complaint.with_user(user).read(['story'])
        with self.assertRaises(AccessError):
            self.env['aftersales.complaint'].with_user(self.user_parts).create({'story': "Mine"})

    def test_amounts_for_those_with_prices(self):
        """faults U9: who sees no prices sees none of a complaint either, and can still investigate it."""
        complaint = self._propose(self._create_complaints(amount_demanded=800.0))
        mine = complaint.with_user(self.user_inspector)
        for name in ('amount_demanded', 'amount_solution'):
            with self.subTest(name), self.assertRaises(AccessError):
                mine.read([name])
        with self.assertRaises(AccessError):
            mine.solution_ids.read(['amount'])
        self.assertNotIn('800', ''.join(mine.message_ids.mapped('body')))
        text = self.env['ir.actions.report'].with_user(self.user_inspector)._render_qweb_html(
            'aftersales.report_complaint', complaint.ids)[0].decode()
        self.assertIn("For the house only", text)
        self.assertNotIn('800.00', text)

    def test_form_as_typed(self):
        """K1: an order brings car, customer, outlet and how to reach him; the first line is the subject."""
        order = self._create_orders()
        form = Form(self.env['aftersales.complaint'].with_user(self.user_advisor))
        form.order_id = order
        form.story = "It squeals.\nEvery morning."
        complaint = form.save()
        self.assertEqual(
            (complaint.vehicle_id, complaint.partner_id, complaint.workshop_id, complaint.phone, complaint.subject),
            (self.vehicle, self.customer, self.workshop, self.customer.phone, "It squeals."))
        self.assertEqual(complaint.receiver_id, self.user_advisor)

    # === LETTERS ===#

    def _write_letter(self, complaint, user=None, **values):
        wizard = self.env['aftersales.complaint.letter.wizard'].with_user(user or self.user_care).create({
            'complaint_id': complaint.id, **values})
        return wizard, wizard.action_apply()

    def test_letter_in_the_customers_language(self):
        """K2: the template that is due is filled in, in his language; it is sent as it was read, and stays."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.customer.lang = 'zh_CN'
        template = self.env.ref('aftersales.mail_template_complaint_acknowledge')
        template.with_context(lang='zh_CN').subject = "您的投诉 {{ object.name }}"
        complaint = self._create_complaints()
        self.assertEqual(complaint.next_letter, 'acknowledge')
        action = complaint.action_write_letter()
        self.assertEqual(action['context']['default_kind'], 'acknowledge')
        wizard, __ = self._write_letter(complaint, kind='acknowledge', channel='mail')
        self.assertEqual(wizard.subject, "您的投诉 260301")
        letter = complaint.letter_ids
        self.assertEqual((letter.subject, letter.user_id, letter.is_written), (wizard.subject, self.user_care, True))
        self.assertIn("The brakes squeal again.", letter.body)
        sent = complaint.message_ids.filtered(lambda message: message.subject == wizard.subject)
        self.assertEqual(sent.notified_partner_ids, self.customer)
        with self.assertRaises(AccessError):
            letter.with_user(self.user_manager).body = "Other"
        with self.assertRaises(AccessError):
            self.env['aftersales.complaint.letter'].with_user(self.user_care).create({
                'complaint_id': complaint.id, 'kind': 'close', 'channel': 'mail', 'subject': "x", 'user_id': 2})

    def test_mail_goes_where_it_says(self):
        """K2: the address given with the complaint is written to, and the one that is shown; not one that is blocked."""
        complaint = self._create_complaints()
        complaint.email = 'Daughter <daughter@example.com>'
        self.env['mail.blacklist'].create({'email': self.customer.email})
        wizard, __ = self._write_letter(complaint, kind='acknowledge', channel='mail')
        self.assertEqual(wizard.email, 'daughter@example.com')
        sent = complaint.message_ids.filtered(lambda message: message.subject == wizard.subject)
        self.assertFalse(sent.notified_partner_ids)
        self.assertEqual(sent.sudo().outgoing_email_to, 'daughter@example.com')
        complaint.email = self.customer.email
        self.assertEqual(complaint._get_letter_email(), '')

    def test_what_may_be_told(self):
        """K3: no promise before the decision; no mail without an address; a call needs its words; HTML is text."""
        complaint = self._create_complaints()
        with self.assertRaisesRegex(UserError, "not approved yet"):
            self._write_letter(complaint, kind='solution', channel='mail')
        with self.assertRaisesRegex(UserError, "Write what the customer is told"):
            self._write_letter(complaint, kind='interim', channel='phone', note=" ")
        self._write_letter(complaint, kind='interim', channel='phone', note="<script>alert(1)</script>")
        self.assertNotIn('<script', complaint.letter_ids.body)
        self.customer.email = False
        complaint.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self._write_letter(complaint, kind='interim', channel='mail')
        with self.assertRaises(AccessError):
            self._write_letter(complaint, user=self.user_parts, kind='interim', channel='phone', note="Hm")
        self._propose(complaint)
        complaint.action_approve()
        wizard, action = self._write_letter(complaint, kind='solution', channel='letter')
        self.assertIn("We do it again", wizard.body)
        self.assertEqual(action['report_name'], 'aftersales.report_complaint_letter')

    def test_two_prints(self):
        """K3, K5: the house's form has all blocks, 8D in order, who gets a copy; the letter no cause, people nor cost."""
        complaint = self._carry_out(self._propose(self._create_complaints()))
        self.env['aftersales.action'].create([
            {'complaint_id': complaint.id, 'user_id': self.user_technician.id, 'name': name, 'd_step': step, 'evidence': proof}
            for name, step, proof in (("Meet", False, False), ("Boxes of two colours", '7', "Photo 7"), ("Sort", '3', False))])
        Report = self.env['ir.actions.report'].with_user(self.user_care)
        form = Report._render_qweb_html('aftersales.report_complaint', complaint.ids)[0].decode()
        for word in ("260301", "Two boxes alike", "Paint Shop", "100.00", "Copies to", "Photo 7"):
            self.assertIn(word, form)
        steps = [form.index(f"<div>{name}</div>") for name in ("Sort", "Boxes of two colours", "Meet")]
        self.assertEqual(steps, sorted(steps), "in the order of 8D")
        letter = Report._render_qweb_html('aftersales.report_complaint_letter', complaint.letter_ids.ids)[0].decode()
        self.assertIn("We do it again", letter)
        for word in ("Two boxes alike", "Paint Shop", "100.00", "Old pads"):
            self.assertNotIn(word, letter)
        stranger = new_test_user(
            self.env, login='as_stranger', groups='base.group_user,aftersales.group_care',
            company_id=self.other_company.id, company_ids=[Command.set(self.other_company.ids)])
        with self.assertRaises(AccessError):
            self.env['ir.actions.report'].with_user(stranger)._render_qweb_html(
                'aftersales.report_complaint', complaint.ids)
