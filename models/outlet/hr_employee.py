from odoo import api, fields, models


class HrEmployee(models.Model):
    _inherit = 'hr.employee'

    aftersales_workshop_ids = fields.Many2many(
        'aftersales.workshop', 'aftersales_workshop_employee_rel', 'employee_id', 'workshop_id',
        string="Outlets", groups='hr.group_hr_user')

    def _works_on_cars(self):
        """Who has a login of another role than the technician's is in the team for something else.

        A manager has the technician's role by being one; he works on cars when it was given to him by itself.
        """
        self.ensure_one()
        user = self.user_id
        if not user:
            return True
        if user.has_group('aftersales.group_manager'):
            return self.env.ref('aftersales.group_technician') in user.group_ids
        return user.has_group('aftersales.group_technician') or (
            # A login for something else, a holiday request or the like: the trade he holds decides.
            not user.has_group('aftersales.group_user') and bool(self.employee_skill_ids.skill_id & self._get_trade_skills()))

    @api.model
    def _get_trade_skills(self):
        """Skills that make somebody a technician: those bays are kept for; rooms whose work needs skills add theirs."""
        return self.env['aftersales.bay'].sudo().search_fetch([('skill_ids', '!=', False)], ['skill_ids']).skill_ids

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
