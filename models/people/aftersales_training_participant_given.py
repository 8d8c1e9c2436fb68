from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError


class AftersalesTrainingParticipant(models.Model):
    """Who passes gets the skill or certificate, and with it the work that needs it (M1, M2)."""
    _inherit = 'aftersales.training.participant'

    def action_take_back(self):
        """The result was wrong: what was given for it is gone, and dispatch refuses again."""
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_train'):
            raise AccessError(self.env._("Skills and certificates are kept by the trainer."))
        for row in self.filtered('given_id'):
            row.session_id._message_log(body=self.env._(
                "%(person)s no longer has %(skill)s by this training.", person=row.employee_id.sudo().name,
                skill=row.given_id.display_name))  # sudo: names are no secret
        given = self.given_id
        self.sudo().given_id = False  # sudo: what was given is the system's
        given.sudo().unlink()

    def _give_skills(self):
        """Give those who passed what their course gives; constant queries, each once."""
        self.flush_recordset(['result'])
        rows = self.filtered(
            lambda row: row.result == 'passed' and not row.given_id and row.course_id.skill_id)
        if not rows:
            return
        # sudo: what somebody gets follows from his result
        Skill = self.env['hr.employee.skill'].sudo()
        today = {company: company._get_today() for company in rows.company_id}
        vals_list = [row._prepare_skill_vals(today[row.company_id]) for row in rows]
        # A skill of another level ends; certificates stand beside the ones before.
        for command, skill_id, *rest in Skill._create_individual_skills(vals_list):
            if command == fields.Command.UPDATE:
                Skill.browse(skill_id).write(rest[0])
            elif command == fields.Command.DELETE:
                Skill.browse(skill_id).unlink()
        held = {(skill.employee_id, skill.skill_id, skill.skill_level_id, skill.valid_to): skill for skill in Skill.search([
            ('employee_id', 'in', rows.employee_id.ids), ('skill_id', 'in', rows.course_id.skill_id.ids)])}
        missing = []
        for row, vals in zip(rows, vals_list, strict=True):
            key = (row.employee_id, row.course_id.skill_id, row.course_id.skill_level_id, vals['valid_to'])
            if key not in held:
                missing.append((row, vals))
            else:
                row.given_id = held[key]
        for (row, __), skill in zip(missing, Skill.create([vals for __, vals in missing]), strict=True):
            row.given_id = skill
        for session, own in rows.grouped('session_id').items():
            session._message_log(body=self.env._(
                "%(skill)s given to %(people)s", skill=session.course_id.skill_id.name,
                people=", ".join(own.employee_id.mapped('name'))))

    def _prepare_skill_vals(self, today):
        self.ensure_one()
        course = self.course_id
        if not course.skill_type_id.is_certification:
            today = max(today, fields.Date.today())  # core ends the level before by the server's day
        return {
            'employee_id': self.employee_id.id, 'skill_type_id': course.skill_type_id.id, 'skill_id': course.skill_id.id,
            'skill_level_id': course.skill_level_id.id, 'valid_from': today,
            'valid_to': course.valid_months and today + relativedelta(months=course.valid_months, days=-1)}
