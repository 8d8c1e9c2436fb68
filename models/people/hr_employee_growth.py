from odoo import api, fields, models


class HrEmployee(models.Model):
    """What a person learns beside trainings, and what he was given, on his record."""
    _inherit = 'hr.employee'

    aftersales_mentoring_count = fields.Integer(
        string="Mentorings", compute='_compute_aftersales_growth', groups='aftersales.group_train')
    aftersales_goal_count = fields.Integer(
        string="Learning Goals", compute='_compute_aftersales_growth', groups='aftersales.group_train')
    aftersales_contest_count = fields.Integer(
        string="Contests", compute='_compute_aftersales_growth', groups='aftersales.group_train')
    aftersales_award_count = fields.Integer(
        string="Awards", compute='_compute_aftersales_growth', groups='aftersales.group_train')

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_aftersales_growth(self):
        counts = {}
        for name, (model, fnames) in self._get_growth().items():
            for fname in fnames:
                for person, count in self.env[model]._read_group(
                        [*self._get_growth_companies(), (fname, 'in', self.ids)], [fname], ['__count']):
                    counts[name, person] = counts.get((name, person), 0) + count
        for employee in self:
            for name in self._get_growth():
                employee[name] = counts.get((name, employee._origin), 0)

    @api.model
    def _get_growth(self):
        """:return: dict of count: model, and its fields that name a person"""
        return {
            'aftersales_mentoring_count': ('aftersales.mentoring', ('mentor_id', 'apprentice_id')),
            'aftersales_goal_count': ('aftersales.learning.goal', ('employee_id',)),
            'aftersales_contest_count': ('aftersales.contest.place', ('employee_id',)),
            'aftersales_award_count': ('aftersales.award', ('employee_id',)),
        }

    @api.model
    def _get_growth_companies(self):
        return [('company_id', 'in', self.env.companies.ids)]

    def _view_growth(self, name, action):
        fnames = self._get_growth()[name][1]
        return {
            **self.env['ir.actions.act_window']._for_xml_id(f'aftersales.{action}'), 'context': {},
            'domain': [
                *self._get_growth_companies(), *['|'] * (len(fnames) - 1), *((fname, 'in', self.ids) for fname in fnames)]}

    def action_view_mentorings(self):
        """Whom they teach and who teaches them."""
        return self._view_growth('aftersales_mentoring_count', 'action_mentorings')

    def action_view_learning_goals(self):
        """What they want to learn."""
        return self._view_growth('aftersales_goal_count', 'action_learning_goals')

    def action_view_contest_places(self):
        """In which contests they took part."""
        return self._view_growth('aftersales_contest_count', 'action_contest_places')

    def action_view_awards(self):
        """What they were given and praised for."""
        return self._view_growth('aftersales_award_count', 'action_awards')
