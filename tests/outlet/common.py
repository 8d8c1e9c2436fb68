from odoo.fields import Command

from odoo.addons.aftersales.tests.common import AftersalesCommon


class WorkshopCommon(AftersalesCommon):
    """A workshop with two bays, two technicians with logins, an operation and a second company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env['res.company'].create({'name': 'Other Dealer'})
        cls.technician, cls.technician_2 = cls.env['hr.employee'].create([
            {'name': 'Wang Wei', 'user_id': cls.user_technician.id, 'company_id': cls.company.id},
            {'name': 'Li Na', 'company_id': cls.company.id},
        ])
        cls.skill_type = cls.env['hr.skill.type'].create({
            'name': 'High voltage',
            'skill_ids': [Command.create({'name': 'HV level 2'})],
            'skill_level_ids': [Command.create({'name': 'Certified', 'level_progress': 100})],
        })
        cls.skill = cls.skill_type.skill_ids
        cls.workshop = cls.env['aftersales.workshop'].create({
            'name': 'City Centre',
            'code': 'TSTC',
            'company_id': cls.company.id,
            'employee_ids': [Command.set((cls.technician + cls.technician_2).ids)],
            'bay_ids': [Command.create({'name': 'Lift 1'}), Command.create({'name': 'Lift 2'})],
        })
        brand = cls.env['fleet.vehicle.model.brand'].create({'name': 'Testmobile'})
        cls.model_a, cls.model_b = cls.env['fleet.vehicle.model'].create([
            {'name': 'A', 'brand_id': brand.id},
            {'name': 'B', 'brand_id': brand.id},
        ])
        cls.part = cls.env['product.product'].create({
            'name': 'Brake pads', 'type': 'consu', 'is_storable': True, 'list_price': 80.0})
        cls.operation = cls.env['aftersales.operation'].create({
            'name': 'Front brake pads, replace',
            'code': 'TST-010',
            'hours': 1.2,
            'hours_ids': [Command.create({'model_id': cls.model_b.id, 'hours': 1.5})],
            'part_ids': [Command.create({'product_id': cls.part.id, 'quantity': 2})],
            'work_class_id': cls.env.ref('aftersales.work_class_small').id,
        })

    def _give_skill(self, employee, **values):
        return self.env['hr.employee.skill'].create({
            'employee_id': employee.id,
            'skill_type_id': self.skill_type.id,
            'skill_id': self.skill.id,
            'skill_level_id': self.skill_type.skill_level_ids[:1].id,
            **values,
        })
