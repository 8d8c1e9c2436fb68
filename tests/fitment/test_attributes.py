from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestAttributes(BillingCommon):
    """H1: a part has a class of the house's tree, and says what is dangerous, wears or grows old."""

    def setUp(self):
        super().setUp()
        self.brake = self.env.ref('aftersales.part_class_brake').with_user(self.user_parts)
        self.pads = self.brake.create({'name': "Zqx pads", 'parent_id': self.brake.id})
        self.part = self.env['product.template'].create({'name': "Zqxpad", 'type': 'consu'})

    def test_tree(self):
        self.assertEqual(self.pads.display_name, f"{self.brake.name} / Zqx pads")
        with self.assertRaises(UserError):
            self.brake.parent_id = self.pads
        with self.assertRaises(AccessError):
            self.pads.with_user(self.user_advisor).check_access('write')

    def test_used_class_stays(self):
        self.part.aftersales_class_id = self.pads
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.pads.unlink()

    def test_noted_and_found(self):
        """The class finds parts of the classes below it as well."""
        keeper = self.user_parts
        keeper.group_ids |= self.env.ref('product.group_product_manager')
        with Form(self.part.with_user(keeper)) as form:
            form.aftersales_class_id = self.pads
            form.aftersales_is_wear = True
            form.aftersales_guarantee_months = 6
            form.aftersales_hazard = 'flammable'
            form.aftersales_shelf_days = 730
        found = self.env['product.template'].with_user(self.user_advisor).search([
            ('aftersales_class_id', 'child_of', self.brake.id), ('aftersales_is_wear', '=', True),
            ('aftersales_hazard', '!=', False), ('aftersales_shelf_days', '>', 0), ('name', '=', "Zqxpad")])
        self.assertEqual(found, self.part)
        with self.assertRaises(ValidationError):
            self.part.aftersales_guarantee_months = -1

    def test_lists(self):
        """The catalogue's list and core's search open for whoever works with parts."""
        action = self.env.ref('aftersales.action_catalogue_parts')
        for user in (self.user_parts, self.user_advisor):
            views = self.env['product.template'].with_user(user).get_views(
                [(view_id, kind) for view_id, kind in action.views] + [(action.search_view_id.id, 'search')])['views']
            self.assertIn('aftersales_group_class', views['search']['arch'])
            self.assertIn('aftersales_class_id', views['list']['arch'])
