from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.health import HealthCommon


@tagged('post_install', '-at_install')
class TestHealthTemplate(HealthCommon):
    """Which template a car gets, and what the shipped ones say."""

    def _find(self, vehicle):
        return self.env['aftersales.health.template'].with_user(self.user_technician)._find_for(
            vehicle, self.company)[vehicle]

    def test_shipped_templates_by_drive(self):
        vehicle = self.vehicles[1]
        vehicle.model_id = self.model_b
        for fuel, expected in (
            ('gasoline', 'combustion'), ('diesel', 'combustion'), ('electric', 'electric'),
            ('plug_in_hybrid_gasoline', 'hybrid'),
        ):
            vehicle.fuel_type = fuel
            with self.subTest(fuel=fuel):
                self.assertEqual(self._find(vehicle), self.env.ref(f'aftersales.health_template_{expected}'))

    def test_most_specific_wins(self):
        """Model before drive, drive before use; of equals the first in the list."""
        Template = self.env['aftersales.health.template']
        vehicle = self.vehicles[1]
        vehicle.write({'model_id': self.model_b.id, 'fuel_type': 'electric', 'usage': 'commercial'})
        electric = self.env.ref('aftersales.health_template_electric')
        Template.create({'name': "Taxi", 'usage': 'commercial'})
        self.assertEqual(self._find(vehicle), electric)
        electric_taxi = Template.create({'name': "Electric taxi", 'power': 'electric', 'usage': 'commercial'})
        self.assertEqual(self._find(vehicle), electric_taxi)
        model = Template.create({'name': "Model B", 'model_ids': self.model_b.ids})
        self.assertEqual(self._find(vehicle), model)
        Template.create({'name': "Model B again", 'model_ids': self.model_b.ids, 'sequence': 5})
        self.assertEqual(self._find(vehicle).name, "Model B again")
        Template.search([('model_ids', 'in', self.model_b.ids)]).active = False
        Template.create({'name': "Electric household", 'power': 'electric', 'usage': 'household', 'sequence': 1})
        self.assertEqual(self._find(vehicle), electric_taxi)

    def test_no_template_is_said(self):
        self.env['aftersales.health.template'].search([]).active = False
        with self.assertRaisesRegex(UserError, "No health check template fits"):
            self._check()

    def test_legal_tread_limit(self):
        line = self.env['aftersales.health.check.line'].new({
            name: self.env.ref('aftersales.health_item_tread_fl')[name]
            for name in ('kind', 'direction', 'limit_soon', 'limit_urgent')
        })
        self.assertEqual([line._judge(value) for value in (8, 3.6, 3.5, 1.7, 1.6, 0)],
                         ['ok', 'ok', 'soon', 'soon', 'urgent', 'urgent'])

    @mute_logger('odoo.sql_db')
    def test_limits_in_order(self):
        """Lower is worse: the urgent limit lies below; higher is worse: above."""
        for item, vals in ((self.pads, {'limit_urgent': 5}), (self.fluid, {'limit_urgent': 1})):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                item.write(vals)
                item.flush_recordset()

    def test_who_sets_up(self):
        Item = self.env['aftersales.health.item']
        vals = {'name': "Towbar", 'area_id': self.area.id}
        Item.with_user(self.user_inspector).create(vals)
        for role in ('technician', 'advisor', 'parts', 'dispatcher'):
            with self.assertRaises(AccessError, msg=role):
                Item.with_user(getattr(self, f'user_{role}')).create(vals)

    def test_used_item_is_archived_instead_of_deleted(self):
        self._check()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.belt.with_user(self.user_manager).unlink()
