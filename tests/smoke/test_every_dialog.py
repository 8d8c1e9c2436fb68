from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.cast import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.counter import CheckinCommon
from odoo.addons.aftersales.tests.dealership.health import HealthCommon

# What only who reads the foreign order may know.
SECRET = "ZZ-SECRET-7"


@tagged('post_install', '-at_install')
class TestEveryDialog(HealthCommon, CheckinCommon):
    """faults A1: a dialog that is opened on another company's documents says nothing of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.there = cls.env['res.company'].create({'name': "Elsewhere"})
        cls.env.user.company_ids |= cls.there
        cls.foreign = cls._create_foreign()
        cls.dialogs = [
            cls.env[name] for name in sorted(cls.env.registry)
            if name.startswith('aftersales.') and cls.env[name]._transient]

    @classmethod
    def _create_foreign(cls):
        """A document of each model of ours in the other company, as dict of model: record."""
        env = cls.env(context=dict(cls.env.context, allowed_company_ids=(cls.there | cls.company).ids))
        workshop = env['aftersales.workshop'].create({'name': SECRET, 'code': 'ZZ', 'company_id': cls.there.id})
        vehicle = env['fleet.vehicle'].create({
            'model_id': cls.vehicle.model_id.id, 'license_plate': SECRET, 'company_id': cls.there.id,
            'is_customer_vehicle': True})
        customer = env['res.partner'].create({'name': SECRET, 'company_id': cls.there.id})
        order = env['aftersales.order'].create({
            'company_id': cls.there.id, 'workshop_id': workshop.id, 'vehicle_id': vehicle.id, 'partner_id': customer.id,
            'concern': SECRET, 'odometer_in': 87654, 'job_ids': [(0, 0, {
                'name': SECRET, 'concern': SECRET, 'cause': SECRET, 'line_ids': [(0, 0, {
                    'product_id': env.ref('aftersales.product_labour').id, 'name': SECRET, 'price_unit': 87654})]})]})
        check = env['aftersales.health.check'].create({
            'order_id': order.id, 'template_id': env['aftersales.health.template'].search([], limit=1).id})
        inspection = env['aftersales.inspection'].search([('order_id', '=', order.id)], limit=1) or env[
            'aftersales.inspection'].create({'job_id': order.job_ids.id})
        return {record._name: record for record in (
            workshop, vehicle, order, order.job_ids, order.job_ids.line_ids, check, check.line_ids[:1], inspection)}

    def _get_ways(self, dialog):
        """Names of the dialog's fields that take a foreign document, and the values as a context and a call bring them."""
        values = {}
        for name, field in dialog._fields.items():
            record = self.foreign.get(field.comodel_name) if field.relational else None
            if record and not field.related:
                values[name] = record.id if field.type == 'many2one' else record.ids
        if dialog._name in ('aftersales.cancel.wizard', 'aftersales.reopen.wizard'):
            values.update(res_model='aftersales.order', res_ids=self.foreign['aftersales.order'].ids)
        if values and 'reason' in dialog._fields:
            values['reason'] = "Asked"
        return values

    def _open(self, dialog, values):
        """As the web client does, and as a call may; what the dialog says comes back."""
        spec = {name: {} for name, field in dialog._fields.items() if field.type != 'binary'}
        told = dialog.with_context(**{f'default_{name}': value for name, value in values.items()})
        yield lambda: told.default_get(list(spec))
        yield lambda: told.onchange({}, [], spec)
        yield lambda: dialog.onchange(dict(values), list(values), spec)
        yield lambda: dialog.create(dict(values)).read(list(spec))

    def test_foreign_documents(self):
        """faults A1: every dialog × every role × default, form and call."""
        tried, roles = 0, {role: getattr(self, f'user_{role}') for role in ROLE_GROUPS}
        for dialog in self.dialogs:
            values = self._get_ways(dialog)
            if not values:
                continue
            for role, user in roles.items():
                mine = dialog.with_user(user).with_company(self.company)
                for way, say in enumerate(self._open(mine, values)):
                    with self.subTest(dialog=dialog._name, role=role, way=way):
                        tried += 1
                        try:
                            with self.cr.savepoint():
                                said = say()
                        except (AccessError, UserError):
                            continue
                        self.assertNotIn(SECRET, str(said))
                        self.assertNotIn('87654', str(said))
        self.assertGreater(tried, 15 * len(roles))

    def test_every_dialog_asks_first(self):
        """faults A1: of whatever room, and of those to come."""
        Mixin = self.env.registry['aftersales.dialog.mixin']
        for dialog in self.dialogs:
            self.assertIsInstance(dialog, Mixin, dialog._name)

    def test_own_documents(self):
        """The same dialogs open on what their user may read."""
        order = self.receive(self._create_orders())
        for name in ('aftersales.hold.wizard', 'aftersales.promise.wizard', 'aftersales.add.work.wizard'):
            dialog = self.env[name].with_user(self.user_advisor).with_context(default_order_id=order.id)
            self.assertEqual(dialog.default_get(['order_id'])['order_id'], order.id)
