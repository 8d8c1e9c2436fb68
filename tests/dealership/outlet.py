from odoo.addons.aftersales.tests.common import AftersalesCommon


class WorkshopCommon(AftersalesCommon):
    """A workshop with two bays, two technicians with logins, an operation and a second company."""

    with_outlet = True

    def _give_skill(self, employee, **values):
        return self.env['hr.employee.skill'].create({
            'employee_id': employee.id,
            'skill_type_id': self.skill_type.id,
            'skill_id': self.skill.id,
            'skill_level_id': self.skill_type.skill_level_ids[:1].id,
            **values,
        })
