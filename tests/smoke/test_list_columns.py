from lxml import etree

from odoo.tests import TransactionCase, tagged

from odoo.addons.aftersales.tests.action_reads import find_actions

# A screen of 1366 pixels less the selection, the menu of optional columns and the scroll bar.
ROOM = 1366 - 90
# What a column of a kind needs to be read: day and time, a date, a figure, a tick, a name, what people wrote.
NEEDED = {
    'datetime': 150, 'date': 100, 'boolean': 50, 'integer': 60, 'float': 65, 'monetary': 95, 'selection': 80,
    'many2one': 110, 'many2many': 110, 'one2many': 110, 'char': 80, 'text': 110, 'html': 110, 'binary': 60, 'json': 80,
}
# Numbers and plates that decide are never cut.
NEVER_CUT = {'license_plate': 105, 'vin_sn': 185, 'vin': 185, 'phone': 150, 'owner_phone': 150}
ROOMS = ('base', 'vehicle', 'booking', 'counter', 'care')


@tagged('post_install', '-at_install')
class TestListColumns(TransactionCase):
    """faults U8: every list of these rooms is readable at 1366 pixels: what shows at first fits, nothing of it cut."""

    def _get_lists(self):
        """List views of ours in the rooms' folders, found by code."""
        views = self.env['ir.ui.view'].search([('type', '=', 'list'), ('mode', '=', 'primary')])
        folders = tuple(f'aftersales/views/{room}/' for room in ROOMS)
        return views.filtered(lambda view: (view.arch_fs or '').startswith(folders))

    def _get_needs(self, view):
        """:return: dict of the name of a column shown at first: (pixels it has by the view or None, pixels it needs)"""
        Model = self.env[view.model]
        arch = etree.fromstring(Model.get_view(view.id, 'list')['arch'])
        needs = {}
        for node in arch.xpath('/list/field'):
            name = node.get('name')
            if node.get('column_invisible') or node.get('optional') == 'hide' or node.get('widget') == 'handle':
                continue
            field = Model._fields[name]
            given = int(node.get('width', '0').removesuffix('px')) or None
            least = NEVER_CUT.get(name, NEEDED.get(field.type, 80))
            if node.get('widget') == 'remaining_days':
                least = 100
            if node.get('widget', '').startswith('many2one_avatar'):
                least = max(least, 130)
            needs[name] = (given, least)
        return needs

    def test_lists_fit(self):
        """faults U8: the columns shown at first fit beside each other, each as wide as what stands in it."""
        views = self._get_lists()
        self.assertGreater(len(views), 12, "the lists are found")
        faults = []
        for view in views:
            needs = self._get_needs(view)
            total = sum(max(given or 0, least) for given, least in needs.values())
            if total > ROOM:
                faults.append(f"{view.xml_id}: {total} pixels for {', '.join(needs)}")
            faults += [
                f"{view.xml_id}: {name} has {given} pixels and needs {least}"
                for name, (given, least) in needs.items() if given and given < least]
        self.assertFalse(faults, '\n'.join(faults))

    def test_numbers_and_plates_have_their_width(self):
        """faults U8: in lists with many columns plates, VINs and numbers keep the room they need."""
        faults = [
            f"{view.xml_id}: {name}"
            for view in self._get_lists() for needs in [self._get_needs(view)] if len(needs) > 6
            for name, (given, least) in needs.items() if name in NEVER_CUT and not given]
        self.assertFalse(faults, '\n'.join(faults))

    def test_empty_screens_say_what_to_do(self):
        """faults U8: whoever finds a screen of ours empty reads what belongs there; actions found by code."""
        actions = dict(find_actions(self.env))
        self.assertGreater(len(actions), 55)
        self.assertFalse([
            name for name, action in actions.items()
            if {'list', 'kanban'} & set(action.view_mode.split(',')) and 'o_view_nocontent' not in (action.help or '')])
