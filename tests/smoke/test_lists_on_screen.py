import json

from odoo.tests import tagged

from odoo.addons.aftersales.tests.action_reads import evaluate, find_actions
from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase

MODULE = "odoo.loader.modules.get('@aftersales/../tests/smoke/measure_lists')"
SUCCESS = 'every list measured'
# All lists are measured in one loaded page, however long that takes on a slow machine; what hangs is told long before.
SECONDS = 3600


@tagged('post_install', '-at_install')
class TestListsOnScreen(AftersalesCommon, OneBrowserCase):
    """faults U8: on a screen of 1366 pixels nothing of any list is cut, whatever its names, in both languages."""

    browser_size = '1366x768'
    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Where there is most to see.
        busiest = cls.env['aftersales.order']._read_group([], ['company_id'], ['__count'], order='__count DESC', limit=1)
        if busiest:
            cls._move_to(busiest[0][0])
        # Names as long as they come, and a day of another year, beside those of the demo.
        cls.customer.name = (
            "Shanghai Lingang Advanced Precision Machinery Manufacturing Co., Ltd. (上海临港先进精密机械制造有限公司)")
        cls.user_advisor.name = "Ouyang Zhengmingyuan (欧阳正明远)"
        outlet = cls.env['aftersales.workshop'].search([('company_id', '=', cls.user_advisor.company_id.id)], limit=1)
        cls.env['aftersales.order'].create([{
            'vehicle_id': vehicle.id, 'company_id': outlet.company_id.id, 'partner_id': cls.customer.id,
            'user_id': cls.user_advisor.id,
            'workshop_id': outlet.id,
            'concern': "It rattles when cold", 'promise_date': '2019-12-24 10:30:00',
        } for vehicle in (cls.vehicle, cls.vehicle_2)])

    def _get_lists(self):
        """(name, id) of the windows with a list; of those that show the same one the same way, the one of most rows."""
        lists = {}
        for name, action in sorted(find_actions(self.env), key=lambda pair: len(pair[1].domain or '')):
            if 'list' in action.view_mode and self.env[action.res_model].with_user(self.user_manager).has_access('read'):
                view_id = next(view_id for view_id, kind in action.views if kind == 'list')
                shows = {key: value for key, value in evaluate(self.env, action.context).items()
                         if not key.startswith(('search_default_', 'default_'))}
                lists.setdefault((action.res_model, view_id, json.dumps(shows, sort_keys=True)), (name, action.id))
        return [*lists.values()]

    def _measure(self, rows):
        actions = self._get_lists()
        self.assertGreater(len(actions), 150)
        self.browser_js(
            '/odoo', f"{MODULE}.measureLists({json.dumps(actions)}, {rows}, '{SUCCESS}')",
            f'odoo.isReady === true && Boolean({MODULE})', login=self.user_manager.login, timeout=SECONDS,
            success_signal=SUCCESS)

    def test_lists_in_english(self):
        self._measure(rows=30)

    def test_lists_in_chinese(self):
        """Names and numbers are as long as in English: heads and states are not."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.user_manager.lang = 'zh_CN'
        self._measure(rows=8)
