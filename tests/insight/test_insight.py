from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.insight import InsightCommon

# Of the month made by hand: value, number of records, and the sum as it was done.
BY_HAND = {
    'VISITS': (2, 2, '2'), 'DELIVERED': (2, 2, '2'), 'JOBS': (2, 2, '2'), 'SOLD_HOURS': (5, 2, '5'),
    'HOURS_PER_JOB': (2.5, 2, '5 / 2'), 'APPOINTMENTS': (3, 3, '3'),
    'REVENUE': (1500, 2, '1,500.00'), 'REVENUE_LABOUR': (1000, 2, '1,000.00'), 'REVENUE_PARTS': (300, 1, '300.00'),
    'REVENUE_SUBLET': (100, 1, '100.00'), 'REVENUE_FEES': (100, 1, '100.00'),
    'REVENUE_PER_VISIT': (750, 2, '1,500.00 / 2'), 'LABOUR_RATE': (200, 2, '1,000.00 / 5'),
    'PARTS_SHARE': (20, 2, '300 / 1,500 × 100'), 'INSURANCE_SHARE': (66.67, 2, '1,000 / 1,500 × 100'),
    'UNINVOICED': (50, 2, '1 / 2 × 100'),
    'BOOKED': (50, 2, '1 / 2 × 100'), 'SHOWN': (50, 2, '1 / 2 × 100'), 'ON_TIME': (50, 2, '1 / 2 × 100'),
    'CYCLE_DAYS': (3, 2, '6 / 2'), 'WAITS': (3, 3, '3'), 'WAIT_HOURS': (4, 3, '12 / 3'),
    'WAIT_PARTS_HOURS': (4, 2, '8 / 2'), 'WAIT_ANSWER_HOURS': (4, 1, '4 / 1'),
    'FIRST_TIME_FIX': (50, 2, '1 / 2 × 100'), 'COMEBACKS': (50, 2, '1 / 2 × 100'), 'REWORK': (50, 2, '1 / 2 × 100'),
    'CHECKS': (5, 5, '5'), 'CHECKS_FAILED': (40, 5, '2 / 5 × 100'), 'SELF_CHECKS_FAILED': (50, 2, '1 / 2 × 100'),
    'FINAL_CHECKS_FAILED': (33.33, 3, '1 / 3 × 100'),
    'CUSTOMERS': (2, 2, '2'), 'NEW_CUSTOMERS': (1, 1, '1'), 'WON_CUSTOMERS': (1, 1, '1'),
    'ACTIVE_CUSTOMERS': (1, 1, '1'), 'CUSTOMERS_AT_RISK': (50, 2, '1 / 2 × 100'),
    'RENEWALS': (50, 2, '1 / 2 × 100'), 'RENEWAL_PREMIUM': (3000, 1, '3,000.00'),
    'CALLS_PLANNED': (4, 4, '4'), 'CALLS_DONE': (50, 4, '2 / 4 × 100'), 'CALLS_ON_TIME': (50, 2, '1 / 2 × 100'),
    'CALLS_REACHED': (66.67, 3, '2 / 3 × 100'), 'CALLS_BOOKED': (50, 2, '1 / 2 × 100'),
    'COMPLAINTS': (3, 3, '3'), 'COMPLAINT_RATE': (1500, 2, '3 / 2 × 1000'), 'COMPLAINTS_CLOSED': (2, 2, '2'),
    'COMPLAINTS_IN_TIME': (50, 2, '1 / 2 × 100'), 'COMPLAINT_DAYS': (4, 2, '8 / 2'),
    'COMPLAINTS_AGAIN': (50, 2, '1 / 2 × 100'), 'COMPLAINTS_UNFOUNDED': (50, 2, '1 / 2 × 100'),
    'ATTENDED': (5, 2, '5'), 'UTILISATION': (80, 2, '4 / 5 × 100'), 'EFFICIENCY': (125, 1, '5 / 4 × 100'),
    'PRODUCTIVITY': (100, 2, '5 / 5 × 100'), 'PEOPLE_SHORT': (1.5, 1, '1.5'),
    'INCIDENTS': (1, 1, '1'), 'SAFETY_COMPLAINTS': (1, 1, '1'), 'HIGH_RISKS': (1, 1, '1'),
    'ACTIONS_DONE': (66.67, 3, '2 / 3 × 100'),
}


