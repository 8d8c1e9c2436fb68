from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

TASK = 'aftersales.mail_activity_certificate_ends'
# So many days before it ends, the person and the trainer are told.
TOLD_DAYS = (60, 30, 7)
KEEPERS = 'aftersales.group_train,hr.group_hr_user'


class HrEmployeeSkill(models.Model):
    """Skills and certificates decide who may do which work: they are kept by the trainer, and end in good time (M1)."""
    _name = 'hr.employee.skill'
    _inherit = ['aftersales.log.mixin', 'mail.activity.mixin', 'aftersales.batch.mixin', 'hr.employee.skill']

    skill_id = fields.Many2one(tracking=True)
    skill_level_id = fields.Many2one(tracking=True)
    valid_from = fields.Date(tracking=True, index=True)
    valid_to = fields.Date(tracking=True, index='btree_not_null')
    told_days = fields.Integer(
        readonly=True, copy=False, export_string_translation=False, help="How long before its end it was told last.")
    aftersales_note = fields.Char(string="No. and Issuer", max_length=120, tracking=True)
    is_renewed = fields.Boolean(string="Certificate Renewed", compute='_compute_is_renewed', search='_search_is_renewed')
    is_own = fields.Boolean(string="Mine", compute='_compute_is_own', search='_search_is_own')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('valid_to', 'employee_id.employee_skill_ids.valid_to')
    def _compute_is_renewed(self):
        renewed = set(self.search([('id', 'in', self.ids), ('is_renewed', '=', True)]).ids) if self.ids else set()
        for skill in self:
            skill.is_renewed = skill._origin.id in renewed

    @api.model
    def _search_is_renewed(self, operator, value):
        """Another row says that the person holds the same for longer."""
        if operator != 'in':
            return NotImplemented
        self.flush_model(['employee_id', 'skill_id', 'valid_to'])
        longer = SQL("""(
            SELECT one.id FROM hr_employee_skill one JOIN hr_employee_skill other
                ON other.employee_id = one.employee_id AND other.skill_id = one.skill_id AND other.id != one.id
             WHERE one.valid_to IS NOT NULL AND (other.valid_to IS NULL OR other.valid_to > one.valid_to))""")
        return [('id', 'in' if True in value else 'not in', longer)]

    @api.depends('employee_id')
    @api.depends_context('uid')
    def _compute_is_own(self):
        for skill in self:
            skill.is_own = skill.employee_id in self.env.user.sudo().employee_ids  # sudo: one's own employee

    @api.model
    def _search_is_own(self, operator, value):
        if operator != 'in':
            return NotImplemented
        mine = self.env.user.sudo().employee_ids  # sudo: one's own employee
        return [('employee_id', 'in' if True in value else 'not in', mine.ids)]

    # === CRUD METHODS ===#

    def _check_access(self, operation):
        """Core lets people give themselves skills; here work depends on them."""
        if operation != 'read' and not self.env.su and not self.env.user.has_groups(KEEPERS):
            return self, lambda: AccessError(self.env._("Skills and certificates are kept by the trainer."))
        return super()._check_access(operation)

    def write(self, vals):
        result = super().write(vals)
        if 'valid_to' in vals:
            self.sudo().filtered('told_days').told_days = 0  # sudo: what was told is the system's
            self._forget_end_tasks()
        return result

    # === ACTION METHODS ===#

    def action_renew(self):
        """A new one from the day after this one ends, for the person who keeps certificates to complete."""
        self.ensure_one()
        self.check_access('write')
        return {
            'type': 'ir.actions.act_window', 'res_model': self._name, 'views': [
                (self.env.ref('aftersales.people_skill_view_form').id, 'form')], 'name': self.env._("Renew the Certificate"),
            'context': {
                'default_employee_id': self.employee_id.id, 'default_skill_type_id': self.skill_type_id.id,
                'default_skill_id': self.skill_id.id, 'default_skill_level_id': self.skill_level_id.id,
                'default_valid_from': self.valid_to and fields.Date.to_string(self.valid_to + timedelta(days=1))}}

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_tell_ends(self, batch_size=200):
        """Tell who ends soon; each company's day begins by its own clock, so a day at most too early."""
        self._work_through(self._get_ending_domain(fields.Date.context_today(self)), '_tell_end', batch_size,
                           order='valid_to, id', together=True)

    @api.model
    def _get_ending_domain(self, today):
        """What ends in so many days and was not told for that long before yet."""
        steps, told = [], [0]
        for days in TOLD_DAYS:
            steps.append(Domain('valid_to', '<=', today + timedelta(days=days)) & Domain('told_days', 'in', list(told)))
            told.append(days)
        return Domain.OR(steps) & Domain('valid_to', '>=', today) & Domain('is_renewed', '=', False) & Domain(
            'employee_id.aftersales_workshop_ids', '!=', False)

    def _tell_end(self):
        """One task each for the person and for the trainer of the outlet, which takes the place of the one before."""
        rows = self.sudo()  # sudo: tasks and stamps are the system's
        rows._forget_end_tasks()
        own, others = {}, {}
        for skill in rows:
            person, trainer = skill.employee_id.user_id, skill.employee_id._get_skill_trainer()
            for tasks, user in ((own, person), (others, trainer - person)):
                if user:
                    words = skill.with_context(lang=user.lang)
                    tasks[skill] = {
                        'user_id': user.id, 'date_deadline': skill.valid_to, 'summary': words.env._(
                            "%(skill)s of %(person)s ends on %(date)s", skill=words.skill_id.name,
                            person=skill.employee_id.name, date=format_date(words.env, skill.valid_to))}
            left = (skill.valid_to - skill.employee_id.company_id._get_today()).days
            skill.told_days = min((days for days in TOLD_DAYS if days >= left), default=TOLD_DAYS[0])
        rows._create_tasks(TASK, own)
        rows._create_tasks(TASK, others)

    def _forget_end_tasks(self):
        # sudo: whosever task it was
        self.sudo().activity_unlink([TASK])
