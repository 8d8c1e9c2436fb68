import json
import re

from odoo.tests import tagged

from odoo.addons.aftersales.tests.action_reads import ActionReads
from odoo.addons.aftersales.tests.common import ROLE_GROUPS, AftersalesCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase
from odoo.addons.web.controllers.action import clean_action

# What ActionReads reads as the browser does; a window that begins with a form or a dialog is drawn for each role.
READ_VIEWS = ('list', 'kanban', 'graph', 'pivot', 'calendar')
MODULE = "odoo.loader.modules.get('@aftersales/../tests/smoke/open_menus')"
SUCCESS = 'every menu opened'
# All menus of a role are opened in one loaded page, however long that takes on a slow machine: what hangs is told long
# before, open_menus.js waits half a minute for a view.
SECONDS = 3600
WORD = re.compile(r'\w+')
# Rights that the server writes into every view; the client's search bar knows nothing of them.
RIGHTS = re.compile(r' (create|edit|delete)="False"')


@tagged('post_install', '-at_install')
class TestMenus(AftersalesCommon, OneBrowserCase):
    """Nobody meets an error by walking through the menus; see open_menus.js for what is opened.

    What a click on a menu shows, the first view of its window, is drawn once where a role gets it to the letter as another
    role did: action, architecture, fields, buttons, search bar, all of what the browser draws it from. What it shows is
    read as each role all the same. So every menu of every role is opened, in half the time.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drawn = set()
        # Where there is most to see.
        busiest = cls.env['aftersales.order']._read_group([], ['company_id'], ['__count'], order='__count DESC', limit=1)
        if busiest:
            cls._move_to(busiest[0][0])
        users = [getattr(cls, f'user_{role}') for role in ROLE_GROUPS]
        cls.env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id, 'company_id': user.company_id.id} for user in users])

    def _open_menus(self, role, thorough=False):
        user = getattr(self, f'user_{role}')
        menus = self._get_menus(user)
        windows = {action_id: self._get_window(user, action_id)
                   for model, action_id in menus.values() if model == 'ir.actions.act_window'}
        known = [] if thorough else [
            action_id for action_id, window in windows.items()
            if window in self.drawn and self._get_action(action_id).views[0][1] in READ_VIEWS]
        for action_id in known:
            with self.subTest("read", action=action_id):
                self._read_window(user, action_id)
        self.browser_js(
            '/odoo', f"{MODULE}.openMenus('aftersales.menu_root', {json.dumps(thorough)}, '{SUCCESS}', {len(menus)}, {known})",
            f'odoo.isReady === true && Boolean({MODULE})', login=user.login, timeout=SECONDS, success_signal=SUCCESS)
        self.drawn.update(windows.values())

    def _get_menus(self, user):
        """The menus of the application that the user can click on: (model, id) of their actions."""
        root = self.env.ref('aftersales.menu_root')
        menus = {
            menu['id']: (menu['actionModel'], menu['actionID'])
            for menu in self.env['ir.ui.menu'].with_user(user).load_web_menus(False).values()
            if menu['appID'] == root.id and menu['actionID']}
        self.assertTrue(menus, f"{user.name} sees no menu of the application")
        return menus

    def _get_action(self, action_id):
        return self.env['ir.actions.act_window'].sudo().browse(action_id)

    def _get_window(self, user, action_id):
        """All that the browser is given to draw the first view of a window from, but the records."""
        action = self._get_action(action_id).with_user(user).sudo()
        told = clean_action(action._get_action_dict(), env=action.sudo(False).env)
        views = [told['views'][0], (told['search_view_id'] and told['search_view_id'][0], 'search')]
        options = {'action_id': action_id, 'toolbar': True, 'load_filters': True}
        given = self.env[action.res_model].with_user(user).get_views(views, options)
        bar = given['views']['search']
        bar['arch'] = RIGHTS.sub('', bar['arch'])
        # Fields that neither action nor views name are for dialogs that nobody opens here.
        words = set(WORD.findall(json.dumps([told, given['views']], default=str)))
        fields = {
            model: {name: facts for name, facts in known['fields'].items() if name in words}
            for model, known in given['models'].items()}
        return json.dumps([told, given['views'], fields], sort_keys=True, default=str)

    def _read_window(self, user, action_id):
        """What the browser asks for when it opens a window."""
        action = self._get_action(action_id)
        reads = ActionReads(self.env(user=user), action.display_name, action)
        for read in reads.get_reads(kinds=[action.views[0][1]]):
            read.call(reads.env)

    def test_a_manager_opens_every_view(self):
        """First by its name: what a role sees as the manager does is drawn already."""
        self._open_menus('manager', thorough=True)


def _test_of(role):
    def test(self):
        self._open_menus(role)
    return test


# One test a role, so that a failure names the role and the others still run.
for _role in ROLE_GROUPS:
    if _role != 'manager':
        setattr(TestMenus, f'test_{_role}_opens_own_menus', _test_of(_role))
