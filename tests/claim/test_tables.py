from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.supplier import SupplierCommon
from odoo.addons.aftersales.tests.dealership.warranty import TODAY


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestTables(SupplierCommon):
    """I3, I4, N1: the monthly tables of warranty count what the documents say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claims = cls._create_claim() | cls._create_claim()
        first, second = cls.claims
        cls.reason = cls.env.ref('aftersales.claim_reason_elh')
        cls._decide(first, part=100.0, labour=60.0, state='credited')
        cls._decide(second, part=40.0)
        second.line_ids[1].reason_id = cls.reason
        cls._submit(first, '2026-01-20 04:00:00')
        cls._submit(second, '2026-02-10 04:00:00')

    @classmethod
    def _submit(cls, claim, moment):
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE aftersales_claim SET submitted_date = %s WHERE id = %s", (moment, claim.id))
        cls.env.invalidate_all()

    def _read(self, model, groups, figures, domain=(), user=None):
        self.env.flush_all()
        return self.env[model].with_user(user or self.user_claims)._read_group(
            [('company_id', '=', self.company.id), *domain], groups, figures)

    def _get_own(self):
        return [('claim_id', 'in', self.claims.ids)]

    def test_who_bore_a_case(self):
        (claims, *figures), = self._read(
            'aftersales.claim.report', [], [
                'claims:sum', 'paid_out:sum', 'claimed:sum', 'decided:sum', 'refused_amount:sum', 'paid:sum', 'open_amount:sum',
                'left_with_us:sum', 'first_pass:avg'], self._get_own())
        self.assertEqual((claims, *figures), (2, 320.0, 320.0, 200.0, 120.0, 160.0, 40.0, 120.0, 50.0))

    def test_age_is_that_of_today(self):
        rows = self._read('aftersales.claim.report', ['claim_id', 'age'], ['__count'], self._get_own())
        self.assertEqual([age for __, age, __ in rows], ['b', 'a'])
        with freeze_time('2026-05-30 04:00:00'):
            rows = self._read('aftersales.claim.report', ['claim_id', 'age'], ['__count'], self._get_own())
            self.assertEqual([age for __, age, __ in rows], ['d', 'd'])

    def test_reasons_and_parts(self):
        rows = self._read('aftersales.claim.line.report', ['reason_id'], ['refused_amount:sum'], [
            *self._get_own(), ('refused_amount', '>', 0)])
        self.assertEqual(dict(rows), {self.reason: 60.0, self.reason.browse(): 60.0})
        (product, quantity, supplier), = self._read(
            'aftersales.claim.line.report', ['product_id'], ['quantity:sum', 'supplier_id:recordset'],
            [*self._get_own(), ('kind', '=', 'part')])
        self.assertEqual((product, quantity, supplier), (self.disc, 2.0, self.supplier))

    def test_cases_a_thousand_cars(self):
        model = self.vehicle.model_id
        rows = self._read('aftersales.claim.model.report', ['period:month', 'model_id'], [
            'car_count:sum', 'cases:sum', 'per_thousand:avg', 'claimed:sum'], [('model_id', '=', model.id)])
        cars = len(self.env['aftersales.coverage'].search([
            ('vehicle_id.model_id', '=', model.id), ('start_date', '<=', '2026-02-28'), ('product_id', '=', False),
            '|', ('end_date', '=', False), ('end_date', '>=', '2026-02-01')]).vehicle_id)
        self.assertTrue(cars)
        self.assertEqual([(period, *rest) for period, __, *rest in rows], [
            (Date.to_date('2026-01-01'), cars, 1, 1000.0 / cars, 160.0),
            (Date.to_date('2026-02-01'), cars, 1, 1000.0 / cars, 160.0)])

    def test_rows_are_read_once(self):
        """faults P6: whether a row may be seen does not ask the question of the analysis a second time."""
        asked = []
        Report = self.registry['aftersales.claim.report']

        def fetch(report, query, names):
            asked.append([field.name for field in names])
            return super(Report, report)._fetch_query(query, names)

        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(Report, '_fetch_query', fetch):
            found = self.env['aftersales.claim.report'].with_user(self.user_claims).web_search_read(
                self._get_own(), {'claim_id': {}, 'claimed': {}})
        self.assertEqual(len(found['records']), 2)
        self.assertEqual(len(asked), 1, asked)

    def test_cars_in_guarantee(self):
        """faults P6: a car counts once a month however many promises it has, and not between two of them."""
        model = self.vehicle.model_id

        def count():
            rows = self._read('aftersales.claim.model.report', ['period:month', 'model_id'], ['car_count:sum'], [
                ('model_id', '=', model.id)])
            return [cars for __, __, cars in rows]

        january, february = count()
        other = self._create_policy(code="TST-MORE")
        other.action_release()
        for number, promises in enumerate((
                ('2025-12-10 2026-01-15', '2026-01-10 2026-01-20'),  # January, once
                ('2025-11-01 2025-12-31', '2026-02-05 2026-02-20'),  # February only
                ('2026-02-28 2026-02-28', '2025-01-01 2025-06-30'),  # February, on its last day
                ('2025-12-01 2026-06-30', '2026-01-02 2026-01-20'))):  # both, the short one inside the long one
            car = self.env['fleet.vehicle'].create({'model_id': model.id, 'license_plate': f'TST{number}', 'company_id': False})
            for policy, promise in zip(self.policy | other, promises, strict=True):
                start, stop = promise.split()
                coverage = self.env['aftersales.coverage'].create({
                    'vehicle_id': car.id, 'policy_id': policy.id, 'start_date': start})
                self.env.flush_all()
                self.env.cr.execute("UPDATE aftersales_coverage SET end_date = %s WHERE id = %s", (stop, coverage.id))
        self.assertEqual(count(), [january + 2, february + 3])

    def test_shares_of_several_rows_are_quotients_of_sums(self):
        """I3: cases per 1,000 cars, days, first pass and accepted share over months are reckoned from sums, not means."""
        model = [('model_id', '=', self.vehicle.model_id.id)]
        third = self._create_claim()
        self._decide(third, part=100.0, labour=0.0)
        self._submit(third, '2026-02-11 04:00:00')
        cols = ['cases:sum', 'car_count:sum', 'decided_cases:sum', 'claimed_of_decided:sum', 'decided:sum', 'per_thousand:avg',
                'decision_days:avg', 'first_pass:avg', 'acceptance_rate:avg']
        (cases, cars, decided, claimed, accepted, rate, days, first, share), = self._read(
            'aftersales.claim.model.report', [], cols, model)
        rows = self._read('aftersales.claim.model.report', ['period:month'], cols, model)
        self.assertEqual([row[1] for row in rows], [1, 2], "months of different weight")
        self.assertAlmostEqual(rate, 1000.0 * cases / cars)
        self.assertEqual((cases, decided, claimed, accepted), (3, 3, 480.0, 300.0))
        self.assertAlmostEqual(share, 100.0 * 300.0 / 480.0)
        (own_days, own_first), = self._read(
            'aftersales.claim.report', [], ['decision_days:avg', 'first_pass:avg'],
            [('claim_id', 'in', (self.claims | third).ids)])
        self.assertAlmostEqual(days, own_days)
        self.assertAlmostEqual(first, own_first)

    def test_two_currencies_have_the_same_cars(self):
        """I3: a model that is claimed in two currencies in a month counts its cars once, in every sum and rate."""
        model = [('model_id', '=', self.vehicle.model_id.id)]
        cols = ['car_count:sum', 'cases:sum', 'per_thousand:avg']
        (cars, cases, rate), = self._read('aftersales.claim.model.report', [], cols, model)
        third = self._create_claim()
        self._submit(third, '2026-02-11 04:00:00')
        yen = self.env.ref('base.JPY')
        self.env.cr.execute("UPDATE aftersales_claim SET currency_id = %s WHERE id = %s", (yen.id, third.id))
        self.env.invalidate_all()
        self.assertEqual(len(self.env['aftersales.claim.model.report'].with_user(self.user_claims).search(model)), 3)
        (more, *figures), = self._read('aftersales.claim.model.report', [], cols, model)
        self.assertEqual((more, figures[0]), (cars, cases + 1))
        self.assertAlmostEqual(figures[1], 1000.0 * (cases + 1) / cars)
        rows = self._read('aftersales.claim.model.report', ['period:month', 'currency_id'], cols, model)
        self.assertEqual({row[2] for row in rows}, {cars // 2}, "of one month and currency")
        self.assertGreater(rate, 0)

    def test_month_is_that_of_the_outlet(self):
        """I3: a claim sent at one in the morning of the 1st in Shanghai is of that month, also where the company's house
        is in Los Angeles."""
        self.workshop.resource_calendar_id.tz = 'Asia/Shanghai'
        self.company.partner_id.tz = 'America/Los_Angeles'
        self._submit(self.claims[0], '2026-02-28 17:00:00')
        rows = self._read('aftersales.claim.model.report', ['period:month'], ['cases:sum'], [
            ('model_id', '=', self.vehicle.model_id.id)])
        self.assertEqual(rows, [(Date.to_date('2026-02-01'), 1), (Date.to_date('2026-03-01'), 1)])

    def test_age_is_told_by_the_outlets_clock(self):
        """I3: a claim that was sent at half past midnight in Hangzhou is of that day, whatever day Greenwich has."""
        self.workshop.resource_calendar_id.tz = 'Asia/Shanghai'
        claim = self.claims[0]
        self._submit(claim, '2026-02-28 17:00:00')  # 1 March at the outlet
        for now, age in (('2026-03-31 15:50:00', 'a'), ('2026-03-31 16:10:00', 'b')):  # the 31st, the 1st of April
            with self.subTest(now), freeze_time(now):
                rows = self._read('aftersales.claim.report', ['age'], ['__count'], [('claim_id', '=', claim.id)])
                self.assertEqual([found for found, __ in rows], [age])

    def test_rate_is_of_the_sums(self):
        statement = self._collect()
        statement.action_send()
        part, labour = statement.line_ids
        part.write({'verdict': 'share', 'accepted_amount': 12.0, 'reason': "A quarter"})
        labour.verdict = 'accept'
        statement.action_answer()
        statement.action_agree()
        self._set_statement_settled(statement)
        (lines, asked, recovered, rate), = self._read('aftersales.supplier.report', [], [
            'case_count:sum', 'asked:sum', 'recovered:sum', 'rate:avg'], self._get_own())
        self.assertEqual((lines, asked, recovered), (4, 78.0, 42.0))
        self.assertAlmostEqual(rate, 100 * 42 / 78, 3, "not the mean of 25 % and 100 %")

    def _set_statement_settled(self, statement):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_claim_statement SET state = 'settled' WHERE id = %(id)s;"
            "UPDATE aftersales_claim_statement_line SET statement_state = 'settled' WHERE statement_id = %(id)s",
            {'id': statement.id})
        self.env.invalidate_all()

    def test_old_parts_and_registrations(self):
        job = self.claims[0].line_ids[0].job_id
        part, other = self.env['aftersales.old.part'].with_user(self.user_claims).create([
            {'job_id': job.id, 'product_id': self.disc.id, 'quantity': 2, 'place': "W"},
            {'job_id': job.id, 'product_id': self.disc.id, 'deadline': '2026-03-01'}])
        part.action_hand_in()
        part.action_accept()
        part.action_send_back()
        (figures,) = self._read('aftersales.old.part.report', [], [
            'tagged:sum', 'in_count:sum', 'accepted:sum', 'sent:sum', 'scrapped:sum', 'overdue:sum'],
            [('old_part_id', 'in', (part | other).ids)])
        self.assertEqual(figures, (3, 2, 2, 2, 0, 1))
        registrations = self.env['aftersales.warranty.registration'].create([
            {'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id, 'sale_date': day, 'company_id': self.company.id}
            for day in ('2026-02-20', '2026-01-02')])
        (figures,) = self._read('aftersales.registration.report', [], [
            'sold:sum', 'in_time:sum', 'late_count:sum', 'still_due:sum'], [
                ('registration_id', 'in', registrations.ids)])
        self.assertEqual(figures, (2, 0, 1, 1))

    def test_month_in_print(self):
        """N1: the month's report tells of the month and of the reader's company."""
        for lang in ('en_US', 'zh_CN'):
            self.env['res.lang']._activate_lang(lang)
            month = self.env['aftersales.warranty.month'].with_user(self.user_claims).with_context(lang=lang).create({
                'period': '2026-02-14'})
            html = self.env['ir.actions.report'].with_user(self.user_claims).with_context(lang=lang)._render_qweb_html(
                'aftersales.report_warranty_month', month.ids)[0].decode()
            self.assertIn(self.vehicle.model_id.name, html)
            self.assertIn(self.disc.name, html)
        sections = month.with_context(lang='en_US')._get_sections()
        self.assertEqual(len(sections), 10)
        for section in sections:
            for row in section['rows']:
                self.assertEqual(len(row), len(section['headings']), section['title'])
        models = sections[0]['rows']
        self.assertEqual([row[3] for row in models if row[0] == self.vehicle.model_id.display_name], ['1'])

    def test_papers_in_both_languages(self):
        statement = self._collect()
        settlement = self.env['aftersales.station.settlement'].with_user(self.user_claims).create({
            'workshop_id': self.workshop.id, 'period': '2026-02-01'})
        for lang in ('en_US', 'zh_CN'):
            self.env['res.lang']._activate_lang(lang)
            self.supplier.lang = lang
            for report, record, text in (
                    ('report_claim_statement', statement, "48"), ('report_claim_parts_list', statement, statement.name),
                    ('report_station_settlement', settlement, settlement.name)):
                html = self.env['ir.actions.report'].with_user(self.user_claims).with_context(lang=lang)._render_qweb_html(
                    f'aftersales.{report}', record.ids)[0].decode()
                self.assertIn(text, html)
        self.assertEqual(statement.with_context(lang='zh_CN')._get_month_name(), "2026年3月")

    def test_who_sees_them(self):
        stranger = self.user_other_advisor
        stranger.group_ids |= self.env.ref('aftersales.group_claims')
        for model in (
                'aftersales.claim.report', 'aftersales.claim.line.report', 'aftersales.claim.model.report',
                'aftersales.supplier.report', 'aftersales.old.part.report', 'aftersales.registration.report'):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.user_advisor).search([])
            self.assertFalse(self.env[model].with_user(stranger).search([('company_id', '=', self.company.id)]))
            self.env[model].with_user(self.user_accountant).search([], limit=1)
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.user_claims).create({})


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestContact(SupplierCommon):
    """I4: a supplier who is needed is written to within twelve hours, his answer filed, the customer told."""

    def _ask(self, **values):
        return self.env['aftersales.supplier.contact'].with_user(self.user_claims).create({
            'subject': "Cracked disc", 'order_id': self._create_visit((self.disc, 1)).id, 'partner_id': self.supplier.id,
            **values})

    def test_from_question_to_customer(self):
        contact = self._ask()
        self.assertEqual(contact.due_date, fields.Datetime.to_datetime('2026-03-02 16:00:00'))
        self.assertEqual(contact.activity_ids.summary, "Write to Brakes Ltd")
        with self.assertRaisesRegex(UserError, "what was written"):
            contact.action_ask()
        contact.text = "Is the casting of lot 7 known?"
        contact.action_ask()
        self.assertFalse(contact.activity_ids)
        with self.assertRaisesRegex(UserError, "File the supplier's answer"):
            contact.action_answer()
        contact.answer = "Yes, replace it."
        contact.action_answer()
        self.assertEqual(contact.activity_ids.summary, "Tell the customer what Brakes Ltd says")
        with self.assertRaisesRegex(UserError, "customer was told"):
            contact.action_tell()
        contact.told_note = "It is replaced free."
        contact.action_tell()
        self.assertEqual((contact.state, bool(contact.told_date), contact.activity_ids.ids), ('told', True, []))
        with self.assertRaisesRegex(UserError, "stays"):
            contact.unlink()

    def test_late_after_twelve_hours(self):
        late, written, fine = self._ask(), self._ask(text="Why?"), self._ask(text="Why?")
        fine.action_ask()
        with freeze_time('2026-03-02 16:30:00'):
            written.action_ask()
            contacts = late | written | fine
            self.env.invalidate_all()
            self.assertEqual(contacts.mapped('is_late'), [True, True, False])
            self.assertEqual(contacts.search([('is_late', '=', True), ('id', 'in', contacts.ids)], order='id'), late | written)
            self.assertEqual(contacts.search([('is_late', '=', False), ('id', 'in', contacts.ids)]), fine)

    def test_roles(self):
        contact = self._ask(text="Why?")
        for user in (self.user_technician, self.user_advisor):
            with self.assertRaises(AccessError):
                contact.with_user(user).read(['subject'])
        with self.assertRaises(AccessError):
            contact.with_user(self.user_accountant).action_ask()
        with self.assertRaises(AccessError):
            contact.asked_date = '2026-01-01'
