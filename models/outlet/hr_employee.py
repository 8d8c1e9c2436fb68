from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = 'hr.employee'

    aftersales_workshop_ids = fields.Many2many(
        'aftersales.workshop', 'aftersales_workshop_employee_rel', 'employee_id', 'workshop_id',
        string="Outlets", groups='hr.group_hr_user')

    def _works_on_cars(self):
        """Who has a login of another role than the technician's is in the team for something else."""
        self.ensure_one()
        user = self.user_id
        return not user or (
            user.has_group('aftersales.group_technician') and not user.has_group('aftersales.group_manager'))

    def _filter_skilled(self, skill, date=None):
        """The employees who hold a skill, or a certificate still valid, on a date (today by default).

        One query for any number of employees. An empty skill means that everybody will do.
        """
        if not skill:
            return self
        date = date or fields.Date.context_today(self)
        held = self.env['hr.employee.skill'].search_fetch([
            ('employee_id', 'in', self.ids),
            ('skill_id', '=', skill.id),
            '|', ('valid_from', '=', False), ('valid_from', '<=', date),
            '|', ('valid_to', '=', False), ('valid_to', '>=', date),
        ], ['employee_id'])
        return self & held.employee_id

    def _has_skill(self, skill, date=None):
        """Whether every employee of the set holds a skill on a date."""
        return self._filter_skilled(skill, date) == self

    def _get_held_skills(self, date=None):
        """The skills a person holds, with a certificate still valid, on a date (today by default)."""
        self.ensure_one()
        date = date or fields.Date.context_today(self)
        return self.env['hr.employee.skill'].search_fetch([
            ('employee_id', '=', self.id),
            '|', ('valid_from', '=', False), ('valid_from', '<=', date),
            '|', ('valid_to', '=', False), ('valid_to', '>=', date),
        ], ['skill_id']).skill_id
