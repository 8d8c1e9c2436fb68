from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

TODAY = '2026-03-02 04:00:00'


class WarrantyCommon(PartsCommon):
    """A maker's policy for new cars, one for parts, cars of several ages, and parts by categories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay_warranty = cls.env.ref('aftersales.pay_type_warranty')
        cls.pay_rework = cls.env.ref('aftersales.pay_type_rework')
        cls.maker = cls.env['res.partner'].create({'name': "Testmobile Works", 'is_company': True})
        cls.category, cls.wear_category = cls.env['product.category'].create([{'name': "Engine"}, {'name': "Wear"}])
        (cls.pads | cls.part).categ_id = cls.wear_category
        cls.disc.categ_id = cls.category
        cls.service_class = cls.env.ref('aftersales.work_class_service1')
        cls.policy = cls._create_policy()
        cls.policy.action_release()

    @classmethod
    def _prepare_policy(cls, **values):
        return {
            'name': "New car warranty", 'code': "TST-NEW", 'payer_id': cls.maker.id, 'months': 36, 'km': 100_000,
            'brand_ids': [Command.set(cls.model_a.brand_id.ids)],
            'line_ids': [
                Command.create({
                    'name': "Wear parts", 'scope': 'wear', 'terms': 'own', 'months': 6, 'km': 10_000,
                    'category_ids': [Command.set(cls.wear_category.ids)]}),
                Command.create({
                    'name': "Maintenance", 'scope': 'work', 'terms': 'none',
                    'work_class_ids': [Command.set(cls.service_class.ids)]}),
            ],
            **values,
        }

    @classmethod
    def _create_policy(cls, user=None, **values):
        return cls.env['aftersales.policy'].with_user(user or cls.user_claims).create(cls._prepare_policy(**values))

    @classmethod
    def _create_part_policy(cls, **values):
        policy = cls._create_policy(**{
            'name': "Part guarantee", 'code': "TST-PART", 'kind': 'dealer', 'payer_id': False, 'months': 12, 'km': 20_000,
            'pay_type_id': cls.pay_rework.id, 'start_event': 'fitted', 'is_whole': False, 'brand_ids': False,
            'line_ids': [Command.create({
                'name': "Parts", 'terms': 'policy', 'category_ids': [Command.set((cls.category | cls.wear_category).ids)]})],
            **values})
        policy.action_release()
        return policy

    @classmethod
    def _sell(cls, vehicle, day, **values):
        """The advisor enters when a car was delivered."""
        vehicle.with_user(cls.user_advisor).write({'delivery_date': day, 'sale_date': day, **values})
        return vehicle.sudo().coverage_ids

    @classmethod
    def _create_visit(cls, *parts, odometer=30_000, **job):
        """A received order with one job on the car."""
        return cls.receive(cls._create_order(cls._prepare_job(*parts, **job), odometer_in=odometer))