@tagged('post_install', '-at_install')
class TestInsight(InsightCommon):
    """Each figure by numbers written by hand, who sees it, and that the list, the reading and the records agree (N1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop.manager_id = cls.user_manager
        cls.workshop._measure_figures()

    def _figure(self, code, user=None, workshop=None):
        return self.env['aftersales.indicator.figure'].with_user(user or self.user_manager).search([
            ('indicator_id.code', '=', code), ('month', '=', '2026-11-01'),
            ('workshop_id', '=', (workshop or self.workshop).id)])

    def _set_target(self, code, value, **values):
        return self.env['aftersales.indicator.target'].with_user(self.user_manager).create({
            'indicator_id': self.env.ref(f'aftersales.indicator_{code}').id, 'workshop_id': self.workshop.id, 'year': 2026,
            'year_value': value, **values})

    def test_each_by_hand(self):
        figures = self._measure()
        found = {code: (figure.value, figure.count, figure.words) for code, figure in figures.items() if code in BY_HAND}
        self.assertEqual(
            {code: (found.get(code), by_hand) for code, by_hand in BY_HAND.items() if found.get(code) != by_hand}, {})
        zeroes = {code for code, figure in figures.items() if code not in BY_HAND and figure.value}
        self.assertLessEqual(
            zeroes, {'PROMISES', 'COMPLAINT_COST', 'DEAD_STOCK', 'STOCK_TURNS', 'COUNT_ACCURACY'}, "Only what is there")

    def test_records_behind(self):
        """A figure's button opens as many records as it was counted from."""
        for figure in self._measure().values():
            figure = figure.with_user(self.user_manager)
            action = figure.action_open_records()
            count = self.env[action['res_model']].with_user(self.user_manager).with_context(
                active_test=False).search_count(action['domain'])
            indicator = figure.indicator_id
            measure = indicator._get_measure(indicator.measure, self.company._get_month_span(figure.month))
            if not measure.is_counted:
                self.assertEqual(count, figure.count, figure.indicator_id.code)
            counted = figure.action_open_counted()
            self.assertTrue(counted['domain'])
        with self.assertRaises(UserError):
            self.Figure.browse().action_open_records()

    def test_second_run_changes_nothing(self):
        before = {figure.id: figure.write_date for figure in self._measure().values()}
        self.env.flush_all()
        self.assertEqual({figure.id: figure.write_date for figure in self._measure().values()}, before)
        self._update(self.order, invoice_status='invoiced')
        self.env.invalidate_all()
        self.assertEqual(self._measure()['UNINVOICED'].value, 0.0)

    def test_reading(self):
        """Who reports reads all in few queries, and of several outlets the quotient of their sums."""
        indicators = self.env.ref('aftersales.indicator_on_time') + self.env.ref('aftersales.indicator_visits')
        visits, on_time = indicators[1], indicators[0]
        figure = self._figure('ON_TIME').sudo()
        other = self.workshop.copy({'name': "Second Outlet", 'code': 'S2'})
        Figure = self.env['aftersales.indicator.figure']
        Figure.create([
            {'indicator_id': on_time.id, 'workshop_id': other.id, 'month': '2026-11-01', 'numerator': 3.0, 'denominator': 4.0,
             'value': 75.0, 'scale': 100.0, 'count': 4, 'words': '3 / 4 × 100'},
            {'indicator_id': on_time.id, 'workshop_id': self.workshop.id, 'month': '2025-11-01', 'numerator': 9.0,
             'denominator': 10.0, 'value': 90.0, 'scale': 100.0, 'count': 10, 'words': '9 / 10 × 100'},
            {'indicator_id': on_time.id, 'workshop_id': self.workshop.id, 'month': '2026-10-01', 'numerator': 1.0,
             'denominator': 4.0, 'value': 25.0, 'scale': 100.0, 'count': 4, 'words': '1 / 4 × 100'}])
        self._set_target('on_time', 52.0, warn_percent=5.0)
        found = indicators._get_figures(self.workshop + other, date(2026, 11, 18))
        own = found[on_time, self.workshop]
        self.assertEqual(
            (own['value'], own['numerator'], own['denominator'], own['count'], own['words'], own['target'], own['previous'],
             own['last_year'], own['verdict']), (50.0, 1.0, 2.0, 2, '1 / 2 × 100', 52.0, 25.0, 90.0, 'near'))
        self.assertEqual(own['trend'], [90.0, *[None] * 10, 25.0, 50.0])
        together = found[on_time, self.workshop.browse()]
        self.assertAlmostEqual(together['value'], 4 / 6 * 100)
        self.assertEqual((together['words'], together['target'], together['verdict']), ('4 / 6 × 100', None, 'none'))
        self.assertEqual(found[visits, self.workshop]['value'], 2.0)
        row = self.Figure.formatted_read_group(
            [('indicator_id', '=', on_time.id), ('month', '=', '2026-11-01')], ['indicator_id'], ['value:avg'])[0]
        self.assertAlmostEqual(float(row['value:avg']), 4 / 6 * 100)
        figure.invalidate_recordset()
        self.assertEqual(
            (figure.previous, figure.last_year, figure.trend, figure.rank_text), (25.0, 90.0, own['trend'], '2 / 2'))

    def test_levels_are_not_added_up(self):
        """N1: what is there on a day, as active customers, is of several months the last one's, on dashboards as in the
        report of the year; of several outlets their sum."""
        active, visits = self.env.ref('aftersales.indicator_active_customers'), self.env.ref('aftersales.indicator_visits')
        other = self.workshop.copy({'name': "Second Outlet", 'code': 'S2'})
        self.env['aftersales.indicator.figure'].create([
            {'indicator_id': indicator.id, 'workshop_id': outlet.id, 'month': month, 'numerator': value, 'value': value}
            for indicator in (active, visits) for outlet, month, value in (
                (self.workshop, '2026-09-01', 40.0), (self.workshop, '2026-10-01', 50.0), (other, '2026-10-01', 7.0))])
        Figure = self.Figure.with_user(self.user_manager)
        autumn = [('month', '>=', '2026-09-01'), ('month', '<=', '2026-10-01')]
        rows = {row['indicator_id'][0]: row['value:avg'] for row in Figure.formatted_read_group(
            [*autumn, ('indicator_id', 'in', (active + visits).ids)], ['indicator_id'], ['value:avg'])}
        self.assertEqual(rows, {active.id: 57.0, visits.id: 97.0})

    def test_outlets_in_order_of_merit(self):
        """N1: among outlets the best comes first, of a figure of which less is better, too."""
        other = self.workshop.copy({'name': "Second Outlet", 'code': 'S2'})
        self.env['aftersales.indicator.figure'].create([
            {'indicator_id': self.env.ref(f'aftersales.indicator_{code}').id, 'workshop_id': other.id, 'month': '2026-11-01',
             'numerator': 1.0, 'value': 1.0} for code in ('visits', 'complaints')])
        for code in ('visits', 'complaints'):
            rows = self.Figure.with_user(self.user_manager).search([
                ('indicator_id', '=', self.env.ref(f'aftersales.indicator_{code}').id), ('month', '=', '2026-11-01'),
                ('workshop_id', 'in', (self.workshop + other).ids)], order='merit desc')
            self.assertEqual([row.rank_text for row in rows], ['1 / 2', '2 / 2'], code)

    def test_categories_as_in_the_report(self):
        """N1: the list begins with visits and money, as the report does."""
        groups = self.Figure.with_user(self.user_manager).web_read_group(
            [('month', '=', '2026-11-01')], ['category'], ['__count'])['groups']
        found = [group['category'] for group in groups]
        order = [code for code, __ in self.Figure._fields['category']._description_selection(self.env)]
        self.assertEqual(found, [code for code in order if code in found])
        self.assertEqual(found[:2], ['volume', 'money'])

    def test_targets(self):
        """A year's value fills the months; the verdict follows; offers bind nobody until they are taken over."""
        target = self._set_target('visits', 1200.0)
        self.assertEqual((target.value_01, target.value_12), (100.0, 100.0), "Visits add up.")
        figure = self._figure('VISITS')
        self.assertEqual((figure.has_target, figure.target, figure.verdict), (True, 100.0, 'bad'))
        target.value_11 = 3.0
        self.assertEqual(figure.verdict, 'good', "By the 18th, 18 of 30 parts of three are due.")
        target.unlink()
        self.assertEqual((figure.has_target, figure.verdict), (False, 'none'))
        share = self._set_target('comebacks', 2.0)
        self.assertEqual(share.value_07, 2.0, "A share does not add up.")
        self.assertEqual(self._figure('COMEBACKS').verdict, 'bad')
        offers = self.env['aftersales.indicator.target'].with_user(self.user_manager).search([('workshop_id', '=', False)])
        mine = offers.action_adopt().filtered(lambda one: one.workshop_id == self.workshop)
        self.assertEqual(len(mine), len(offers) - 1, "What the outlet has stays.")
        self.assertFalse(offers.action_adopt(), "Twice does no more than once.")
        following = (mine + share).action_copy_next_year()
        self.assertEqual((len(following), {*following.mapped('year')}), (len(offers), {2027}))
        self.assertFalse((mine + share).action_copy_next_year())
        with self.assertRaises(UserError):
            offers.browse().action_adopt()

    def test_who_sees(self):
        """The technician none, the advisor those of his outlets, the manager all; nobody writes what was counted."""
        figure = self._figure('VISITS')
        with self.assertRaises(AccessError):
            figure.with_user(self.user_technician).check_access('read')
        self.workshop.employee_ids += self.env['hr.employee'].create({
            'name': "Advisor", 'user_id': self.user_advisor.id, 'company_id': self.company.id})
        self.assertEqual(self._figure('VISITS', self.user_advisor), figure)
        other = self.workshop.copy({'name': "Second Outlet", 'code': 'S2', 'employee_ids': False})
        theirs = figure.sudo().create({
            'indicator_id': figure.indicator_id.id, 'workshop_id': other.id, 'month': '2026-11-01', 'scale': 1.0})
        self.assertFalse(self._figure('VISITS', self.user_advisor, other))
        self.assertEqual(self._figure('VISITS', workshop=other), theirs)
        figure.with_user(self.user_manager).write({'comment': "Holidays", 'measure_text': "Invite customers"})
        for user, vals in ((self.user_manager, {'value': 3.0}), (self.user_advisor, {'comment': "Mine"})):
            with self.assertRaises(AccessError):
                figure.with_user(user).write(vals)
        with self.assertRaises(UserError):
            figure.with_user(self.user_advisor).action_measure_now()
        figure.with_user(self.user_manager).with_context(
            allowed_company_ids=self.other_company.ids).invalidate_recordset()
        with self.assertRaises(AccessError):
            figure.with_user(self.user_manager).with_context(allowed_company_ids=self.other_company.ids).check_access('read')

    def test_fifty_outlets(self):
        """The queries of a night do not grow with the outlets."""
        def measure(count, first=''):
            outlets = self.env['aftersales.workshop'].create([
                {'name': f'Outlet {count}.{number}', 'code': f'X{number}N{count}{first}', 'company_id': self.company.id}
                for number in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            outlets.figures_date = date(2026, 11, 17)
            outlets._measure_figures()
            outlets._close_days(dict.fromkeys(outlets, date(2026, 11, 18)))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        measure(1, 'F')
        one, many = measure(1), measure(50)
        self.assertLessEqual(many, one + 20)

    def test_alert_once(self):
        """A target that is missed is one task of the outlet's manager, however often it is counted."""
        self._set_target('visits', 1200.0)
        figure = self._figure('VISITS')
        self.workshop._measure_figures()
        self.assertFalse(figure.activity_ids, "Two records of a month that is not over say nothing yet.")
        figure.sudo().count = 5
        for __ in range(2):
            figure._tell_owners(self.workshop, date(2026, 11, 1))
        self.assertEqual(figure.activity_ids.user_id, self.user_manager)
        self.assertEqual(
            figure.activity_ids.summary,
            f"Number of Visits of {self.workshop.name} misses its target: 2, target 100")
        figure.activity_ids.action_done()
        figure._tell_owners(self.workshop, date(2026, 11, 1))
        self.assertFalse(figure.activity_ids)

    def _get_today(self, user):
        today = self.env['aftersales.workshop'].with_user(user).get_today(self.workshop.id)
        return {tally['key']: tally for section in today['sections'] for tally in section['tallies']}

    def test_home(self):
        """The tiles say what the list says, and open the records that both count; only managers have them."""
        self._set_target('on_time', 80.0)
        self._set_target('revenue', 12000.0)
        tiles = self._get_today(self.user_manager)
        figures = self._measure()
        self.assertEqual(
            {key: (tiles[key]['text'], tiles[key]['level']) for key in (
                'tile_on_time', 'tile_utilisation', 'tile_csi')},
            {'tile_on_time': ('50.0\xa0%', 'danger'), 'tile_utilisation': ('80.0\xa0%', ''), 'tile_csi': ('–', '')})
        self.assertIn('1,500', tiles['tile_revenue']['text'])
        self.assertIn('1,000', tiles['tile_revenue']['label'], "What is to be reached in the month")
        self.assertEqual(tiles['tile_revenue']['level'], 'success')
        for key, code in (('tile_on_time', 'ON_TIME'), ('tile_revenue', 'REVENUE'), ('tile_utilisation', 'UTILISATION')):
            self.assertEqual(tiles[key]['count'], figures[code].count, key)
            if key != 'tile_revenue':
                self.assertEqual(tiles[key]['text'].replace('\xa0', ' '), figures[code].value_text)
        self.assertEqual(
            {key: tiles[key]['count'] for key in ('tile_complaints', 'tile_comebacks', 'people_short', 'figures_bad')},
            {'tile_complaints': 1, 'tile_comebacks': 0, 'people_short': 1, 'figures_bad': 1})
        self.assertFalse([key for key in self._get_today(self.user_advisor) if key.startswith('tile_')])

    def test_close_of_the_day(self):
        """Made once an evening by the outlet's clock, kept as it was, told to whoever wants it."""
        self.workshop.write({'close_hour': 20, 'close_reader_ids': [(4, self.user_manager.id)]})
        self._update(self.order, received_date='2026-11-18 01:00:00', delivered_date='2026-11-18 05:00:00')
        self.env.cr.execute(
            "UPDATE aftersales_time_entry SET start = start + interval '6 days', stop = stop + interval '6 days' "
            "WHERE workshop_id = %s", [self.workshop.id])
        self._insert('aftersales_appointment', [{
            'company_id': self.company.id, 'workshop_id': self.workshop.id, 'name': 'T9', 'state': 'booked',
            'channel': 'phone', 'start': '2026-11-19 09:00:00', 'planned_hours': 40.0}])
        self.env.invalidate_all()
        self.workshop.sudo()._close_due_days()
        Close = self.env['aftersales.day.close'].with_user(self.user_manager)
        self.assertFalse(Close.search([('workshop_id', '=', self.workshop.id)]), "Not before the evening")
        self.assertEqual(str(self.workshop.sudo().close_due), '2026-11-18 20:00:00')
        with freeze_time('2026-11-18 20:05:00'):
            self.workshop.sudo()._close_due_days()
            self.workshop.sudo()._close_days({self.workshop: date(2026, 11, 18)})
        self.assertEqual(str(self.workshop.sudo().close_due), '2026-11-19 20:00:00')
        close = Close.search([('workshop_id', '=', self.workshop.id)])
        self.assertEqual(
            (close.date, close.cars_in, close.cars_out, close.complaints_open, close.calls_due, close.calls_late,
             close.booked_tomorrow, close.hours_booked_tomorrow, close.hours_there_tomorrow, close.hours_short_tomorrow),
            (date(2026, 11, 18), 1, 1, 1, 2, 2, 1, 40.0, 16.0, 24.0))
        self.assertEqual(close.hours_a + close.hours_b + close.hours_c + close.hours_d, 4.0)
        self.assertIn(self.user_manager.partner_id, close.sudo().message_ids.notified_partner_ids | self.env[
            'mail.message'].search([('model', '=', 'aftersales.day.close'), ('res_id', '=', close.id)]).notified_partner_ids)
        close.remark = "Snow"
        with self.assertRaises(AccessError):
            close.cars_in = 5
        with self.assertRaises(UserError):
            close.with_user(self.user_advisor).action_close_today()
        with self.assertRaises(AccessError):
            close.with_user(self.user_advisor).check_access('read')
        html = str(self.env['ir.actions.report'].with_user(self.user_manager)._render_qweb_html(
            'aftersales.report_day_close', close.ids)[0])
        self.assertIn("Booked for Tomorrow", html)

    def test_records_behind_a_close(self):
        """N1: a figure of the close opens as many records as it tells; what was open in an evening is not known later."""
        self._update(self.order, received_date='2026-11-18 01:00:00', delivered_date='2026-11-18 05:00:00')
        Close = self.env['aftersales.day.close'].with_user(self.user_manager)
        Close.with_context(allowed_company_ids=self.company.ids).action_close_today()
        close = Close.search([('workshop_id', '=', self.workshop.id)])
        self.assertTrue(close.is_today and close.cars_in)
        for name in ('cars_in', 'cars_out', 'cars_in_house', 'cars_late', 'complaints_open', 'calls_due', 'booked_tomorrow'):
            action = close.action_view_records(name)
            self.assertEqual(
                self.env[action['res_model']].with_user(self.user_manager).search_count(action['domain']), close[name], name)
        with freeze_time('2026-11-20 04:00:00'):
            close.invalidate_recordset(['is_today'])
            self.assertEqual(close.action_view_records('cars_in')['res_model'], 'aftersales.order')
            for name in ('cars_late', 'remark', None):
                with self.assertRaisesRegex(UserError, "is not kept"):
                    close.action_view_records(name)
        with self.assertRaises(AccessError):
            close.with_user(self.user_technician).action_view_records('cars_in')

    def test_lists_of_the_report_agree(self):
        """N2: the report's list of late visits has those that the rate of promises kept leaves out, its list of complaints as
        many as the manager's tile: neither questions nor praise."""
        on_time = self._measure()['ON_TIME']
        report = self.env['aftersales.monthly.report'].with_user(self.user_manager).new({
            'company_id': self.company.id, 'workshop_id': self.workshop.id, 'period': 'month', 'period_start': '2026-11-01'})
        late, complaints = [
            self.env[annex.model].with_user(self.user_manager).search_count(annex.domain)
            for annex in report._get_annexes()[:2]]
        self.assertEqual(late, on_time.denominator - on_time.numerator)
        self.assertEqual(complaints, self._get_today(self.user_manager)['tile_complaints']['count'])
