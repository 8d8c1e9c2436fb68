import json

from odoo.tests import tagged

from odoo.addons.aftersales.tests.action_reads import find_actions
from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase

MODULE = "odoo.loader.modules.get('@aftersales/../tests/smoke/measure_contrast')"
SUCCESS = 'every screen measured'
# Screens of our own making, beside the kanbans found by code.
CLIENT_ACTIONS = ('aftersales.action_workshop_board', 'aftersales.action_today')
FORMS = ('aftersales.order', 'aftersales.appointment', 'aftersales.checkin', 'aftersales.health.check', 'aftersales.inspection')


@tagged('post_install', '-at_install')
class TestContrast(AftersalesCommon, OneBrowserCase):
    """faults C11: words on boards, cards, badges, the sheet and forms have a contrast of 4.5 to 1 (WCAG AA)."""

    browser_size = '1366x768'
    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Where there is most to see.
        busiest = cls.env['aftersales.order']._read_group([], ['company_id'], ['__count'], order='__count DESC', limit=1)
        if busiest:
            cls._move_to(busiest[0][0])

    def _find_screens(self, user):
        screens = []
        for name, action in find_actions(self.env):
            model = self.env[action.res_model].with_user(user)
            if model.has_access('read') and 'kanban' in action.view_mode:
                screens.append((name, action.id, {'viewType': 'kanban'}))
        for name in CLIENT_ACTIONS:
            screens.append((name, name, {}))
        for name in FORMS:
            company = user.company_id.id
            for record in self.env[name].with_user(user).search([('company_id', '=', company)], limit=2):
                screens.append((f'{name} {record.id}', {
                    'type': 'ir.actions.act_window', 'res_model': name, 'res_id': record.id, 'views': [[False, 'form']],
                }, {}))
        return screens

    def _measure(self, user):
        screens = self._find_screens(user)
        self.assertGreater(len(screens), 12)
        self.browser_js(
            '/odoo', f"{MODULE}.measureContrast({json.dumps(screens)}, '{SUCCESS}')",
            f'odoo.isReady === true && Boolean({MODULE})', login=user.login, timeout=600, success_signal=SUCCESS)

    def test_contrast_for_the_manager(self):
        self._measure(self.user_manager)

    def test_contrast_for_the_technician(self):
        """Seen without prices, with the cards of the floor."""
        screens = [
            ('my jobs', 'aftersales.action_my_jobs', {}),
        ]
        self.browser_js(
            '/odoo', f"{MODULE}.measureContrast({json.dumps(screens)}, '{SUCCESS}')",
            f'odoo.isReady === true && Boolean({MODULE})', login=self.user_technician.login, timeout=200,
            success_signal=SUCCESS)
