from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.complaint import MONDAY, ComplaintCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintCrisis(ComplaintCommon):
    """K2: several complaints on the same, somebody hurt, press or an authority call a crisis by themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['aftersales.complaint.trigger'].with_context(active_test=False).search([]).active = True

    def _tell(self, count=1, **values):
        """Complaints of as many customers, taken by an advisor."""
        vehicles = [self.vehicle.copy({
            'license_plate': f'沪B·K{self.env["fleet.vehicle"].search_count([]) + index:04}', 'vin_sn': False,
            'owner_id': self.customer.copy({'email': f'crisis{index}@example.com'}).id}) for index in range(count)]
        return self.env['aftersales.complaint'].concat(*(
            self._create_complaints(vehicle_id=vehicle.id, user=self.user_advisor, **values) for vehicle in vehicles))

    def test_several_on_one_part(self):
        """K2: the third complaint on a part within the days calls one crisis; the fourth joins; an old one does not count."""
        other = self.part.copy()
        old = self._tell(product_id=self.part.id, received_date=fields.Datetime.now() - timedelta(days=31))
        first = self._tell(2, product_id=self.part.id)
        strange = self._tell(2, product_id=other.id) + self._tell()
        self.assertFalse((old + first + strange).crisis_id)
        third = self._tell(product_id=self.part.id)
        crisis = third.crisis_id
        self.assertEqual(crisis.complaint_ids, first + third)
        self.assertEqual((crisis.cause, crisis.spokesman_id, crisis.workshop_id), ('part', self.user_manager, self.workshop))
        self.assertEqual(set((first + third).mapped('severity')), {'critical'})
        self.assertEqual(set((old + strange).mapped('severity')), {'general'})
        self.assertEqual(self._tell(product_id=self.part.id).crisis_id, crisis)
        strange[2].with_user(self.user_care).product_id = self.part
        self.assertEqual(strange[2].crisis_id, crisis, "also when it turns out later what it is about")
        self.assertIn(self.user_manager, crisis.sudo().activity_ids.user_id)

    def test_every_trigger(self):
        """K2: technician, campaign and customer by their numbers; injury, press and authority by one; as the data says."""
        self.technician.user_id = self.user_technician
        recall = self.env['aftersales.recall'].create({
            'maker_number': "CRISIS", 'title': "Hose", 'danger': "Fire", 'remedy': "New hose",
            'brand_id': self.model_a.brand_id.id})
        three = self._tell(3)
        for complaint in three:
            complaint.sudo().party_ids = [Command.create({'employee_id': self.technician.id})]
        self.assertEqual((three[2].crisis_id.cause, len(three.crisis_id)), ('technician', 1))
        self.assertEqual(self._tell(3, recall_id=recall.id)[2].crisis_id.cause, 'campaign')
        same = [self._create_complaints(user=self.user_advisor) for __ in range(3)]
        self.assertEqual([bool(complaint.crisis_id) for complaint in same], [True] * 3)
        self.assertEqual(same[2].crisis_id.cause, 'customer')
        for values, cause in (
            ({'is_injured': True}, 'injury'), ({'is_press': True}, 'press'),
            ({'channel': 'authority', 'authority_number': '12315-1'}, 'authority'),
        ):
            with self.subTest(cause=cause):
                both = self._tell(2, **values)
                self.assertEqual(both.crisis_id.mapped('cause'), [cause] * 2)
        incident = self._tell(kind='incident', is_injured=True)
        self.assertFalse(incident.crisis_id)
        self.env.ref('aftersales.complaint_trigger_press').active = False
        self.assertFalse(self._tell(is_press=True).crisis_id)
        self.env['aftersales.complaint.trigger'].with_user(self.user_manager).create({
            'kind': 'press', 'company_id': self.company.id, 'cases': 2})
        self.assertEqual([bool(one.crisis_id) for one in self._tell(2, is_press=True)], [True, True])

    def test_who_speaks_and_when_it_is_over(self):
        """K2: the manager leads it; it ends with its review when all is done, and stays; another company sees nothing."""
        complaints = self._tell(2, is_injured=True)
        crises = complaints.crisis_id
        self.assertEqual(complaints[0].crisis_speakers, self.user_manager.name)
        with self.assertRaises(AccessError):
            crises[0].with_user(self.user_care).spokesman_id = self.user_care
        with self.assertRaises(AccessError):
            crises[0].with_user(self.user_technician).read(['name'])
        mine = crises.with_user(self.user_manager)
        mine[0].write({
            'speaker_ids': [Command.link(self.user_care.id)],
            'statement_ids': [Command.create({'audience': 'press', 'text': "We look into it"})],
            'step_ids': [Command.create({
                'name': "Call all customers", 'user_id': self.user_care.id, 'due_date': fields.Datetime.now()})]})
        self.assertIn(self.user_care.name, complaints[0].crisis_speakers)
        self.assertIn(self.user_care, crises[0].sudo().activity_ids.user_id)
        with self.assertRaisesRegex(UserError, "write the review"):
            mine[0].action_over()
        mine.review = "The hose was one of another lot"
        with self.assertRaisesRegex(UserError, "Call all customers is not done"):
            mine.action_over()
        step = mine[0].step_ids
        step.user_id = self.user_advisor
        self.assertNotIn(self.user_care, crises[0].sudo().activity_ids.user_id, "issue 10: the task goes with who is in charge")
        self.assertIn(self.user_advisor, crises[0].sudo().activity_ids.user_id)
        step.with_user(self.user_care).action_done()
        self.assertNotIn(self.user_advisor, crises[0].sudo().activity_ids.user_id, "issue 10: what is done is on no list")
        with self.assertRaises(AccessError):
            crises.with_user(self.user_care).action_over()
        mine.action_over()
        self.assertEqual(crises.mapped('state'), ['over', 'over'])
        self.assertFalse(crises.sudo().activity_ids, "nobody is told of what is over")
        for change in (
            lambda: mine[0].write({'review': "Otherwise"}), lambda: mine[0].statement_ids.write({'text': "Otherwise"}),
            mine[0].step_ids.unlink, mine[0].unlink,
        ):
            with self.assertRaises(UserError):
                change()
        complaints[0].with_user(self.user_care).is_press = True
        self.assertEqual(complaints[0].crisis_id, crises[0], "what was reviewed is not called anew by the same case")
        pages = self.env['ir.actions.report'].with_user(self.user_manager)._render_qweb_html(
            'aftersales.report_crisis', crises.ids)[0].decode()
        for words in ("We look into it", "Call all customers", "another lot", self.user_care.name):
            self.assertIn(words, pages)

    def test_called_by_a_manager(self):
        """K2: a manager sees more in it than the numbers do; once, and of what is going on."""
        complaints = self._tell(2)
        with self.assertRaises(AccessError):
            complaints[0].with_user(self.user_care).action_call_crisis()
        crisis = complaints[0].with_user(self.user_manager).action_call_crisis()['res_id']
        self.assertEqual(complaints[0].with_user(self.user_manager).action_call_crisis()['res_id'], crisis)
        self.assertFalse(complaints[1].crisis_id)
        self.cancel(complaints[1].with_user(self.user_care))
        with self.assertRaisesRegex(UserError, "is over"):
            complaints[1].with_user(self.user_manager).action_call_crisis()
        today = self.env['aftersales.workshop'].with_user(self.user_manager).get_today(self.workshop.id, 'day')
        tallies = {tally['key']: tally for section in today['sections'] for tally in section['tallies']}
        self.assertEqual(tallies['crises']['count'], 1)
        self.assertEqual(self.env['aftersales.crisis'].search(tallies['crises']['action']['domain']).id, crisis)


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintAfterwards(ComplaintCommon):
    """J2, K4: after a case is closed somebody else calls once more; an authority gets a letter of its own."""

    def _close_two(self):
        complaints = self._close(self._propose(self._create_complaints(2)))
        return complaints, complaints.aftercall_ids

    def test_call_within_seven_days(self):
        """J2: a task of somebody else than the handler; content: done; not content: a new case that follows."""
        complaints, calls = self._close_two()
        self.assertEqual(len(calls), 2)
        self.assertEqual(calls.mapped('due_date'), [fields.Date.to_date('2026-03-09')] * 2)
        self.assertNotIn(self.user_care, calls.user_id)
        self.assertEqual(complaints.sudo().activity_ids.user_id, calls.user_id)
        self.assertEqual(self.env['aftersales.complaint'].search([('is_to_call', '=', True)]) & complaints, complaints)
        caller = calls.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "called today"):
            caller[0].action_done()
        with freeze_time('2026-03-03 02:00:00'):
            self._call_both(complaints, calls, caller)

    def _call_both(self, complaints, calls, caller):
        """Another day: of two cases of one customer in one talk."""
        with self.assertRaisesRegex(UserError, "how content"):
            caller[0].action_done()
        caller[0].write({'mood': 'content', 'note': "All is well"})
        with self.assertRaisesRegex(AccessError, "somebody else"):
            calls[0].with_user(self.user_care).action_done()
        with self.assertRaisesRegex(UserError, "somebody else calls"):
            calls[0].with_user(self.user_care).user_id = self.user_care
        caller[0].action_done()
        self.assertEqual((calls[0].done_by_id, complaints[0].followup_ids.ids), (self.user_advisor, []))
        self.assertFalse(complaints[0].sudo().activity_ids)
        for change in (caller[0].action_done, lambda: caller[0].write({'mood': 'discontent'})):
            with self.assertRaises(UserError):
                change()
        caller[1].write({'mood': 'discontent', 'note': "It squeals again"})
        action = caller[1].action_done()
        following = complaints.browse(action['res_id'])
        self.assertEqual((following.origin_id, following.story), (complaints[1], "It squeals again"))
        self.assertEqual(complaints[1].state, 'closed')
        self.assertFalse(self.env['aftersales.complaint'].search([('is_to_call', '=', True)]) & complaints)
        with self.assertRaises(AccessError):
            calls[0].with_user(self.user_technician).read(['note'])

    def test_letter_to_an_authority(self):
        """K2: it has the file's number and goes on paper to the authority, never to the customer or on his page."""
        plain = self._create_complaints()
        official = self._create_complaints(channel='authority', authority_number='12315-77', authority_name="Market Office")
        with self.assertRaisesRegex(UserError, "no authority"):
            plain._tell('authority', 'letter', "Answer", "<p>Yes</p>")
        with self.assertRaisesRegex(UserError, "on paper"):
            official._tell('authority', 'mail', "Answer", "<p>Yes</p>")
        wizard = self.env['aftersales.complaint.letter.wizard'].with_user(self.user_care).create({
            'complaint_id': official.id, 'kind': 'authority', 'channel': 'letter'})
        self.assertIn('12315-77', f'{wizard.subject} {wizard.body}')
        wizard.action_apply()
        letter = official.letter_ids
        self.assertEqual(letter.kind, 'authority')
        self.assertFalse(official._get_portal_letters())
        page = self.env['ir.actions.report'].with_user(self.user_care)._render_qweb_html(
            'aftersales.report_complaint_letter', letter.ids)[0].decode()
        self.assertIn("Market Office", page)
        official.with_user(self.user_care).action_acknowledge()
