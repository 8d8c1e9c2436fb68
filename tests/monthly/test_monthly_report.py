from datetime import date
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time
from lxml.html import fromstring

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import format_date, mute_logger

from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.form_spec import get_spec


@tagged('post_install', '-at_install')
@freeze_time('2026-03-05 04:00:00')
class TestMonthlyReport(AftersalesCommon):
    """The report of a month from draft to release, by hand-made figures (N2)."""
    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Indicator = cls.env['aftersales.indicator']
        cls.env['aftersales.indicator.figure'].search([('workshop_id', '=', cls.workshop.id)]).unlink()
        cls.sum = Indicator.search([], limit=100).filtered('adds_up')[0]
        cls.share = Indicator.search([('unit', '=', 'percent'), ('better', '=', 'more')], limit=100).filtered(
            lambda one: one.category != cls.sum.category)[0]
        cls.env['aftersales.indicator.target'].search([]).unlink()
        cls.env['aftersales.indicator.target'].create([
            {'indicator_id': cls.share.id, 'workshop_id': cls.workshop.id, 'year': 2026, 'year_value': 90.0,
             'warn_percent': 1.0}])
        for indicator, month, numerator, denominator, count in (
                (cls.sum, '2026-02-01', 30, 0, 30), (cls.sum, '2026-01-01', 40, 0, 40), (cls.sum, '2025-02-01', 20, 0, 20),
                (cls.share, '2026-02-01', 12, 15, 15), (cls.share, '2026-01-01', 9, 10, 10)):
            cls._keep(indicator, month, numerator, denominator, count)
        cls.second = cls._copy_manager()
        cls.Report = cls.env['aftersales.monthly.report'].with_user(cls.user_manager)

    @classmethod
    def _keep(cls, indicator, month, numerator, denominator, count):
        return cls.env['aftersales.indicator.figure'].create({
            'indicator_id': indicator.id, 'workshop_id': cls.workshop.id, 'month': month, 'numerator': numerator,
            'denominator': denominator, 'count': count, 'scale': indicator.scale,
            'value': indicator._reckon(numerator, denominator)})

    @classmethod
    def _copy_manager(cls):
        return cls.user_manager.copy({'login': 'second.manager', 'name': "Second Manager"})

    def _create_report(self, **values):
        return self.Report.create({'workshop_id': self.workshop.id, 'period_start': '2026-02-17', **values})

    def _row(self, report, indicator):
        rows = [row for section in report._get_figures()['sections'] for row in section['rows']]
        return next((row for row in rows if row['code'] == indicator.code), None)

    def _release(self, report):
        report.write({'summary': "Fewer visits", 'conclusion': "Call more"})
        report.with_user(self.second).action_check()
        report.with_user(self.second).action_release()
        return report

    def test_figures_by_hand(self):
        """30 visits after 40 and, a year before, 20; 12 of 15 beside 9 of 10 and a target of 90."""
        report = self._create_report()
        self.assertEqual((report.period_start, report.due_date), (date(2026, 2, 1), date(2026, 3, 10)))
        row = self._row(report, self.sum)
        self.assertEqual([row[name] for name in ('value', 'previous', 'last_year', 'count', 'target', 'verdict', 'change')],
                         [30, 40, 20, 30, None, 'none', -0.25])
        self.assertEqual([month['value'] for month in row['trend']], [20, *[None] * 10, 40, 30])
        row = self._row(report, self.share)
        self.assertEqual([row[name] for name in ('value', 'previous', 'last_year', 'target', 'verdict')],
                         [80, 90, None, 90, 'bad'])
        self.assertEqual(row['words'], '12 / 15 × 100')
        self.assertIn("Target missed", report.figures)
        self.assertIn("80", report._draft_summary())

    def test_year(self):
        """A sum adds up, a share is the quotient of the sums, and the first day is that of the year."""
        report = self._create_report(period='year')
        self.assertEqual(report.period_start, date(2026, 1, 1))
        self.assertEqual([self._row(report, one)['value'] for one in (self.sum, self.share)], [70, 84])
        self.assertEqual(self._row(report, self.sum)['last_year'], 20)
        with self.assertRaisesRegex(UserError, "not over"):
            self._release(report)

    def test_a_year_that_is_over_is_proposed(self):
        """Whoever chooses the year has last year's report before him, and may write ahead by its day."""
        with Form(self.Report) as form:
            form.period = 'year'
            self.assertEqual(form.period_start, date(2025, 1, 1))
            form.period_start = date(2026, 1, 1)
        self.assertEqual(form.record.period_start, date(2026, 1, 1))
        unfinished = self.Report.new({'period': 'year', 'period_start': '2026-02-01', 'company_id': False})
        unfinished._onchange_period()
        self.assertEqual(unfinished.period_start, date(2026, 2, 1), "Of no company nobody knows what day it is.")

    def test_a_proposed_summary_follows_the_period(self):
        """What the figures gave is not sealed with another month; what somebody wrote is his."""
        report = self._create_report()
        report.action_draft_summary()
        february = report.summary
        report.period_start = date(2026, 1, 5)
        self.assertNotEqual(report.summary, february)
        self.assertEqual(report.summary, report._draft_summary())
        report.summary = "Fewer visits"
        report.period_start = date(2026, 2, 5)
        self.assertEqual(report.summary, "Fewer visits")

    def test_life(self):
        """Somebody else checks; nothing is changed behind his back; released it stays, withdrawn it makes room."""
        report = self._create_report()
        with self.assertRaisesRegex(UserError, "somebody else checks"):
            report.action_check()
        with self.assertRaisesRegex(UserError, "no summary"):
            report.with_user(self.second).action_check()
        report.write({'summary': "Fewer visits", 'conclusion': "Call more"})
        report.with_user(self.second).action_check()
        self.assertEqual(report.checker_id, self.second)
        with self.assertRaisesRegex(UserError, "Send it back"):
            report.summary = "More visits"
        report.action_return()
        self.assertFalse(report.checker_id)
        self._release(report)
        self.assertTrue(report.is_intact)
        with self.assertRaises(UserError):
            report.summary = "More visits"
        with self.assertRaisesRegex(UserError, "is kept"):
            report.unlink()
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self._create_report()
        report.action_withdraw()
        self.assertEqual(self._create_report().version, 2)

    def test_a_house_with_one_manager(self):
        """N2: where nobody else may check it, its author does; form and paper say so; the administrator whom Odoo makes is
        somebody once he has logged in."""
        report = self._create_report(summary="Fewer visits", conclusion="Call more")
        self.assertIn(self.second, report._find_checkers())
        with self.assertRaisesRegex(UserError, "somebody else checks it"):
            report.action_check()
        report._find_checkers().sudo().active = False
        admin = self.env.ref('base.user_admin')
        admin.company_ids += self.company
        self.env.cr.execute("DELETE FROM res_users_log WHERE create_uid = %s", [admin.id])
        admin.invalidate_recordset(['login_date'])
        self.assertFalse(report._find_checkers())
        self.env['res.users.log'].with_user(admin).sudo().create({})
        admin.invalidate_recordset(['login_date'])
        self.assertEqual(report._find_checkers(), admin)
        admin.active = False
        report.action_check()
        self.assertEqual((report.checker_id, report.is_self_checked), (self.user_manager, True))
        html = self.env['ir.actions.report'].with_user(self.user_manager)._render_qweb_html(
            'aftersales.report_monthly', report.ids)[0].decode()
        self.assertIn("Checked by its author", html)
        report.action_return()
        self.assertFalse(report.is_self_checked)

    def test_checked_by_another_says_nothing(self):
        """N2: the usual report bears no such remark."""
        report = self._release(self._create_report())
        self.assertFalse(report.is_self_checked)
        html = self.env['ir.actions.report'].with_user(self.user_manager)._render_qweb_html(
            'aftersales.report_monthly', report.ids)[0].decode()
        self.assertNotIn("Checked by its author", html)

    def test_no_sheet_ends_within_a_row(self):
        """N2: a row stands in a block of its own, the first with its heading: the end of a sheet cuts none in two."""
        html = self.env['ir.actions.report'].with_user(self.user_manager)._render_qweb_html(
            'aftersales.report_monthly', self._create_report().ids)[0]
        blocks = fromstring(html).xpath("//div[@class='o_as_keep']")
        self.assertGreater(len(blocks), 3)
        self.assertFalse([block for block in blocks if len(block.xpath('./table/tr | ./table/tbody/tr')) > 1])
        self.assertTrue([block for block in blocks if block.xpath('./h3') and block.xpath('./table')])

    def test_figures_are_read_when_asked_for(self):
        """N2: opening a report counts nothing; the text of either tab alone asks for what it shows."""
        report = self._release(self._create_report())
        model = type(report)
        specification = get_spec(self.Report)
        self.assertIn('summary', specification)
        with patch.object(model, '_render_figures', side_effect=AssertionError), \
                patch.object(model, '_render_differences', side_effect=AssertionError):
            report.web_read(specification)
        report.invalidate_recordset()
        with patch.object(model, '_render_differences', side_effect=AssertionError):
            self.assertTrue(report.read(['figures'])[0]['figures'])
        report.invalidate_recordset()
        with patch.object(model, '_render_figures', side_effect=AssertionError):
            self.assertTrue(report.read(['differences'])[0]['differences'])

    def test_versions_of_many_in_one_query(self):
        """N2: how many were withdrawn is asked once for all that are made."""
        def make_years(year_count):
            return self.Report.create([
                {'workshop_id': self.workshop.id, 'period': 'year', 'period_start': f'{1900 + 10 * year_count + number}-01-01'}
                for number in range(year_count)])

        self.assertFlat(make_years, 1, 8, slack=2, warm_up=2)
        old = self._release(self._create_report())
        old.action_withdraw()
        versions = self.Report.create([
            {'workshop_id': self.workshop.id, 'period_start': day} for day in ('2026-02-01', '2026-01-01')])
        self.assertEqual(versions.mapped('version'), [2, 1])

    def test_frozen_and_what_differs(self):
        """What changes afterwards stands beside the released figures, which stay."""
        report = self._release(self._create_report())
        self.assertIn("every figure is as it was released", report.differences)
        self.env['aftersales.indicator.figure'].search([
            ('indicator_id', '=', self.sum.id), ('workshop_id', '=', self.workshop.id), ('month', '=', '2026-02-01'),
        ]).write({'numerator': 33, 'count': 33})
        report.invalidate_recordset()
        self.assertEqual(self._row(report, self.sum)['value'], 30)
        self.assertEqual([(row['kept'], row['today']) for row in report._get_differences()], [(30, 33)])
        self.assertIn("33", report.differences)

    def test_measures_are_asked_after(self):
        """What the last report promised stands in the next one, with how far it is."""
        self._keep(self.sum, '2025-12-01', 5, 0, 5)
        before = self._create_report(period_start='2026-01-01')
        self.env['aftersales.action'].with_user(self.user_manager).create({
            'name': "Call earlier", 'monthly_report_id': before.id, 'workshop_id': self.workshop.id})
        self._release(before)
        measures = self._create_report()._get_figures()['measures']
        self.assertEqual([(one['name'], one['state']) for one in measures], [("Call earlier", "Open")])

    def test_days_are_said_in_the_readers_words(self):
        """A day reads alike wherever the report speaks of one: of measures and of the period, sealed or not."""
        self.env['res.lang']._activate_lang('zh_CN')
        report = self._create_report()
        self.env['aftersales.action'].with_user(self.user_manager).create({
            'name': "Call earlier", 'monthly_report_id': report.id, 'workshop_id': self.workshop.id, 'due_date': '2026-12-13'})
        for is_released in (False, True):
            if is_released:
                self._release(report)
            for lang in ('en_US', 'zh_CN'):
                told = report.with_context(lang=lang)
                html = told.env['ir.actions.report'].with_user(self.user_manager)._render_qweb_html(
                    'aftersales.report_monthly', report.ids)[0].decode()
                for text in (told._render_figures(), html):
                    self.assertIn(format_date(told.env, date(2026, 12, 13)), text)
                    self.assertNotIn('2026-12-13', text)

    def test_scheduled_and_told(self):
        """On the first the draft is there, once; on the eleventh it is overdue; receivers get the file."""
        self._make_drafts()
        report = self.Report.search([('workshop_id', '=', self.workshop.id)])
        self.assertEqual([(one.period_start, one.author_id) for one in report],
                         [(date(2026, 2, 1), self.workshop.manager_id or self.env.user)])
        self._make_drafts()
        self.assertEqual(self.Report.search_count([('workshop_id', '=', self.workshop.id)]), 1)
        with freeze_time('2026-03-11 04:00:00'):
            self.assertEqual(self.Report.search([('is_late', '=', True), ('id', '=', report.id)]), report)
        report.receiver_ids = self.user_manager
        with self._without_pdf():
            self._release(report)
        notice = self.env['mail.message'].search([
            ('model', '=', report._name), ('res_id', '=', report.id), ('attachment_ids', '!=', False)])
        self.assertEqual(notice.partner_ids, self.user_manager.partner_id)

    def _make_drafts(self):
        """As the scheduled action runs."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_make_monthly_reports').method_direct_trigger()
        self.env.invalidate_all()

    def _without_pdf(self):
        """The file itself is printed elsewhere, see ``smoke/test_prints``."""
        return patch.object(type(self.env['ir.actions.report']), '_render_qweb_pdf', return_value=(b'%PDF', 'pdf'))

    def test_who_may(self):
        """Accountants read released figures; nobody else sees them, and another company's manager none of ours."""
        report = self._create_report()
        self.assertTrue(report.with_user(self.user_accountant).figures)
        self.assertEqual(Form(report.with_user(self.user_accountant)).summary or '', report.summary or '')
        menus = self.env['ir.ui.menu'].with_user(self.user_accountant).load_web_menus(False).values()
        self.assertIn('aftersales.menu_billing_monthly_reports', [menu['xmlid'] for menu in menus])
        for user in (self.user_advisor, self.user_technician, self.user_parts, self.user_care):
            with self.assertRaises(AccessError):
                report.with_user(user).read(['summary'])
        with self.assertRaises(AccessError):
            report.with_user(self.user_accountant).write({'summary': "Mine"})
        stranger = self.env['res.company'].create({'name': "Elsewhere"})
        other = self._copy_manager_of(stranger)
        with self.assertRaises(AccessError):
            report.with_user(other).read(['summary'])

    def _copy_manager_of(self, company):
        return self.user_manager.copy({
            'login': 'elsewhere.manager', 'company_id': company.id, 'company_ids': [(6, 0, company.ids)]})
