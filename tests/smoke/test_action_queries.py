from datetime import timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.aftersales.tests.action_reads import ActionReads, find_actions
from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at
from odoo.addons.aftersales.tests.dealership.counter import PNG, CheckinCommon
from odoo.addons.aftersales.tests.dealership.health import HealthCommon
from odoo.addons.aftersales.tests.dealership.many_of_care import MANY, ManyOfCare

FEW = 10
# What a page of more records may cost beside: no query for each of them.
SLACK = 2
# Drafts of analyses, each of which counts a period of its own; and what all rooms know of one customer.
COUNTED_EACH = {
    'aftersales.report_survey_bulletin', 'aftersales.report_monthly', 'aftersales.report_customer_file',
    'aftersales.report_followup_summary', 'aftersales.report_contract'}  # its price is that of an invoice to come


@tagged('post_install', '-at_install')
class TestActionQueries(ManyOfCare, HealthCommon, CheckinCommon, BookingCommon):
    """faults P7: no list, kanban or print asks the database more often the more it shows; all of them, found by code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whoever sees all there is: invoices and stock, too.
        cls.user_manager.group_ids |= cls.env.ref('account.group_account_invoice') | cls.env.ref('stock.group_stock_user')
        cls._create_customers()
        # Open ones; made first, as the newest are what prints and billing are about.
        cls.orders = cls.env['aftersales.order'].with_user(cls.user_advisor).create([
            cls._prepare_order_vals(vehicle_id=car.id, partner_id=car.owner_id.id) for car in cls.cars]).sudo()
        cls._create_supplies()
        cls._create_documents()
        cls._create_papers_of_the_counter()
        cls._create_papers_of_warranty()
        cls._create_papers_of_the_law()
        cls._create_papers_of_suppliers()
        cls._create_papers_of_claims()
        cls._create_papers_of_claim_money()
        cls._create_papers_of_recalls()
        cls._create_papers_of_complaints()
        cls._create_loans()
        cls._create_tyres()
        cls._create_contracts()
        cls._create_members()
        cls._create_published_prices()
        cls._create_papers_of_rescues()
        cls.env['aftersales.agreement'].create([
            {'partner_id': partner.id, 'company_id': cls.company.id} for partner in cls.cars.owner_id.commercial_partner_id])
        cls.env['aftersales.assessment'].create([
            {'accident_id': accident.id} for accident in cls.env['aftersales.accident'].create([
                {'order_id': order.id, 'insurer_id': order.partner_id.id} for order in cls.orders])])
        cls.env['aftersales.handover'].create([
            {'vehicle_id': car.id, 'partner_id': car.owner_id.id} for car in cls.cars])
        cls.env['aftersales.price.dispute'].create([
            {'order_id': order.id, 'reason': 'other', 'story': "Too much"} for order in cls.orders])
        cls.env['aftersales.key.place'].create([
            {'name': f"A-{number:02}", 'workshop_id': cls.workshop.id} for number in range(MANY)])
        cls._create_catalogue()
        cls._create_stock_papers()
        cls.env['aftersales.survey.invitation'].create([
            {'survey_id': cls.env.ref('aftersales.survey_visit').id, 'vehicle_id': car.id} for car in cls.cars])
        cls._create_followups()
        cls._create_reminders()
        cls._create_events()
        cls._create_values()
        cls._create_payments()
        cls._create_marks()
        cls._create_rules()
        cls.env['aftersales.survey.bulletin'].create([
            {'company_id': cls.company.id, 'period_start': f'{2000 + number // 4}-{1 + number % 4 * 3:02}-01'}
            for number in range(MANY)])
        cls.env['aftersales.action'].create([
            {'name': "Brighter lamps", 'user_id': cls.user_technician.id} for __ in range(MANY)])
        cls.env.flush_all()

    @classmethod
    def _create_marks(cls):
        """What three customers think of a technician's work: as many as make a mean that is told."""
        asked = cls.env['aftersales.survey.invitation'].search([('vehicle_id', 'in', cls.cars.ids)], limit=3)
        asked.technician_ids = [Command.set(cls.user_technician.employee_id.ids)]
        questions = cls.env.ref('aftersales.survey_visit').question_ids.filtered(
            lambda question: question.aftersales_role == 'technician')
        text = cls.env.ref('aftersales.survey_visit').question_ids.filtered(
            lambda question: question.aftersales_code == 'B19')
        for survey in asked:
            survey._answer({
                text.id: "It squeals", **{question.id: question.suggested_answer_ids[:1].id for question in questions},
            }, 'phone', cls.user_care, moment=at(9))  # a mean is told when its month is over
        cls.env['aftersales.survey.term'].create([{'name': f"Topic {number}", 'words': "squeals"} for number in range(MANY)])
        cls.env['aftersales.survey.letter'].sudo().create([
            {'workshop_id': cls.workshop.id, 'week_start': at(9).date() - timedelta(weeks=number),
             'department_id': cls.unit.id, 'receiver_id': cls.user_care.id} for number in range(MANY)])

    @classmethod
    def _create_rules(cls):
        """Rules of answers that all speak of a question, its scale and a kind of complaint."""
        question = cls.env.ref('aftersales.question_b15')
        category = cls.env['aftersales.complaint.category'].search([], limit=1)
        cls.env['aftersales.survey.rule'].create([{
            'name': f"Rule {number}", 'question_id': question.id, 'scale_id': question.aftersales_scale_id.id,
            'value': 0, 'action': 'complaint', 'category_id': category.id} for number in range(MANY)])

    @classmethod
    def _create_papers_of_complaints(cls):
        """Cases with what their customers are offered, and a month of each."""
        complaints = cls.env['aftersales.complaint'].create([
            {'story': "It squeals", 'vehicle_id': car.id, 'user_id': cls.user_care.id} for car in cls.cars])
        complaints._take_in()
        system = cls.env(su=True)
        system['aftersales.complaint.solution'].create([
            {'complaint_id': complaint.id, 'kind': 'payment', 'amount': 5} for complaint in complaints])
        months = system['aftersales.complaint.month'].create([
            {'workshop_id': cls.workshop.id, 'month': f'{2000 + number // 12}-{1 + number % 12:02}-01'}
            for number in range(len(complaints))])
        cls.env['aftersales.crisis'].create([
            {'name': "Hoses", 'workshop_id': cls.workshop.id} for __ in range(MANY)])
        system['aftersales.complaint.month.line'].create([
            {'month_id': month.id, 'complaint_id': complaint.id, 'number': complaint.name}
            for month, complaint in zip(months, complaints, strict=True)])
        cls.unit = cls.env['hr.department'].create({'name': "Paint Shop", 'company_id': cls.company.id})
        system['aftersales.complaint.lesson'].create([
            {'complaint_id': complaint.id, 'company_id': cls.company.id, 'subject': "Squeals", 'lesson': "Look at the label",
             'department_id': cls.unit.id, 'user_id': cls.user_care.id} for complaint in complaints])
        cls.workshop.company_id.aftersales_people_facts = True
        system['aftersales.people.fact'].create([
            {'month_id': month.id, 'complaint_id': complaint.id, 'employee_id': cls.technician.id, 'number': complaint.name}
            for month, complaint in zip(months, complaints, strict=True)])

    @classmethod
    def _create_customers(cls):
        """As many cars of as many customers, so that whatever is read for each of them shows."""
        customers = cls.env['res.partner'].create([
            {'name': f"Customer {number}", 'email': f'c{number}@example.com', 'phone': f'+86 138 0000 {number:04}'}
            for number in range(MANY)])
        cls.cars = cls.env['fleet.vehicle'].create([
            {'model_id': cls.vehicle.model_id.id, 'license_plate': f'FLAT-{number:03}', 'owner_id': customer.id}
            for number, customer in enumerate(customers)])

    @classmethod
    def _create_documents(cls):
        orders = cls.env['aftersales.order'].with_user(cls.user_advisor).create([
            cls._prepare_order_vals(vehicle_id=car.id, partner_id=car.owner_id.id) for car in cls.cars])
        with freeze_time(MONDAY):
            cls.env['aftersales.appointment'].create([
                cls._prepare_appointment_vals(
                    cls, at(9, day=2 + number // 5), vehicle_id=order.vehicle_id.id, order_id=order.id,
                    state='draft')
                for number, order in enumerate(orders[:MANY])
            ])
        cls.env['aftersales.home.checkin'].sudo().create([
            {'appointment_id': appointment.id} for appointment in orders.appointment_ids])
        cls.env['aftersales.enquiry'].with_user(cls.user_advisor).create([{
            'partner_id': order.partner_id.id, 'vehicle_id': order.vehicle_id.id, 'workshop_id': cls.workshop.id,
            'question': "Winter tyres?"} for order in orders])
        cls.env['aftersales.checkin'].with_user(cls.user_advisor).create([
            {'order_id': order.id, 'signature': PNG} for order in orders])
        orders.action_receive()
        checks = cls.env['aftersales.health.check'].with_user(cls.user_technician).create([
            {'order_id': order.id} for order in orders])
        checks.line_ids.filtered(lambda line: line.item_id == cls.pads).value = 1.5
        orders.job_ids._approve('phone', signatory="Chen Jing")
        cls.issue(orders)
        cls.env['aftersales.hold'].with_user(cls.user_advisor).create([
            {'order_id': order.id, 'job_id': order.job_ids[:1].id, 'kind': 'customer'} for order in orders])
        orders.hold_ids.action_close()
        jobs = orders.job_ids
        jobs.with_user(cls.user_technician).action_start()
        jobs.with_user(cls.user_technician).action_done()
        jobs.inspection_ids.with_user(cls.user_inspector).action_all_ok()
        jobs.with_user(cls.user_inspector)._transition('passed')
        cls._look_over(orders)
        orders.odometer_out = 12010
        orders.sudo()._create_invoices()
        orders.action_deliver()

    @classmethod
    def _create_papers_of_the_counter(cls):
        """What the documents above do not bring."""
        cls.jobs = cls.env['aftersales.job'].union(*(order.job_ids[:1] for order in cls.orders))
        cls.env['aftersales.time.entry'].create([{
            'employee_id': cls.technician.id, 'job_id': job.id, 'start': at(9, day=2 + number), 'stop': at(10, day=2 + number),
        } for number, job in enumerate(cls.jobs)])
        cls.env['aftersales.special.day'].create([{
            'name': "Stocktaking", 'workshop_id': cls.workshop.id, 'date_from': f'2031-03-{1 + number % 28:02}',
            'is_closed': True} for number in range(FEW)])
        cls.env['aftersales.labour.rate'].create([
            {'workshop_id': cls.workshop.id, 'pay_type_id': pay_type.id, 'rate': 100.0}
            for pay_type in cls.env['aftersales.pay.type'].search([]) - cls.workshop.rate_ids.pay_type_id])
        cls.env['aftersales.authorisation.request'].create([
            order._prepare_request_vals() for order in cls.orders])
        for order in cls.orders:
            cls.env['aftersales.batch.failure']._note(order, '_warn_late_promises', "The database is on fire.")

    @classmethod
    def _create_papers_of_warranty(cls):
        policy = cls.env['aftersales.policy'].create({
            'name': "New car", 'code': 'FLAT', 'months': 36, 'km': 100_000,
            'brand_ids': [Command.set(cls.vehicle.model_id.brand_id.ids)]})
        policy.action_release()
        coverages = cls.env['aftersales.coverage'].create([
            {'vehicle_id': car.id, 'policy_id': policy.id, 'start_date': '2026-01-01'} for car in cls.cars])
        cls.env['aftersales.warranty.registration'].create([
            {'vehicle_id': car.id, 'partner_id': car.owner_id.id, 'sale_date': '2026-01-01', 'company_id': cls.company.id}
            for car in cls.cars])
        cls.env['aftersales.coverage.refusal'].create([{
            'job_id': job.id, 'job_name': job.name, 'coverage_id': coverage.id, 'explanation': "Used as a plough.",
            'exclusion_ids': [Command.set(cls.env['aftersales.exclusion'].search([], limit=1).ids)],
            'user_id': cls.user_claims.id, 'date': '2026-03-02',
        } for job, coverage in zip(cls.jobs, coverages, strict=True)])
        issues = cls.env['aftersales.free.issue'].create([{
            'job_id': job.id, 'cause': "Broken", 'line_ids': [Command.create({'product_id': cls.part.id})],
        } for job in cls.jobs])
        cls.env['aftersales.old.part'].create([{
            'job_id': issue.job_id.id, 'issue_line_id': issue.line_ids.id, 'product_id': cls.part.id} for issue in issues])
        products = cls.env['product.product'].create([{'name': f"Replaced {job.id}"} for job in cls.jobs])
        parts = cls.env['aftersales.old.part'].create([
            {'job_id': job.id, 'product_id': product.id, 'duty': 'customer', 'place': "O-1"}
            for job, product in zip(cls.jobs, products, strict=True)])
        parts.action_hand_in()
        parts.order_id.action_give_old_parts(PNG)

    @classmethod
    def _create_papers_of_the_law(cls):
        law = cls.env.ref('aftersales.statute_cn_2021')
        cls.cars.write({'sale_date': '2026-01-01', 'statute_id': law.id})
        problems = cls.env['aftersales.problem'].create([
            {'name': "Fault", 'vehicle_id': car.id, 'company_id': cls.company.id} for car in cls.cars])
        for problem, car in zip(problems, cls.cars, strict=True):
            cls.jobs.filtered(lambda job, car=car: job.vehicle_id == car).sudo().problem_id = problem
        cls.env['aftersales.statute.watch'].create([{
            'vehicle_id': car.id, 'company_id': cls.company.id, 'rule_id': law.rule_ids[:1].id, 'status': 'near',
            'tally': 4, 'needed': 5, 'distance': 1, 'date': '2026-03-02'} for car in cls.cars])
        cases = cls.env['aftersales.statute.case'].create([{
            'vehicle_id': car.id, 'company_id': cls.company.id, 'partner_id': car.owner_id.id, 'statute_id': law.id,
            'rule_ids': [Command.set(law.rule_ids[:1].ids)]} for car in cls.cars])
        cls.env['aftersales.statute.evidence']._seal(cases, 'met')
        cls.env['aftersales.statute.relief'].create([
            {'order_id': order.id, 'start': at(9), 'stop': at(17)} for order in cls.orders])

    @classmethod
    def _create_papers_of_suppliers(cls):
        """Claims that were decided, each on the statement of a supplier of its own, and months of the warranty store."""
        terms = cls.env['aftersales.claim.terms'].create({'name': "Maker", 'partner_id': cls.cars[0].owner_id.id})
        suppliers = cls.env['res.partner'].create([{'name': f"Supplier {job.id}"} for job in cls.jobs])
        claims = cls.env['aftersales.claim'].sudo().create([{
            'order_id': job.order_id.id, 'terms_id': terms.id, 'partner_id': terms.partner_id.id, 'line_ids': [Command.create({
                'name': "Disc", 'kind': 'part', 'product_id': cls.part.id, 'price_unit': 100, 'job_id': job.id,
                'supplier_id': supplier.id})]} for job, supplier in zip(cls.jobs, suppliers, strict=True)])
        cls.env.flush_all()
        cls.env.cr.execute("""
            UPDATE aftersales_claim SET submitted_date = TIMESTAMP '2026-01-05' + id %% 12 * INTERVAL '1 month',
                   decided_date = '2026-02-05', state = 'decided' WHERE id IN %s""", [tuple(claims.ids)])
        cls.env.invalidate_all()
        agreements = cls.env['aftersales.supplier.agreement'].create([{'partner_id': partner.id} for partner in suppliers])
        statements = cls.env['aftersales.claim.statement'].sudo().create([{
            'agreement_id': agreement.id, 'currency_id': cls.company.currency_id.id, 'period': '2026-02-01'}
            for agreement in agreements])
        cls.env['aftersales.claim.statement.line'].sudo().create([{
            'statement_id': statement.id, 'claim_line_id': line.id, 'own_amount': 100, 'share': 80, 'asked_amount': 80}
            for statement, line in zip(statements, claims.line_ids, strict=True)])
        cls.env['aftersales.supplier.contact'].create([{
            'subject': "Why?", 'order_id': order.id, 'partner_id': partner.id, 'user_id': cls.user_claims.id}
            for order, partner in zip(cls.orders, suppliers)])
        for claim in claims[:12]:
            cls.env['aftersales.claim.file'].sudo()._keep(cls.env.ref('aftersales.claim_export_csv'), claim, b'1')
        cls.env['aftersales.station.settlement'].create([
            {'workshop_id': cls.workshop.id, 'period': f'20{year}-{month:02}-01'}
            for year in (21, 22, 23, 24) for month in range(1, 13)])

    @classmethod
    def _create_papers_of_claims(cls):
        maker = cls.env['res.partner'].create({'name': "Flat Works"})
        terms = cls.env['aftersales.claim.terms'].create([
            {'name': f"Flat {number}", 'partner_id': maker.id, 'labour_rate': 100} for number in range(FEW)])
        claims = cls.env['aftersales.claim'].sudo().create([{
            'order_id': job.order_id.id, 'terms_id': terms[0].id, 'partner_id': maker.id, 'repair_end': '2026-03-02 04:00:00',
            'line_ids': [Command.create({
                'name': "Part", 'kind': 'part', 'job_id': job.id, 'product_id': cls.part.id, 'price_unit': 10})],
        } for job in cls.jobs])
        for claim, job in zip(claims, cls.jobs, strict=True):
            job.sudo().claim_id = claim
        claims._keep_sent('claim')

    @classmethod
    def _create_papers_of_claim_money(cls):
        terms = cls.env['aftersales.claim.terms'].create({
            'name': "Maker", 'partner_id': cls.customer.id, 'company_id': cls.company.id})
        claims = cls.env['aftersales.claim'].create([{
            'order_id': job.order_id.id, 'terms_id': terms.id, 'partner_id': terms.partner_id.id, 'line_ids': [
                Command.create({'name': job.name, 'job_id': job.id, 'price_unit': 100.0})]} for job in cls.jobs])
        cls.env['aftersales.claim.rest'].sudo().create([{
            'claim_id': claim.id, 'line_id': claim.line_ids.id, 'home': 'goodwill', 'amount': 5.0, 'reason': "Ours",
            'user_id': cls.user_claims.id} for claim in claims])
        journal = cls.env['account.journal'].create({
            'name': "Makers", 'code': "FLAT", 'type': 'general', 'company_id': cls.company.id})
        credits = cls.env['aftersales.claim.credit'].create([
            {'name': claim.name, 'terms_id': terms.id, 'journal_id': journal.id} for claim in claims])
        cls.env['aftersales.claim.credit.line'].sudo().create([{
            'credit_id': credit.id, 'claim_id': claim.id, 'claim_text': claim.name, 'amount': 5.0, 'difference': 'less',
        } for credit, claim in zip(credits, claims, strict=True)])

    @classmethod
    def _create_papers_of_rescues(cls):
        """Calls that partners drove to, each with a report, cash and a part that was taken along."""
        partners = cls.env['res.partner'].create([
            {'name': f"Towing {number}", 'aftersales_is_rescue_partner': True} for number in range(MANY)])
        cls.env['aftersales.rescue.tariff'].create([{'partner_id': partner.id, 'base_price': 5} for partner in partners])
        rescues = cls.env['aftersales.rescue'].create([{
            'place': f"Gate {car.id}", 'vehicle_id': car.id, 'workshop_id': cls.workshop.id, 'user_id': cls.user_care.id}
            for car in cls.cars])
        offers = cls.env['aftersales.rescue.offer'].create([
            {'rescue_id': rescue.id, 'partner_id': partner.id} for rescue, partner in zip(rescues, partners, strict=True)])
        for offer, order in zip(offers, cls.orders, strict=False):
            offer.rescue_id.sudo().write({'crew_partner_id': offer.partner_id.id, 'order_id': order.id})
        cls.env['aftersales.rescue.sheet'].create([{
            'rescue_id': rescue.id, 'travel_price': 5, 'cash_amount': 5, 'cash_taken_by': "Wang Wei",
            'cash_date': '2026-03-02', 'line_ids': [Command.create({'product_id': cls.part.id})]} for rescue in rescues])
        cls.env['aftersales.rescue.receipt'].create([
            {'rescue_id': rescue.id, 'what': "Alternator"} for rescue in rescues])
        cls.env['aftersales.rescue.expense'].create([
            {'rescue_id': rescue.id, 'employee_id': cls.technician.id, 'amount': 5} for rescue in rescues])
        cls.env['aftersales.rescue.round'].create([{
            'partner_id': partner.id, 'workshop_id': cls.workshop.id, 'place': partner.name, 'next_date': '2030-01-01',
            'vehicle_ids': car.ids} for partner, car in zip(partners, cls.cars, strict=False)])

    @classmethod
    def _create_papers_of_recalls(cls):
        """Recalls with a car and a kit each, what their owners were told, and defects that were seen."""
        recalls = cls.env['aftersales.recall'].create([{
            'maker_number': f"FLAT-{car.id}", 'title': "Hose", 'danger': "Fire", 'remedy': "New hose", 'scope': 'list',
            'brand_id': car.model_id.brand_id.id, 'part_ids': [Command.create({'product_id': cls.part.id})],
            'car_ids': [Command.create({'vin': car.vin_sn or f'LSVAA2BR0GN{car.id:06}'})]} for car in cls.cars])
        recalls.action_run()
        cls.env['aftersales.defect.report'].create([
            {'title': "Hose", 'vehicle_ids': [Command.set(car.ids)]} for car in cls.cars])

    # === READS ===#

    def _get_ids(self, model):
        return model.search([], limit=MANY, order='id desc').ids

    def _find_growing(self, reads):
        """What asks more for many records than for few, of ``(name, call, ids)``."""
        growing = []
        for name, call, ids in reads:
            few = ids[:max(len(ids) * FEW // MANY, 1)]
            call(ids)  # what is read once a process, in each language
            asked = self.count_queries(call, few), self.count_queries(call, ids)
            if asked[1] > asked[0] + SLACK:
                growing.append(f'{name}: {asked[0]} queries for {len(few)}, {asked[1]} for {len(ids)}')
        return growing

    def test_lists_are_flat(self):
        """faults P7: every list and kanban an action of ours opens, with its own columns, for 10 and for 40 records."""
        env = self.env(
            user=self.user_manager.id, context={'allowed_company_ids': self.company.ids, 'lang': 'en_US', 'tz': 'UTC'})
        reads, seen, empty = [], set(), []
        for name, action in find_actions(env):
            model = env[action.res_model]
            if not model.has_access('read'):
                continue
            ids = self._get_ids(model)
            for read in ActionReads(env, name, action).get_plain_reads():
                seen.add(model._name)
                if len(ids) < 2:
                    empty.append(f"{read} shows nothing: make {model._name} above")
                reads.append((str(read), lambda part, read=read: read.call(env, part), ids))
        for name in ('aftersales.order', 'aftersales.job', 'aftersales.appointment', 'account.move', 'stock.picking'):
            self.assertIn(name, seen)
            self.assertGreaterEqual(len(self._get_ids(env[name])), MANY)
        self.assertFalse(empty, '\n'.join(empty))
        self.assertGreater(len(reads), 90)
        self.assertFalse(self._find_growing(reads))

    def test_prints_are_flat(self):
        """faults P7: every print of ours for few and for many documents."""
        Report = self.env['ir.actions.report'].sudo()
        data = self.env['ir.model.data'].search([('model', '=', 'ir.actions.report'), ('module', '=', 'aftersales')])
        reads = []
        for report in Report.browse(data.mapped('res_id')):
            ids = self._get_ids(self.env[report.model])
            if len(ids) > 1 and report.report_name not in COUNTED_EACH:
                reads.append((report.report_name, lambda part, report=report: Report._render_qweb_html(
                    report.report_name, part), ids))
        self.assertGreater(len(reads), 8)
        self.assertFalse(self._find_growing(reads))

    def test_billing_is_flat(self):
        """faults P7: what the billing desk asks of orders and their invoices."""
        orders = self.env['aftersales.order'].browse(self._get_ids(self.env['aftersales.order']))
        invoices = orders._get_invoices()
        self.assertGreaterEqual(len(invoices), MANY)
        self.assertFalse(self._find_growing([
            (name, lambda part, name=name: self.env['account.move'].browse(part).mapped(name), invoices.ids)
            for name in ('aftersales_order_ids', 'aftersales_order_count') if name in self.env['account.move']._fields
        ]))
