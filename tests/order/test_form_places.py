from lxml import etree

from odoo.tests import TransactionCase, tagged

# The places of the form of an order as its view file lists them; the last one is any field of the two columns.
PLACES = {
    ('//button[@name="action_receive"]', 'before'),
    ('//button[@name="action_change_promise"]', 'before'),
    ('//button[@name="action_draft"]', 'before'),
    ('//button[@name="action_cancel"]', 'before'),
    ('//header/field[@name="state"]', 'before'),
    ('//div[@name="button_box"]', 'inside'),
    ('//notebook', 'inside'),
}
COLUMNS = '//group[@name="who" or @name="when"]/field'
# Views of the form's own room.
OWN = {f'aftersales.order_view_form_{name}' for name in ('hold', 'estimate', 'cancel', 'notices', 'odometer')}


@tagged('post_install', '-at_install')
class TestFormPlaces(TransactionCase):
    """Rooms meet on a form at places it names, in an order that does not depend on when they were installed."""

    def _get_extensions(self, xmlid):
        views = self.env['ir.ui.view'].search(
            [('inherit_id', '=', self.env.ref(xmlid).id), ('mode', '=', 'extension')])
        return views.filtered(lambda view: view.xml_id.startswith('aftersales.'))

    def _get_target(self, spec):
        if spec.tag == 'xpath':
            return spec.get('expr').replace("'", '"')
        name = spec.get('name')
        return f'//{spec.tag}[@name="{name}"]' if name else f'//{spec.tag}'

    def test_no_two_extensions_share_a_priority(self):
        for name in (
            'order_view_form', 'job_view_form', 'fleet_vehicle_view_form', 'aftersales_workshop_view_form',
            'res_config_settings_view_form',
        ):
            priorities = self._get_extensions(f'aftersales.{name}').mapped('priority')
            self.assertGreater(len(priorities), 1, name)
            self.assertEqual(sorted(set(priorities)), sorted(priorities), name)

    def test_rooms_extend_an_order_at_its_places(self):
        form = etree.fromstring(self.env.ref('aftersales.order_view_form').arch_db)
        columns = {f'//field[@name="{field.get("name")}"]' for field in form.xpath(COLUMNS)}
        wrong = []
        for view in self._get_extensions('aftersales.order_view_form'):
            if view.xml_id in OWN:
                continue
            arch = etree.fromstring(view.arch_db)
            for spec in arch.iterchildren(etree.Element) if arch.tag == 'data' else [arch]:
                place = self._get_target(spec), spec.get('position')
                self.assertTrue(form.xpath(place[0]), f"{view.xml_id}: {place[0]} is no place of the form's own")
                if place not in PLACES and place[0] not in columns and place[1] != 'attributes':
                    wrong.append((view.xml_id, place))
        self.assertFalse(wrong)
