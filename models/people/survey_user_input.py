from odoo import SUPERUSER_ID, api, fields, models

from .survey_survey import STAFF

# What would tell who answered.
NAMES = ('partner_id', 'email', 'nickname')


class SurveyUserInput(models.Model):
    _inherit = 'survey.user_input'

    aftersales_way = fields.Selection(
        [('screen', "On the Screen"), ('paper', "On Paper")], string="Code Given", readonly=True, copy=False,
        groups='base.group_system', help="How somebody of the staff got it; emptied when the survey is closed.")

    @api.model_create_multi
    def create(self, vals_list):
        """Answers of the staff are the system's from their first moment: neither name nor login stands anywhere."""
        surveys = self.env['survey.survey'].sudo().browse(  # sudo: only whether it is one of the staff
            [vals['survey_id'] for vals in vals_list if vals.get('survey_id')])
        if STAFF not in surveys.mapped('survey_type'):
            return super().create(vals_list)
        nameless = [{name: value for name, value in vals.items() if name not in NAMES} for vals in vals_list]
        return super(SurveyUserInput, self.with_user(SUPERUSER_ID)).create(nameless).with_env(self.env)

    def write(self, vals):
        if STAFF not in self.sudo().survey_id.mapped('survey_type'):  # sudo: as above
            return super().write(vals)
        nameless = {name: value for name, value in vals.items() if name not in NAMES}
        return super(SurveyUserInput, self.with_user(SUPERUSER_ID)).write(nameless)

    def _write_multi(self, vals_list):
        """What is only computed is the system's too, in whoever's name it is flushed."""
        return super()._write_multi([{'write_uid': SUPERUSER_ID} | vals for vals in vals_list])

    def _mark_done(self):
        """Whoever passes the written test of a training gets what it gives at once."""
        result = super()._mark_done()
        # sudo: the participant answers as a visitor of the survey's page
        self.env['aftersales.training.participant'].sudo().search([('answer_id', 'in', self.ids)])._give_skills()
        return result


class SurveyUserInputLine(models.Model):
    _inherit = 'survey.user_input.line'

    @api.model_create_multi
    def create(self, vals_list):
        """As the answer they belong to."""
        answers = self.env['survey.user_input'].sudo().browse(  # sudo: only whether it is one of the staff
            [vals['user_input_id'] for vals in vals_list if vals.get('user_input_id')])
        if STAFF not in answers.survey_id.mapped('survey_type'):
            return super().create(vals_list)
        return super(SurveyUserInputLine, self.with_user(SUPERUSER_ID)).create(vals_list).with_env(self.env)

    def write(self, vals):
        is_staff = STAFF in self.sudo().survey_id.mapped('survey_type')  # sudo: as above
        return super(SurveyUserInputLine, self.with_user(SUPERUSER_ID) if is_staff else self).write(vals)

    def _write_multi(self, vals_list):
        """As that of the answer."""
        return super()._write_multi([{'write_uid': SUPERUSER_ID} | vals for vals in vals_list])
