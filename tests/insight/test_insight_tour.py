from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestInsightTour(BoardCommon, OneBrowserCase):
    """The manager's figures and his report, clicked (N1, N2)."""
    _now = None
    _days = range(7)

    def test_from_tile_to_measure(self):
        """N1: a figure that is missed: from the tile of the day to the figure, its target, the records behind it, and what is
        done about it."""
        self.env['aftersales.indicator.target'].with_user(self.user_manager).create({
            'indicator_id': self.env.ref('aftersales.indicator_visits').id, 'workshop_id': self.workshop.id,
            'year': self.company._get_today().year, 'year_value': 1200.0})
        self.workshop._measure_figures()
        figure = self.env['aftersales.indicator.figure'].search([
            ('indicator_id.code', '=', 'VISITS'), ('workshop_id', '=', self.workshop.id),
            ('month', '=', self.company._get_today().replace(day=1))])
        self.assertEqual((figure.value, figure.verdict), (2, 'bad'))
        self.start_tour('/odoo/aftersales-today', 'aftersales_key_figure', login=self.user_manager.login)
        self.env.invalidate_all()
        self.assertEqual((figure.comment, figure.measure_text), ("Holidays", "Invite customers"))

    def test_from_draft_to_paper(self):
        """N2: a report that somebody else compiled: proposed, checked, released, its figures looked at, printed."""
        author = self.user_manager.copy({'login': 'report.author', 'name': "Author"})
        last = self.company._get_today().replace(day=1) - relativedelta(months=1)
        report = self.env['aftersales.monthly.report'].with_user(author).create({
            'workshop_id': self.workshop.id, 'company_id': self.company.id, 'period_start': last})
        self.start_tour(
            f'/odoo/after-sales-reports/{report.id}', 'aftersales_monthly_report', login=self.user_manager.login)
        self.env.invalidate_all()
        self.assertEqual((report.state, report.checker_id, report.is_intact), ('released', self.user_manager, True))
        self.assertEqual(report.conclusion, "Call customers earlier")
