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
        return user.has_group('aftersales.group_technician')

    def _filter_technicians(self):
        """Those whose time is planned and reported as a technician's: by their role, or by their trade.

        The trade decides where the login is for something else than our work, a request for holidays or the like.
        """
        strangers = self.filtered(lambda employee: employee.employee_skill_ids and employee.user_id and not (
            employee.user_id.has_group('aftersales.group_user')))
        trade = self._get_trade_skills() if strangers else None
        skilled = strangers.filtered(
            lambda employee: employee.aftersales_availability and employee.employee_skill_ids.skill_id & trade)
        return self.filtered(lambda employee: employee in skilled or employee._works_on_cars())

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
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
        skills = self._get_skill_periods()
        return self.filtered(lambda employee: skills.holds(employee.id, skill.id, date))

    def _has_skill(self, skill, date=None):
        """Whether every employee of the set holds a skill on a date."""
        return self._filter_skilled(skill, date) == self

    def _get_held_skills(self, date):
        """The skills a person holds, with a certificate still valid, on a date."""
        self.ensure_one()
        skills = self._get_skill_periods()
        return self.env['hr.skill'].browse(
            skill for skill in skills[self.id] if skills.holds(self.id, skill, date))
