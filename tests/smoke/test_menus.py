from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import ROLE_GROUPS, AftersalesCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase

MODULE = "odoo.loader.modules.get('@aftersales/../tests/smoke/open_menus')"
SUCCESS = 'every menu opened'
# All menus of a role are opened in one loaded page, however long that takes on a slow machine: what hangs is told long
# before, open_menus.js waits half a minute for a view.
SECONDS = 3600


@tagged('post_install', '-at_install')
class TestMenus(AftersalesCommon, OneBrowserCase):
    """Nobody meets an error by walking through the menus; see open_menus.js for what is opened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Where there is most to see.
        busiest = cls.env['aftersales.order']._read_group([], ['company_id'], ['__count'], order='__count DESC', limit=1)
        if busiest:
            cls._move_to(busiest[0][0])
        users = [getattr(cls, f'user_{role}') for role in ROLE_GROUPS]
        cls.env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id, 'company_id': user.company_id.id} for user in users])

    def _open_menus(self, role, thorough=False):
        user = getattr(self, f'user_{role}')
        count = self._count_menus(user)
        self.browser_js(
            '/odoo', f"{MODULE}.openMenus('aftersales.menu_root', {str(thorough).lower()}, '{SUCCESS}', {count})",
            f'odoo.isReady === true && Boolean({MODULE})', login=user.login, timeout=SECONDS, success_signal=SUCCESS)

    def _count_menus(self, user):
        """How many menus of the application the user can click on."""
        root = self.env.ref('aftersales.menu_root')
        menus = self.env['ir.ui.menu'].with_user(user).load_web_menus(False)
        count = sum(menu['appID'] == root.id and bool(menu['actionID']) for menu in menus.values())
        self.assertTrue(count, f"{user.name} sees no menu of the application")
        return count

    def test_manager_opens_every_view(self):
        self._open_menus('manager', thorough=True)


def _test_of(role):
    def test(self):
        self._open_menus(role)
    return test


# One test a role, so that a failure names the role and the others still run.
for _role in ROLE_GROUPS:
    if _role != 'manager':
        setattr(TestMenus, f'test_{_role}_opens_own_menus', _test_of(_role))
