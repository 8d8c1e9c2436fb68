from odoo import api, fields, models
from odoo.exceptions import UserError

STAFF = 'aftersales_staff'


class SurveySurvey(models.Model):
    """Questionnaires of the staff are a kind of their own: their answers are nobody's to read."""
    _inherit = 'survey.survey'

    survey_type = fields.Selection(selection_add=[(STAFF, "Staff of After-Sales")], ondelete={STAFF: 'set default'})

    @api.depends('survey_type')
    @api.depends_context('uid')
    def _compute_allowed_survey_types(self):
        """As core's, for whoever edits questionnaires here."""
        super()._compute_allowed_survey_types()
        if self.env.user.has_group('aftersales.group_manager'):
            self.allowed_survey_types = [*(self.allowed_survey_types or []), STAFF]

    def _check_answer_creation(self, user, partner, email, test_entry=False, check_attempts=True, invite_token=False):
        """Of the staff each answers once, by the code he has: nobody takes the survey again."""
        if self.survey_type == STAFF and self.access_mode == 'token':
            raise UserError(self.env._("Each answers once, by the code he has."))
        return super()._check_answer_creation(
            user, partner, email, test_entry=test_entry, check_attempts=check_attempts, invite_token=invite_token)

    def _create_empty_answers(self, count):
        """As many answers as people may give, all of one moment."""
        self.ensure_one()
        self.env['survey.user_input'].create([{'survey_id': self.id} for __ in range(count)])
