from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestSiteTour(AftersalesCommon, OneBrowserCase):
    """6S: a point found wrong, with its photo, becomes somebody's action, clicked by whoever is charged with the area."""

    with_outlet = True

    def test_check_with_a_photo(self):
        area = self.env['aftersales.site.area'].with_user(self.user_manager).create({
            'name': "Bays", 'kind': 'workshop', 'workshop_id': self.workshop.id, 'user_id': self.user_dispatcher.id})
        check = self.env['aftersales.site.check'].with_user(self.user_dispatcher).create({'area_id': area.id})
        check.line_ids.mark = '5'
        self.start_tour(f'/odoo/site-checks/{check.id}', 'aftersales_site_check', login=self.user_dispatcher.login)
        self.env.invalidate_all()
        wrong = check.line_ids.filtered(lambda line: line.mark == '2')
        self.assertEqual((len(wrong), bool(wrong.photo), check.state), (1, True, 'closed'))
        self.assertEqual(check.action_ids.user_id, self.user_technician)
        self.assertIn("Exit blocked", check.action_ids.name)
