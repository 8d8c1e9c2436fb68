from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime, Domain
from odoo.service.model import call_kw, get_public_method
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at
from odoo.addons.aftersales.tests.dealership.later_life import LaterLife
from odoo.addons.aftersales.tests.dealership.loan import prepare_loaner

# Made and moved by the system alone; people use its buttons.
SYSTEM_MODELS = {
    'aftersales.booking.request', 'aftersales.campaign.guest', 'aftersales.checkin', 'aftersales.complaint.request',
    'aftersales.followup', 'aftersales.health.check', 'aftersales.home.checkin', 'aftersales.inspection',
    'aftersales.loan.sheet', 'aftersales.lost.customer', 'aftersales.notice', 'aftersales.reminder',
    'aftersales.rescue.offer', 'aftersales.secrecy.promise', 'aftersales.survey.invitation',
}
# What the database asks of a record in such a state.
FORCED = {('aftersales.checkin', 'signed'): {'signed_date': '2026-03-02', 'signatory': 'Chen', 'content_hash': '-'}}


class UndoError(Exception):
    """Takes back what a try has done."""


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestLife(LaterLife, BookingCommon):
    """Every document with a life: its table is the truth, whoever writes the state and by which way."""

    def _get_models(self):
        mixin = self.env.registry['aftersales.life.mixin']
        return [Model for Model in self.env.values() if isinstance(Model, mixin) and not Model._abstract]

    def _prepare_documents(self):
        """:return: list of (model as the role that makes it, values)"""
        order, received = self._create_orders(), self._receive_approved()
        template = self.env['aftersales.health.template'].create({
            'name': "Round", 'model_ids': [Command.set(self.model_a.ids)],
            'item_ids': [Command.create({
                'name': "Belt", 'area_id': self.env['aftersales.health.area'].create({'name': "Engine"}).id})],
        })
        advisor, system = self.env(user=self.user_advisor.id), self.env(su=True)
        return [
            (advisor['aftersales.order'], self._prepare_order_vals()),
            (self.env(user=self.user_manager.id)['aftersales.job'], {'order_id': order.id, 'name': "Wash"}),
            (advisor['aftersales.appointment'], self._prepare_appointment_vals(state='draft')),
            (self.env(user=self.user_care.id)['aftersales.enquiry'], {
                'question': "What do pads cost?", 'vehicle_id': self.vehicle.id}),
            (system['aftersales.booking.request'], {
                'token_hash': f'token {order.id}', 'address_key': 'address', 'visitor_key': 'visitor',
                'channel': 'email', 'workshop_id': self.workshop.id, 'start': at(10),
                'license_plate': '沪A·T0000', 'contact_name': "Li", 'email': 'li@example.com',
            }),
            (system['aftersales.complaint.request'], {
                'token_hash': f'words {order.id}', 'address_key': 'address', 'visitor_key': 'visitor', 'channel': 'email',
                'workshop_id': self.workshop.id, 'contact_name': "Li", 'email': 'li@example.com', 'story': "It squeals",
            }),
            (system['aftersales.notice'], {
                'res_model': order._name, 'res_id': order.id, 'company_id': self.company.id,
                'mail_template': 'aftersales.mail_template_order_ready',
                'sms_template': 'aftersales.sms_template_order_ready',
            }),
            (system['aftersales.health.check'], {'order_id': order.id, 'template_id': template.id}),
            (system['aftersales.inspection'], {'job_id': received.job_ids.id}),
            (system['aftersales.checkin'], {'order_id': order.id}),
            (system['aftersales.statute.case'], {
                'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id, 'company_id': self.company.id,
                'statute_id': self.env.ref('aftersales.statute_cn_2021').id, 'request_date': '2026-02-27', 'price': 100000,
                'remedy': 'return', 'reason': "As the law says",
            }),
            *self._prepare_warranty_documents(received.job_ids), *self._prepare_home_documents(),
            *self._prepare_recall_documents(), *self._prepare_loan_documents(),
            (self.env(user=self.user_care.id)['aftersales.complaint'], {
                'story': "It squeals", 'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id}),
            (system['aftersales.survey.invitation'], {
                'survey_id': self.env.ref('aftersales.survey_visit').id, 'partner_id': self.customer.id}),
            (system['aftersales.followup'], {
                'rule_id': self.env.ref('aftersales.followup_rule_visit').id, 'partner_id': self.customer.id,
                'workshop_id': self.workshop.id}),
            (self.env(user=self.user_manager.id)['aftersales.survey.bulletin'], {
                'company_id': self.company.id, 'period_start': '2025-10-01', 'conclusion': "All is well"}),
            (self.env(user=self.user_manager.id)['aftersales.followup.summary'], {
                'company_id': self.company.id, 'period_start': '2025-10-01', 'conclusion': "All is well",
                'meeting_date': '2025-11-03', 'minutes': "Nothing else"}),
            (system['aftersales.complaint.month'], {'workshop_id': self.workshop.id, 'month': '2026-01-01'}),
            (self.env(user=self.user_manager.id)['aftersales.crisis'], {
                'name': "Hoses", 'workshop_id': self.workshop.id, 'review': "Another lot"}),
            *self._prepare_campaign_documents(), *self._prepare_rescue_documents(), *self._prepare_reminder_documents(),
            (self.env(user=self.user_parts.id)['aftersales.tyre.set'], {
                'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id, 'place_id': self.env[
                    'aftersales.tyre.place'].create({'name': "LIFE", 'workshop_id': self.workshop.id}).id}),
            (system['aftersales.lost.customer'], {
                'partner_id': self.customer.id, 'company_id': self.company.id, 'last_visit': '2025-02-01',
                'lost_date': '2026-03-01', 'returned_date': '2026-03-02'}),
            (self.env(user=self.user_care.id)['aftersales.price.dispute'], {
                'order_id': order.id, 'reason': 'other', 'story': "Too much", 'decision': 'explained',
                'decision_text': "As listed", 'told_by': 'call', 'answer': 'agrees'}),
            *self._prepare_accident_documents(order),
            (advisor['aftersales.handover'], {
                'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id, 'drop_reason': "Undone"}),
            *self._prepare_money_documents(), *self._prepare_store_documents(),
            (self.env(user=self.user_care.id)['aftersales.action'], {'name': "Brighter lamps", 'evidence': "Seen"}),
        ]

    def _prepare_accident_documents(self, order):
        advisor = self.env(user=self.user_advisor.id)
        accident = {
            'order_id': order.id, 'insurer_id': self.customer.id, 'claim_number': "LIFE", 'authority_date': '2026-03-02',
            'drop_reason': "Paid by himself"}
        other = self._create_orders()
        return [
            (advisor['aftersales.accident'], accident),
            (advisor['aftersales.assessment'], {
                'accident_id': advisor['aftersales.accident'].create({**accident, 'order_id': other.id}).id,
                'approver': "Li", 'refusal': "Old damage",
                'line_ids': [Command.create({'name': "Door", 'amount_asked': 5, 'amount': 5})]}),
        ]

    def _prepare_reminder_documents(self):
        return [
            (self.env(su=True)['aftersales.reminder'], {
                'rule_id': self.env.ref('aftersales.reminder_rule_inspection_60').id, 'company_id': self.company.id,
                'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'vehicle_id': self.vehicle.id,
                'due_date': '2026-04-01', 'due_name': "inspection", 'ready_date': '2026-03-02'}),
            (self.env(user=self.user_care.id)['aftersales.renewal'], {
                'vehicle_id': self.vehicle.id, 'due_date': '2026-04-01', 'workshop_id': self.workshop.id,
                'quote_amount': 1, 'premium': 1, 'insurer_id': self.customer.id, 'next_due_date': '2027-04-01'}),
        ]

    def _prepare_campaign_documents(self):
        care, event = self.env(user=self.user_care.id), {
            'name': "Course", 'kind_id': self.env.ref('aftersales.campaign_kind_course').id, 'start': at(9), 'stop': at(12),
            'workshop_id': self.workshop.id}
        campaign = care['aftersales.campaign'].create(event)
        return [
            (care['aftersales.campaign'], event),
            (self.env(su=True)['aftersales.campaign.guest'], {
                'campaign_id': campaign.id, 'partner_id': self.customer.id}),
        ]

    def _prepare_rescue_documents(self):
        care, call = self.env(user=self.user_care.id), {'place': "Gate 3", 'workshop_id': self.workshop.id}
        rescue = care['aftersales.rescue'].create(call)
        return [
            (care['aftersales.rescue'], call),
            (self.env(su=True)['aftersales.rescue.offer'], {'rescue_id': rescue.id, 'employee_id': self.technician.id}),
            (care['aftersales.rescue.receipt'], {'rescue_id': rescue.id, 'what': "Alternator"}),
            (care['aftersales.rescue.expense'], {
                'rescue_id': rescue.id, 'employee_id': self.technician.id, 'amount': 5}),
        ]

    def _prepare_warranty_documents(self, job):
        claims = self.env(user=self.user_claims.id)
        terms = self.env['aftersales.claim.terms'].create({'name': "Maker", 'partner_id': self.customer.id})
        system, of_order = self.env(su=True), {
            'order_id': job.order_id.id, 'terms_id': terms.id, 'partner_id': self.customer.id}
        journal = self.env['account.journal'].create({
            'name': "Makers", 'code': "LIFE", 'type': 'general', 'company_id': self.company.id})
        return [
            (system['aftersales.claim'], of_order),
            (system['aftersales.claim.rest'], {
                'claim_id': system['aftersales.claim'].create(of_order).id, 'home': 'internal', 'reason': "Ours"}),
            (claims['aftersales.claim.credit'], {'name': "C-1", 'terms_id': terms.id, 'journal_id': journal.id}),
            (claims['aftersales.policy'], {'name': "New car", 'code': "LIFE", 'months': 36}),
            (claims['aftersales.warranty.registration'], {
                'vehicle_id': self.vehicle.id, 'partner_id': self.vehicle.owner_id.id}),
            (self.env(user=self.user_technician.id)['aftersales.free.issue'], {
                'job_id': job.id, 'cause': "Broken", 'line_ids': [Command.create({'product_id': self.part.id})]}),
            *self._prepare_supplier_documents(job, claims),
        ]

    def _prepare_supplier_documents(self, job, claims):
        agreement = claims['aftersales.supplier.agreement'].create({'partner_id': self.customer.copy().id})
        return [
            (self.env(su=True)['aftersales.claim.statement'], {
                'agreement_id': agreement.id, 'currency_id': self.company.currency_id.id, 'period': '2026-02-01'}),
            (claims['aftersales.supplier.contact'], {
                'subject': "Why?", 'order_id': job.order_id.id, 'partner_id': agreement.partner_id.id}),
            (claims['aftersales.station.settlement'], {'workshop_id': self.workshop.id, 'period': '2026-02-01'}),
        ]

    def _prepare_recall_documents(self):
        claims = self.env(user=self.user_claims.id)
        return [
            (claims['aftersales.recall'], {
                'maker_number': "LIFE", 'title': "Hose", 'danger': "Fire", 'remedy': "New hose",
                'brand_id': self.model_a.brand_id.id}),
            (claims['aftersales.defect.report'], {
                'title': "Creaks", 'partner_id': self.customer.id, 'vehicle_ids': self.vehicle.ids, 'observation': "Seen",
                'answer': "Known"}),
        ]

    def _prepare_loan_documents(self):
        loaners = self.env['fleet.vehicle'].create([
            prepare_loaner(self.env, self.workshop, self.model_a, plate) for plate in ('LIFE 1', 'LIFE 2')])
        vals = {'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'date_from': at(9), 'date_to': at(17)}
        system = self.env(su=True)
        return [
            (self.env(user=self.user_advisor.id)['aftersales.loan'], {'vehicle_id': loaners[0].id, **vals}),
            (system['aftersales.loan.sheet'], {
                'kind': 'out', 'loan_id': system['aftersales.loan'].create({'vehicle_id': loaners[1].id, **vals}).id}),
        ]

    def _create_documents(self):
        """One document of each model in its first state."""
        return {Model._name: Model.create(vals) for Model, vals in self._prepare_documents()}

    def _force(self, document, state):
        """Bring a document into a state by the database, as its past would have."""
        self.env.flush_all()
        for name, value in {**FORCED.get((document._name, state), {}), 'state': state}.items():
            self.env.cr.execute(SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(document._table), SQL.identifier(name), value, document.id))
        self.env.invalidate_all()

    def _try(self, move):
        """:return: the refusal, or None when it moved; nothing of it stays"""
        try:
            with self.env.cr.savepoint():
                move()
                self.env.flush_all()
                raise UndoError
        except UndoError:
            return None
        except (UserError, AccessError) as error:
            return error
        finally:
            self.env.invalidate_all()

    # === TABLE ===#

    def test_all_documents_are_known_here(self):
        self.assertEqual({Model._name for Model in self._get_models()}, set(self._create_documents()))

    def test_table_covers_every_state(self):
        for Model in self._get_models():
            states = set(dict(Model._fields[Model._life_field]._description_selection(self.env)))
            with self.subTest(model=Model._name):
                self.assertEqual(set(Model._transitions), states)
                self.assertLessEqual({target for targets in Model._transitions.values() for target in targets}, states)

    def test_every_state_to_every_target(self):
        for document in self._create_documents().values():
            for source, targets in document._transitions.items():
                self._force(document, source)
                for target in document._transitions:
                    if target == source:
                        continue
                    vals = {'state': target, **FORCED.get((document._name, target), {})}
                    refusal = self._try(lambda: document.write(vals))  # noqa: B023 - called at once
                    with self.subTest(model=document._name, source=source, target=target):
                        if target in targets:
                            self.assertNotIn("cannot go from", str(refusal or ''))
                        else:
                            self.assertIsInstance(refusal, UserError)
                            # What is frozen says so in its own words.
                            self.assertRegex(str(refusal), "cannot go from|cannot be changed|stays as it is|closed")

    def test_already_there(self):
        for document in self._create_documents().values():
            with self.subTest(model=document._name), self.assertRaisesRegex(UserError, "is already: .* Reload the page"):
                document._transition(document.state)

    # === ROLES ===#

    def test_roles_of_a_job(self):
        job = self._receive_approved().job_ids
        for source, targets in job._transitions.items():
            self._force(job, source)
            for target, groups in targets.items():
                for user in (self.user_technician, self.user_advisor, self.user_inspector):
                    may = not groups or user.has_groups(groups)
                    refusal = self._try(lambda: job.with_user(user)._transition(target))  # noqa: B023 - called at once
                    with self.subTest(source=source, target=target, user=user.name):
                        self.assertEqual(isinstance(refusal, AccessError), not may, refusal)

    def test_sentence_for_roles_names_them(self):
        order = self._create_orders()
        message = order._get_role_message('aftersales.group_inspector,aftersales.group_manager', 'received')
        for word in (order.name, "Estimate", "Received", "Inspector", "Manager"):
            self.assertIn(word, message)

    def test_system_documents_are_moved_by_nobody(self):
        for name, document in self._create_documents().items():
            if name in SYSTEM_MODELS:
                target = next(iter(document._transitions[document.state]))
                for user in (self.user_technician, self.user_advisor, self.user_manager):
                    with self.subTest(model=name, user=user.name):
                        self.assertIsNotNone(self._try(
                            lambda: document.with_user(user).write({'state': target})))  # noqa: B023 - called at once

    # === TWO RECORDS ===#

    def test_two_move_or_none(self):
        orders = self._create_orders(2)
        orders[1].odometer_in = 0
        with self.assertRaisesRegex(UserError, "odometer"), self.cr.savepoint():
            orders.action_receive()
        self.assertEqual(orders.mapped('state'), ['draft', 'draft'])
        orders[1].odometer_in = 12000
        orders.action_receive()
        self.assertEqual(orders.mapped('state'), ['received', 'received'])
        self.assertTrue(all(orders.mapped('received_date')))

    def test_two_from_different_states(self):
        enquiries = self.env['aftersales.enquiry'].with_user(self.user_care).create([
            {'question': "When?", 'vehicle_id': self.vehicle.id} for __ in range(2)])
        enquiries[0].action_respond()
        enquiries.write({'state': 'answered', 'answer': "Tomorrow"})
        self.assertEqual(enquiries.mapped('state'), ['answered', 'answered'])
        with self.assertRaisesRegex(UserError, "Write down"):
            enquiries[0].action_reopen()
            enquiries[0].write({'state': 'answered', 'answer': False})

    # === CREATION ===#

    def test_creation_in_a_later_state_is_refused(self):
        for Model, vals in self._prepare_documents():
            for state in Model._transitions:
                if state == Model._get_first_state() or (Model._name, state) == ('aftersales.appointment', 'booked'):
                    continue  # an appointment may be booked at once
                forced = {**vals, 'state': state, **FORCED.get((Model._name, state), {})}
                with self.subTest(model=Model._name, state=state):
                    self.assertRegex(str(self._try(lambda: Model.create(forced))), "starts as|begins as")  # noqa: B023

    def test_default_of_the_context_does_not_count(self):
        order = self.env['aftersales.order'].with_user(self.user_advisor).with_context(
            default_state='delivered').create(self._prepare_order_vals())
        self.assertEqual(order.state, 'draft')

    def test_default_kept_by_a_user_does_not_count(self):
        self.env['ir.default'].with_user(self.user_advisor).set(
            'aftersales.order', 'state', 'delivered', user_id=True)
        self.assertEqual(self._create_orders().state, 'draft')

    # === RPC ===#

    def test_write_by_rpc_is_a_transition(self):
        order = self._create_orders()
        Order = self.env['aftersales.order'].with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "cannot go from"):
            call_kw(Order, 'write', [order.ids, {'state': 'delivered'}], {})
        call_kw(Order, 'write', [order.ids, {'state': 'received'}], {})
        self.assertTrue(order.received_date, "what follows a move follows here, too")
        for name in ('_transition', '_check_transition', '_after_transition'):
            with self.assertRaises(AccessError):
                get_public_method(Order, name)

    # === STANDING ===#

    def test_standing_of_orders(self):
        order = self._create_orders()
        expected = {
            'draft': (False, False, False), 'received': (True, True, False), 'in_progress': (True, True, False),
            'quality_check': (True, True, False), 'ready': (True, False, False), 'delivered': (False, False, True),
            'cancelled': (False, False, True),
        }
        self.assertEqual(set(expected), set(order._transitions))
        for state, standing in expected.items():
            self._force(order, state)
            self.assertEqual((order.is_in_house, order.is_open, order.is_locked), standing, state)
            self._assert_found(order, ('is_in_house', 'is_open', 'is_locked'))

    def test_standing_of_jobs_and_waits(self):
        job = self._receive_approved().job_ids
        for state in job._transitions:
            self._force(job, state)
            self.assertEqual(job.is_open, state in ('todo', 'doing', 'blocked'), state)
            self._assert_found(job, ('is_open',))
        hold = self.env['aftersales.hold'].with_user(self.user_advisor).create({
            'order_id': job.order_id.id, 'kind': 'other'})
        self.assertTrue(hold.is_open)
        self._assert_found(hold, ('is_open',))
        hold.action_close()
        self.assertFalse(hold.is_open)
        self._assert_found(hold, ('is_open',))
        self.assertEqual(hold.stop, Datetime.now())

    def _assert_found(self, record, names):
        for name in names:
            for value in (True, False):
                found = record.search(Domain('id', '=', record.id) & Domain(name, '=', value))
                self.assertEqual(bool(found), record[name] == value, name)
                self.assertEqual(record.filtered_domain([(name, '=', value)]), found, name)

    def test_standing_costs_the_same_for_many(self):
        orders = self._create_orders(20)
        self.env.flush_all()
        counts = []
        for some in (orders[:1], orders):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.mapped('is_locked')
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
