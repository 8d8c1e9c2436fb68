
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.complaint import MONDAY, ComplaintCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaint(ComplaintCommon):
    """K2, K3, K4, K7: from what the customer says to the end, and all that keeps a step from being left out."""

    # === WAY ===#

    def test_two_complaints_to_the_end(self):
        """K2: received, acknowledged, investigated, proposed, approved, carried out, confirmed, closed; by their people."""
        complaints = self._create_complaints(2)
        self.assertEqual(complaints.mapped('name'), ['260301', '260302'])
        self.assertEqual(complaints.user_id, self.user_care)
        self.assertEqual(complaints.sudo().activity_ids.user_id, self.user_care)
        self._propose(complaints)
        self.assertEqual(complaints.investigator_id, self.user_inspector)
        self.assertEqual(complaints.sudo().activity_ids.user_id, self.user_care, "within her limit")
        self._carry_out(complaints)
        self.assertEqual(complaints.decided_by_id, self.user_care)
        self.assertEqual(complaints.sudo().activity_ids.user_id, self.user_manager, "somebody else asks the customer")
        with self.assertRaisesRegex(ValidationError, "somebody else asks"), self.cr.savepoint():
            complaints.confirmer_id = self.user_care
        for complaint in complaints:
            self._ask(complaint, self.user_advisor)
            complaint.with_user(self.user_manager)._tell('apology', 'phone', "Call", "<p>Spoke with him</p>")
        self.assertEqual(complaints.confirmed_by_id, self.user_advisor)
        complaints.action_close()
        self.assertEqual(complaints.mapped('state'), ['closed', 'closed'])
        self.assertTrue(all(complaints.mapped('closed_date')))
        call = self.env.ref('mail.mail_activity_data_call')
        self.assertEqual(complaints.sudo().activity_ids.activity_type_id, call, "only the call afterwards is left (J2)")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            complaints.story = "Something else"
        with self.assertRaisesRegex(UserError, "stays as it is"):
            complaints[0].party_ids.share = 50

    def test_nothing_is_left_out(self):
        """K3: what is missing is told at each step, all at once; nothing moves."""
        complaint = self._create_complaints(category_id=False)
        with self.assertRaisesRegex(UserError, "choose its category"):
            complaint.action_acknowledge()
        complaint.category_id = self.env.ref('aftersales.complaint_category_time')
        complaint.action_acknowledge()
        with self.assertRaisesRegex(UserError, "is closed when the customer was asked"):
            complaint.action_close()
        found = complaint.with_user(self.user_inspector)
        found.action_investigate()
        complaint.category_id = False
        with self.assertRaisesRegex(UserError, "Missing: Category, Findings"):
            found.action_propose()
        complaint.category_id = self.env.ref('aftersales.complaint_category_time')
        with self.assertRaisesRegex(UserError, "Findings of the Investigation, Class of Cause, Root Cause, Responsible"):
            found.action_propose()
        found.write({
            'findings': "Late", 'root_cause': "No call", 'cause_id': self.env.ref('aftersales.complaint_cause_09').id,
            'party_ids': [Command.create({'department_id': self.department.id, 'share': 60})]})
        with self.assertRaisesRegex(UserError, "60 % together"):
            found.action_propose()
        found.party_ids.share = 100
        with self.assertRaisesRegex(UserError, "what the customer is offered"):
            found.action_propose()
        found.solution_ids = [Command.create({'kind': 'apology'})]
        with self.assertRaisesRegex(UserError, "in words for him"):
            found.action_propose()
        found.write({'needs_joint': True, 'offer_text': "We are sorry"})
        with self.assertRaisesRegex(UserError, "Who Went, Inspected On, Found on Site, Report Written On"):
            found.action_propose()
        found.write({'joint_people': "Both", 'joint_date': '2026-03-02', 'joint_findings': "Late", 'report_date': '2026-03-02'})
        found.action_propose()
        complaint.action_approve()
        with self.assertRaisesRegex(UserError, "what was done for the customer"):
            complaint.action_carry_out()
        self.assertEqual(complaint.state, 'approved')

    def test_nobody_who_handled_it_asks(self):
        """K2: whether the customer is content is asked by somebody else than the handler and than who is responsible."""
        self.technician.user_id = self.user_dispatcher
        complaint = self._carry_out(self._propose(self._create_complaints(), employee_id=self.technician.id))
        for user in (self.user_care, self.user_dispatcher):
            with self.subTest(user=user.name), self.assertRaisesRegex(AccessError, "somebody else"):
                complaint.with_user(user).action_confirm()
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, "somebody else"), self.cr.savepoint():
                self._ask(complaint, user)
        with self.assertRaisesRegex(UserError, "be content"):
            complaint.with_user(self.user_advisor).write({'state': 'confirmed'})
        self._ask(complaint, self.user_advisor)
        self.assertEqual(complaint.state, 'confirmed')

    def test_closing_needs_its_papers(self):
        """K2: a serious case is answered in writing, the head or a delegate speaks with the customer himself."""
        complaint = self._propose(self._create_complaints(severity='serious'))
        complaint.action_approve()
        complaint.carried_note = "New pads"
        complaint.solution_ids.no_document_reason = "Done at the counter"
        complaint.action_carry_out()
        self._ask(complaint, self.user_advisor)
        with self.assertRaisesRegex(UserError, "in writing"):
            complaint.action_close()
        complaint._tell('solution', 'phone', "Call", "<p>Told</p>")
        with self.assertRaisesRegex(UserError, "in writing"):
            complaint.action_close()
        complaint._tell('solution', 'letter', "Our answer", "<p>We do it again</p>")
        with self.assertRaisesRegex(UserError, "has not called or visited"):
            complaint.action_close()
        complaint.caller_id = self.user_dispatcher
        complaint.with_user(self.user_dispatcher)._tell('apology', 'visit', "Visit", "<p>Was there</p>")
        complaint.action_close()
        self.assertEqual(complaint.state, 'closed')

    def test_late_says_why(self):
        """K2: what is closed later than promised says why."""
        complaint = self._carry_out(self._propose(self._create_complaints()))
        self._ask(complaint, self.user_advisor)
        complaint.with_user(self.user_manager)._tell('apology', 'phone', "Call", "<p>Spoke</p>")
        with freeze_time('2026-03-20 02:00:00'):
            self.env.invalidate_all()
            with self.assertRaisesRegex(UserError, "write why"):
                complaint.action_close()
            complaint.late_reason = "The pads were not to be had"
            complaint.action_close()
        self.assertTrue(complaint.is_closed_late)
        self.assertEqual(complaint.days_open, 19)

    # === SIDE WAYS ===#

    def test_refused_goes_on_as_another(self):
        """K4: a solution the customer refuses makes a new complaint that knows the first one; the old one stays."""
        complaint = self._carry_out(self._propose(self._create_complaints()))
        action = self._ask(complaint, self.user_advisor, mood='discontent', note="It squeals as before")
        second = complaint.followup_ids
        self.assertEqual((complaint.state, action['res_id']), ('refused', second.id))
        self.assertEqual(
            (second.name, second.state, second.story, second.partner_id), ('260302', 'received', "It squeals as before",
                                                                           self.customer))
        self.assertTrue(second.due_date)
        self._carry_out(self._propose(second.with_user(self.user_care)))
        self._ask(second, self.user_advisor, target='refused', note="Still")
        third = second.followup_ids
        self.assertEqual((second | third).root_id, complaint)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            complaint.refused_reason = "Other"

    def test_unfounded_has_reason_proof_and_a_letter(self):
        """K4: whoever finds it unfounded says why, shows it, and has told the customer; above him it is looked at again."""
        complaint = self._create_complaints()
        values = {'target': 'unfounded', 'reason': "The noise is as built", 'proof': "Measured"}
        with self.assertRaisesRegex(UserError, "before the customer is told"):
            complaint._tell('refusal', 'letter', "Our answer", "<p>As built</p>")
        with self.assertRaisesRegex(UserError, "tell the customer first"), self.cr.savepoint():
            complaint.write({'unfounded_reason': "As built", 'unfounded_proof': "Measured"})
            complaint._transition('unfounded')
        action = self._ask(complaint, self.user_care, **values)
        self.assertEqual((action['res_model'], complaint.state), ('aftersales.complaint.letter.wizard', 'received'))
        self.assertEqual((action['context']['default_kind'], complaint.unfounded_reason), ('refusal', values['reason']))
        again = complaint.action_unfounded()['context']
        self.assertEqual((again['default_reason'], again['default_proof']), (values['reason'], values['proof']))
        complaint.severity = 'serious'
        complaint._tell('refusal', 'phone', "Call", "<p>As built</p>")
        with self.assertRaisesRegex(UserError, "sent in writing"), self.cr.savepoint():
            self._ask(complaint, self.user_care, **values)
        complaint._tell('refusal', 'letter', "Our answer", "<p>As built</p>")
        with self.assertRaisesRegex(UserError, "what shows it"), self.cr.savepoint():
            self._ask(complaint, self.user_care, **values | {'proof': " "})
        self._ask(complaint, self.user_care, **values)
        self.assertEqual((complaint.state, bool(complaint.closed_date)), ('unfounded', True))
        with self.assertRaises(AccessError):
            complaint.action_back()
        complaint.with_user(self.user_manager).action_back()
        self.assertEqual((complaint.state, complaint.closed_date), ('investigating', False))

    def test_incident_becomes_a_complaint_in_one_click(self):
        """K7: an incident is outside the deadlines and closed by what came of it; a click makes a complaint of it."""
        incident, praise = self._create_complaints(kind='incident') | self._create_complaints(kind='suggestion')
        self.assertEqual([incident.name, praise.name], ['I260301', 'S260301'])
        self.assertFalse(incident.deadline or praise.deadline)
        with self.assertRaisesRegex(UserError, "what came of it"):
            praise.action_close()
        praise.outcome = "Told to all"
        praise.action_close()
        incident.action_acknowledge()
        with self.assertRaisesRegex(UserError, "is no complaint"):
            incident.with_user(self.user_inspector).action_investigate()
        incident.action_make_complaint()
        self.assertEqual((incident.name, incident.former_number, incident.kind), ('260301', 'I260301', 'complaint'))
        self.assertTrue(incident.deadline and incident.due_date)
        with self.assertRaisesRegex(UserError, "is a complaint already"):
            incident.action_make_complaint()
        praise.action_make_complaint()
        self.assertEqual((praise.state, praise.followup_ids.name), ('closed', '260302'))
        self.assertEqual(praise.action_make_complaint()['res_id'], praise.followup_ids.id, "one complaint, not two")
        with self.assertRaises(AccessError):
            praise.with_user(self.user_advisor).action_make_complaint()

    def test_told_twice(self):
        """K1: the same customer or car within half a year is proposed, the most alike first; dropped with its reason."""
        first, other = self._create_complaints() | self._create_complaints(story="The bill is wrong.")
        stranger = self.env['fleet.vehicle'].create({'model_id': self.model_a.id, 'license_plate': '沪A·T7777'})
        self._create_complaints(vehicle_id=stranger.id)
        second = self._create_complaints(story="Brakes squeal again!")
        self.assertEqual(second.similar_ids.ids, [first.id, other.id])
        with self.assertRaisesRegex(UserError, "choose first"):
            second.action_drop_duplicate()
        second.duplicate_id = first
        second.action_drop_duplicate()
        self.assertEqual((second.state, second.cancel_reason[:12]), ('cancelled', "Duplicate of"))
        self.assertNotIn(second, self._create_complaints().similar_ids)
        self.reopen(second)
        self.assertEqual(second.state, 'received')

    def test_late_side_ways_say_why(self):
        """K4: what ends as unfounded or refused, later than promised, says why as what is closed does."""
        unfounded = self._create_complaints()
        refused = self._carry_out(self._propose(self._create_complaints()))
        with freeze_time('2026-03-20 02:00:00'):
            self.env.invalidate_all()
            unfounded.unfounded_reason = "As built"
            unfounded._tell('refusal', 'letter', "Our answer", "<p>As built</p>")
            for complaint, user, values in (
                (unfounded, self.user_care, {'target': 'unfounded', 'reason': "As built", 'proof': "Measured"}),
                (refused, self.user_advisor, {'target': 'refused', 'note': "No"}),
            ):
                with self.assertRaisesRegex(UserError, "later than promised"), self.cr.savepoint():
                    self._ask(complaint, user, **values)
                self._ask(complaint, user, late_reason="He was away", **values)
                self.assertEqual((complaint.state, complaint.late_reason), (values['target'], "He was away"))

    def test_dropped_before_it_had_a_number(self):
        """K4: a slip is dropped by who took it and taken up without a number; with a number it is the office's; a wait
        ends with what waited."""
        slip, other = self._create_complaints(2, user=self.user_advisor)
        self.cancel(slip)
        self.reopen(slip.with_user(self.user_care))
        self.assertEqual((slip.state, slip.registered_date), ('received', False))
        other.with_user(self.user_care).action_register()
        with self.assertRaises(AccessError):
            other._cancel("Mine after all")
        with self.assertRaises(AccessError):
            other.write({'state': 'cancelled'})
        waits = other.with_user(self.user_care)
        waits._pause('customer', "Photos")
        self.cancel(waits)
        self.assertFalse(waits.is_paused)
        self.reopen(waits)
        waits.action_acknowledge()

    def test_result_is_told_after_the_decision(self):
        """K2: what the customer was told of a decision that was taken back is not the result."""
        complaint = self._propose(self._create_complaints())
        complaint.action_approve()
        complaint._tell('solution', 'letter', "Our answer", "<p>We do it again</p>")
        self.assertFalse(complaint.next_letter)
        with freeze_time('2026-03-02 03:00:00'):
            complaint.with_user(self.user_manager).action_back()
            complaint.action_propose()
            complaint.action_approve()
            self.assertEqual(complaint.next_letter, 'solution')
            complaint.carried_note = "New pads"
            complaint.solution_ids.no_document_reason = "Done at the counter"
            complaint.action_carry_out()
            self._ask(complaint, self.user_advisor)
            complaint.with_user(self.user_manager)._tell('apology', 'phone', "Call", "<p>Spoke with him</p>")
            with self.assertRaisesRegex(UserError, "nobody has told"):
                complaint.action_close()
            complaint._tell('close', 'letter', "The end", "<p>Done</p>")
            complaint.action_close()

    # === DECISION ===#

    def test_severity_is_not_lowered_by_its_category(self):
        """K1: a category raises what it begins with and lowers nothing; who means it lower says so."""
        complaint = self._create_complaints(severity='serious')
        complaint.category_id = self.env.ref('aftersales.complaint_category_time')
        self.assertEqual(complaint.severity, 'serious')
        worst = self.env['aftersales.complaint.category'].create({'name': "Fire", 'severity': 'critical'})
        complaint.category_id = worst
        self.assertEqual(complaint.severity, 'critical')
        complaint.severity = 'general'
        self.assertEqual(complaint.severity, 'general')

    def test_category_is_found_in_the_users_language(self):
        """K1: who reads categories in Chinese finds them in Chinese, by the group or their own name."""
        self.env['res.lang']._activate_lang('zh_CN')
        Category = self.env['aftersales.complaint.category']
        group = Category.create({'name': "Xenon"})
        one, other = Category.create([{'name': name, 'parent_id': group.id} for name in ("Too bright", "Too dark")])
        group.with_context(lang='zh_CN').name = "氙灯"
        one.with_context(lang='zh_CN').name = "过亮"
        mine = Category.with_user(self.user_advisor).with_context(lang='zh_CN')
        self.assertEqual({found for found, __ in mine.name_search("氙灯")}, set((group | one | other).ids))
        self.assertEqual([found for found, __ in mine.name_search("过亮")], one.ids)

    def test_opinions_and_dissent_stay(self):
        """K3: what a unit says stays; a dissent is answered by whom it was sent to, and stops nobody."""
        complaint = self._create_complaints()
        opinion = self.env['aftersales.complaint.opinion'].with_user(self.user_parts).create({
            'complaint_id': complaint.id, 'role': 'unit', 'text': "Not ours"})
        dissent = self.env['aftersales.complaint.dissent'].with_user(self.user_parts).create({
            'complaint_id': complaint.id, 'text': "The box was labelled so", 'recipient_id': self.user_manager.id})
        self.assertIn(self.user_manager, complaint.sudo().activity_ids.user_id)
        for record, vals in ((opinion, {'text': "Ours"}), (dissent, {'text': "Ours"}), (dissent, {'outcome': "Right"})):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.write(vals)
        with self.assertRaises(AccessError):
            self.env['aftersales.complaint.opinion'].with_user(self.user_parts).create({
                'complaint_id': complaint.id, 'role': 'unit', 'text': "As if", 'user_id': self.user_manager.id})
        dissent.with_user(self.user_manager).outcome = "Half of it is the supplier's"
        late = dissent.create({
            'complaint_id': complaint.id, 'text': "So was the other", 'recipient_id': self.user_manager.id})
        self._close(self._propose(complaint))
        answer = {'dissent_ids': [Command.update(late.id, {'outcome': "Noted"})]}
        with self.assertRaises(AccessError):
            complaint.with_user(self.user_inspector).write(answer)
        complaint.with_user(self.user_manager).write(answer)
        self.assertEqual(late.outcome, "Noted")
        for own in (late, dissent):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                own.with_user(self.user_manager).outcome = "Otherwise"

    def test_queries_do_not_grow(self):
        """K2: lists, tasks and the day's job take as many queries for many as for one."""
        complaints = self._create_complaints(12)
        names = ['name', 'holder_id', 'step_name', 'deadline', 'days_open', 'is_overdue', 'responsible_names', 'may_approve']
        self.assertFlat(lambda some: some.read(names), complaints[:1], complaints)
        self.assertFlat(lambda some: some.sudo()._give_tasks(), complaints[:1], complaints, slack=3)
        self.assertFlat(lambda some: some.sudo()._urge(), complaints[:1], complaints, slack=3)
        self.assertFlat(lambda some: some.mapped('similar_ids'), complaints[:1], complaints)
