from concurrent.futures import Future
from unittest.mock import patch

from odoo.tests import HttpCase, common, tagged
from odoo.tests.common import ChromeBrowser

from odoo.addons.aftersales.tests.common import ROLE_GROUPS, AftersalesCommon

MODULE = "odoo.loader.modules.get('@aftersales/../tests/smoke/open_menus')"
SUCCESS = 'every menu opened'
# How many menus one script opens: few enough to be done in its time on a slow machine, however many there are.
# What hangs is told long before: open_menus.js waits half a minute for a view.
SLICES = {False: 20, True: 4}
SECONDS = 600


class LastingBrowser(ChromeBrowser):
    """A browser that outlives a script: stopping only leaves the page."""

    def begin(self, test_case):
        self.test_case = test_case
        self._result = Future()

    def is_usable(self):
        return not self.had_failure and self._result.done() and not self._result.exception()

    def stop(self):
        self.navigate_to('about:blank', wait_stop=True)

    def close(self):
        ChromeBrowser.stop(self)


@tagged('post_install', '-at_install')
class TestMenus(AftersalesCommon, HttpCase):
    """Nobody meets an error by walking through the menus; see open_menus.js for what is opened.

    All of it happens in one browser, one login after another: it loads the web client's code once.
    """

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
        cls.browser = None
        cls.addClassCleanup(cls._leave_browser)

    # === ONE BROWSER ===#

    @classmethod
    def _leave_browser(cls):
        if cls.browser:
            cls.browser.close()
            cls.browser = None

    def _enter_browser(self, test_case, **kwargs):
        if self.browser and not self.browser.is_usable():
            self._leave_browser()
        if self.browser:
            self.browser.begin(test_case)
        else:
            type(self).browser = LastingBrowser(test_case, **kwargs)
        return self.browser

    def browser_js(self, *args, **kwargs):
        with patch.object(common, 'ChromeBrowser', self._enter_browser):
            super().browser_js(*args, **kwargs)

    # === MENUS ===#

    def _open_menus(self, role, thorough=False):
        user = getattr(self, f'user_{role}')
        size = SLICES[thorough]
        for first in range(0, self._count_menus(user), size):
            with self.subTest(role=role, first_menu=first):
                self.browser_js(
                    '/odoo',
                    f"{MODULE}.openMenus('aftersales.menu_root', {str(thorough).lower()}, '{SUCCESS}', {first}, {size})",
                    f'odoo.isReady === true && Boolean({MODULE})', login=user.login, timeout=SECONDS,
                    success_signal=SUCCESS)

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
