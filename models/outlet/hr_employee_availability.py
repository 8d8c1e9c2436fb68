from odoo import fields, models

from .timetable import Skills


class HrEmployee(models.Model):
    _inherit = 'hr.employee'

    aftersales_availability = fields.Integer(
        string="Time on Cars (%)", default=90, groups='hr.group_hr_user,aftersales.group_manager',
        help="The part of a shift that may be planned on customers' cars: 0 for who does not work on cars, "
             "less than 100 for who teaches, helps or cleans up beside it.")

    _aftersales_availability_percentage = models.Constraint(
        'CHECK (aftersales_availability BETWEEN 0 AND 100)',
        "The time on cars is a percentage between 0 and 100.",
    )

    def _works_on_cars(self):
        return self.aftersales_availability > 0 and super()._works_on_cars()

    def _get_skill_periods(self):
        """Skills and certificates with the days they are held, one query for any number of employees and days.

        :return: Skills
        """
        periods = Skills({employee_id: {} for employee_id in self.ids})
        for held in self.env['hr.employee.skill'].search_fetch(
            [('employee_id', 'in', self.ids)], ['employee_id', 'skill_id', 'valid_from', 'valid_to'],
        ) if self else ():
            periods[held.employee_id.id].setdefault(held.skill_id.id, []).append((held.valid_from, held.valid_to))
        return periods
