from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.aftersales.tests.common import ROLE_GROUPS

MODULE = "odoo.loader.modules.get('@aftersales/../tests/smoke/open_menus')"
SUCCESS = 'every menu opened'


@tagged('post_install', '-at_install')
class TestMenus(HttpCase):
    """Nobody meets an error by walking through the menus; see open_menus.js for what is opened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env['aftersales.workshop'].search([], limit=1).company_id or cls.env.company

    def _open_menus(self, role, thorough=False):
        user = new_test_user(
            self.env, login=f'smoke_{role}', groups=f'base.group_user,{ROLE_GROUPS[role]}',
            company_id=self.company.id)
        self.env['hr.employee'].create({'name': user.name, 'user_id': user.id, 'company_id': self.company.id})
        self.browser_js(
            '/odoo', f"{MODULE}.openMenus('aftersales.menu_root', {str(thorough).lower()}, '{SUCCESS}')",
            f'odoo.isReady === true && Boolean({MODULE})', login=user.login,
            timeout=300 if thorough else 120, success_signal=SUCCESS)

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
